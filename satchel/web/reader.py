"""An article as people read it, and its pictures."""

from __future__ import annotations

import asyncio
from html import escape

from minijinja import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from satchel.base.errors import NotFound
from satchel.formats import reader_html
from satchel.library import opening, pictures, undoing
from satchel.library.opening import Opened
from satchel.library.pictures import Album
from satchel.model.reading_time import minutes
from satchel.web import hits, list_address, notices, rows, typography
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.hits import Hits
from satchel.web.item_facts import facts, number_of
from satchel.web.list_address import ListAddress
from satchel.web.sessions import LogIn, Sessions

#: Letters of stored HTML up to which it is rendered without leaving the event loop.
MAX_QUICK_CHARACTERS = 60_000
#: An article with a picture among its first so many letters of HTML is given no other one above them.
MAX_OPENING_CHARACTERS = 1500
_KEPT = "private, max-age=31536000, immutable"
_KEPT_AN_HOUR = "private, max-age=3600"


class Reader:
    """The pages below /read. Each is for the person who has the item."""

    def __init__(self, site: WebContext, visits: Sessions, album: Album | None) -> None:
        self._site = site
        self._visits = visits
        self._album = album

    async def show(self, request: Request) -> Response:
        """The article; what was merged into another one leads to that."""
        visit, number = await self._visits.require_login(request), number_of(request)
        came = (
            list_address.read_address(asked(request, "from"))
            or hits.searched(request)
            or ListAddress("unread")
        )
        try:
            opened = await self._site.library.run(opening.opened, visit.user.id, number, came.query)
        except NotFound:
            return await self._trashed(request, visit, number)
        if opened.item.id != number:
            query = f"?{request.url.query}" if request.url.query else ""
            address = self._site.path(f"/read/{opened.item.id}{query}")
            return RedirectResponse(address, 308, {"Cache-Control": "no-store"})
        found = await hits.marked(self._site, request, visit.user.id, opened, await self._html(opened))
        return self._page(request, visit, opened, came, found)

    async def _trashed(self, request: Request, visit: LogIn, number: int) -> Response:
        """What was deleted, with the way back. Raises `NotFound` for what is not in the trash."""
        item = await self._site.library.run(undoing.discarded, visit.user.id, number)
        shown = notices.shown(request)
        return shown.forget(self._site.look.page(
            "trashed", 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item), days_left=rows.days_left(item, self._site.library.clock.now()), here=f"/read/{item.id}",
        ))  # fmt: skip

    async def _html(self, opened: Opened) -> str:
        item, base = opened.item, self._site.look.base
        known = pictures.known(item)

        def render() -> str:
            return reader_html.render(
                opened.html, known, lambda number: rows.picture_address(base, item, number)
            )

        return await asyncio.to_thread(render) if len(opened.html) > MAX_QUICK_CHARACTERS else render()

    def _page(
        self, request: Request, visit: LogIn, opened: Opened, came: ListAddress, found_in: Hits
    ) -> Response:
        item, shown = opened.item, notices.shown(request)
        found, following = item.article, opened.following
        why, again = rows.trouble(item)
        suffix, html = hits.suffix(request, came), found_in.html
        return shown.forget(self._site.look.page(
            "read", 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            **facts(item),
            html=Markup(html) if (found and found.words) or not why else "",
            lead=self._lead(opened),
            trouble=why, again=again, waiting=not item.fetched_at and found is None,
            here=f"/read/{item.id}{suffix}",
            hidden_parts=opened.hidden,
            list=f"{came.address}#i{item.id}", list_kind=came.kind, list_name=came.name,
            following={
                "title": following.title, "address": f"/read/{following.id}{suffix}",
                "minutes": minutes(following.article.words, following.article.language) if following.article else 0,
            } if following else None,
            hits=found_in.shown(),
            set=typography.chosen(request)._asdict(), sizes=typography.SIZES,
        ))  # fmt: skip

    def _lead(self, opened: Opened) -> str:
        """The address of the picture above the text; "" where the text begins with one of its own."""
        item = opened.item
        lead = item.article.lead_image if item.article else ""
        if not lead or "<img" in opened.html[:MAX_OPENING_CHARACTERS] or f'"{escape(lead)}"' in opened.html:
            return ""
        return rows.picture_address(self._site.look.base, item, pictures.LEAD)

    async def picture(self, request: Request) -> Response:
        """A picture of one of the person's own items: never that of an address which somebody made up."""
        visit, number = await self._visits.require_login(request), number_of(request)
        which, user = request.path_params["picture"], visit.user.id
        if not (which.isascii() and which.isdigit() and len(which) <= 6) or self._album is None:
            raise HTTPException(404)
        item, address = await self._site.library.run(opening.pictured, user, number, int(which))
        found = await self._album.picture(user, address) if address else None
        if found is None:
            return Response(status_code=404, headers={"Cache-Control": "private, max-age=600"})
        same = asked(request, "v") == rows.version(item)
        return Response(
            found.body, 200, {"Cache-Control": _KEPT if same else _KEPT_AN_HOUR}, found.media_type
        )
