"""The page /export: a library, or a list of it, as a file that is written while it is sent."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from satchel.base.bounded import drop_smallest
from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.formats.exports.registry import FORMATS
from satchel.formats.exports.writing import Format, Texts
from satchel.library import exporting, filing, people, saved_searches
from satchel.model.items import Query
from satchel.model.searches import NAMES
from satchel.web import list_address, people_facts
from satchel.web.context import REVISITED, WebContext
from satchel.web.forms import asked
from satchel.web.sessions import LogIn, Sessions
from satchel.web.words import text

#: Files of one person, and of all, that are written at the same time.
MAX_OF_ONE = 2
MAX_AT_ONCE = 16
MAX_KNOWN = 1_000  #: files of which it is known how far they are
_RUN = re.compile("[0-9a-f-]{1,40}")
_UNSAFE = re.compile(r"[^\w.-]+")


class _Run(NamedTuple):
    """How far a file is."""

    number: int
    done: int
    total: int
    is_over: bool


class Exporting:
    """Shows the page, and writes the files."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits
        self._under_way: dict[int, int] = {}
        self._runs: dict[tuple[int, str], _Run] = {}
        self._count = 0

    async def show(self, request: Request) -> Response:
        """What can be taken along, and in which form."""
        return await self._page(request, await self._visits.require_login(request))

    async def _page(self, request: Request, visit: LogIn, status: int = 200, problem: str = "") -> Response:
        library, user = self._site.library, visit.user.id
        now = library.clock.now()
        each = people_facts.person(await library.run(people.one, user), now, user)
        kept = await library.run(saved_searches.all_of, user)
        searches = [
            {"address": f"/s/{search.id}", "name": search.name or text(NAMES.get(search.ready, search.query))}
            for search in kept
        ]
        folders = await library.run(filing.all_of, user)
        return self._site.look.page(
            "export", status, REVISITED, here="/export", person=visit.user.name, form=visit.form,
            admin=visit.user.is_admin, each=each, searches=searches, problem=problem,
            folders=[{"address": f"/folder/{folder.id}", "name": folder.name} for folder in folders],
            listed=asked(request, "list"), query=asked(request, "q"), chosen=asked(request, "format"),
        )  # fmt: skip

    async def file(self, request: Request) -> Response:
        """The file, in pieces. Where it cannot be had, the page says why."""
        visit = await self._visits.require_login(request)
        user = visit.user.id
        try:
            form, query = _wanted(request)
            self._demand_turn(user)
        except Invalid as error:
            return await self._page(request, visit, 422, error.message)
        except Conflict as error:
            return await self._page(request, visit, 409, error.message)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": _disposition(visit.user.name, form),
            "X-Content-Type-Options": "nosniff",
        }
        if request.method == "HEAD":
            return Response(b"", media_type=form.media_type, headers=headers)
        pieces = self._pieces(user, form, query, asked(request, "run"))
        # What cannot be read at all is said before the first byte of the file.
        try:
            first = await anext(pieces)
        except NotFound as error:
            return await self._page(request, visit, 404, error.message)
        return StreamingResponse(_behind(first, pieces), media_type=form.media_type, headers=headers)

    def _demand_turn(self, user: int) -> None:
        if self._under_way.get(user, 0) >= MAX_OF_ONE or sum(self._under_way.values()) >= MAX_AT_ONCE:
            raise Conflict("Other exports are still under way. Wait until one of them has ended.")

    async def _pieces(self, user: int, form: Format, query: Query | None, run: str) -> AsyncIterator[bytes]:
        self._under_way[user] = self._under_way.get(user, 0) + 1
        self._count += 1
        number, key = self._count, (user, run)

        def heard(done: int, total: int) -> None:
            if _RUN.fullmatch(run):
                self._runs[key] = _Run(number, done, total, False)
                drop_smallest(self._runs, MAX_KNOWN, lambda known: known.number)

        try:
            async for piece in exporting.stream(self._site.library, user, form, query, heard):
                yield piece
        finally:
            left = self._under_way[user] - 1
            if left:
                self._under_way[user] = left
            else:
                del self._under_way[user]
            if key in self._runs:
                self._runs[key] = self._runs[key]._replace(is_over=True)

    async def progress(self, request: Request) -> Response:
        """How far a file is, for the script of the page."""
        visit = await self._visits.require_login(request)
        run = self._runs.get((visit.user.id, asked(request, "run")))
        if run is None:
            return JSONResponse({}, headers={"Cache-Control": "no-store"})
        words = text("%(done)s of %(total)s") % {"done": f"{run.done:,}", "total": f"{run.total:,}"}
        facts = {"done": run.done, "of": run.total, "words": words, "over": run.is_over}
        return JSONResponse(facts, headers={"Cache-Control": "no-store"})


async def _behind(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


def _wanted(request: Request) -> tuple[Format, Query | None]:
    """The form and the list that an address asks for. Raises `Invalid` for what there is not."""
    form = FORMATS.get(asked(request, "format") or "satchel")
    if form is None:
        raise Invalid("This form cannot be read. Reload the page and try again.")
    if form.texts is Texts.ALL:
        return form, None
    words, listed = asked(request, "q").strip(), asked(request, "list")
    if words:
        return form, Query(search=words)
    if not listed:
        return form, None
    found = list_address.read_address(listed)
    if found is None:
        raise Invalid("There is no such list.")
    return form, found.query


def _disposition(name: str, form: Format) -> str:
    """What a browser is to call the file: our name, and the person's as far as all systems take it."""
    plain = _UNSAFE.sub("-", name)[:60].strip("-.") or "library"
    called = f"satchel-{plain}{form.suffix}"
    ascii_name = called.encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(called)}"
