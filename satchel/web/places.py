"""Where people stand in what they read: what the reader's script says and asks, and what the page says of it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.formats import canonical_text
from satchel.library import linking, placing
from satchel.library.opening import Opened
from satchel.model.places import Place
from satchel.web.context import WebContext
from satchel.web.json_body import read_json
from satchel.web.rows import MIN_SHARE
from satchel.web.sessions import Sessions, SignInFirst

_NEVER = {"Cache-Control": "no-store"}


class Told(msgspec.Struct, frozen=True):
    """What the script says of a place. Times are ms of the browser's clock."""

    at: int
    share: int  #: thousandths
    version: int
    time: int
    now: int
    quote: str = ""
    finished: bool = False


class Stand(NamedTuple):
    """Where the reader opens an article."""

    at: int  #: a letter of the canonical text; 0 for its beginning
    percent: int


class Places:
    """The addresses /read/N/place and /read/N/links."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def keep(self, request: Request) -> Response:
        """Keep where the person stands; the answer says what counts now."""
        self._visits.demand_own_page(request)
        user = await self._user(request)
        told = await read_json(request, Told)
        # The browser's clock may be set to anything: what counts is how long ago it was.
        ago = max(0, told.now - told.time)
        time = self._site.library.clock.now() - ago
        place = Place(told.share, time, told.at, told.version, told.quote, told.finished)
        number = _number(request)
        return _answer(await self._site.library.run(placing.keep, user, number, place))

    async def show(self, request: Request) -> Response:
        """Where the person stood last, on whichever device."""
        user = await self._user(request)
        return _answer(await self._site.library.run(placing.where, user, _number(request)))

    async def links(self, request: Request) -> Response:
        """Which pages that the article leads to are on the person's list: addresses as it has them, and items."""
        user = await self._user(request)
        found = await self._site.library.run(linking.known, user, _number(request))
        return Response(msgspec.json.encode(found), headers=_NEVER, media_type="application/json")

    async def _user(self, request: Request) -> int:
        """Who is signed in; whoever is not is told so, and led nowhere."""
        try:
            return (await self._visits.require_login(request)).user.id
        except SignInFirst:
            raise HTTPException(401) from None


def _answer(place: Place) -> Response:
    told = {"at": place.at, "share": place.share, "version": place.version, "time": place.time}
    return Response(msgspec.json.encode(told), headers=_NEVER, media_type="application/json")


def _number(request: Request) -> int:
    digits = request.path_params["number"]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 16):
        raise HTTPException(404)
    return int(digits)


def is_elsewhere(opened: Opened) -> bool:
    """Whether the place was in another text than the one that is read now."""
    place, found = opened.place, opened.item.article
    return place.share >= MIN_SHARE and found is not None and place.version != found.version


def stand(opened: Opened) -> Stand:
    """Where the article is to be opened; in another text than the place was in, where its letters are now."""
    place, found = opened.place, opened.item.article
    if place.share < MIN_SHARE or found is None or not opened.html:
        return Stand(0, 0)
    percent = round(place.share / 10)
    if not is_elsewhere(opened):
        return Stand(place.at, percent)
    text = canonical_text.of(opened.html)
    near = len(text) * place.share // 1000
    return Stand(_nearest(text, place.quote, near), percent)


def _nearest(text: str, quote: str, near: int) -> int:
    """Where `quote` stands in `text`, the nearest to `near`; that itself where it does not."""
    if not quote:
        return near
    behind, before = text.find(quote, near), text.rfind(quote, 0, near + len(quote))
    found = [at for at in (behind, before) if at >= 0]
    return min(found, key=lambda at: abs(at - near)) if found else near


def anchored(html: str, at: int) -> str:
    """Stored HTML with the name `place` before that letter; as it is for the beginning."""
    if not at:
        return html
    index = canonical_text.index_of(html, at)
    return f'{html[:index]}<span id="place" data-ui=""></span>{html[index:]}'
