"""The pages of searching: what a query finds, and the searches that people keep."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import line
from satchel.library import browsing, completing, saved_searches, searching, settling, undoing
from satchel.library.other_searches import MAX_COUNTED
from satchel.library.search.fields import IS
from satchel.library.search.meaning import BEST, ORDERS
from satchel.library.search.parser import MAX_QUERY_CHARACTERS
from satchel.library.searching import Found
from satchel.model.items import NewLink
from satchel.model.searches import SavedSearch
from satchel.web import keys, list_address, notices, rows, search_links
from satchel.web.forms import asked
from satchel.web.list_address import ListAddress
from satchel.web.lists import MAX_TAGS_BESIDE, Lists, selection
from satchel.web.notices import Notice, Undo
from satchel.web.sessions import LogIn

#: A link that was pasted, with words around it or without.
_LINK = re.compile(r"(?:^|\s)(https?://[^\s<>\"]+)", re.IGNORECASE)
_HOST = r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?"
_BARE_LINK = re.compile(rf"(?:www\.)?{_HOST}/\S*|www\.{_HOST}", re.IGNORECASE)
#: The address of a page has 4 KB with all that it asks; a letter of another script takes nine bytes.
MAX_ASKED_BYTES = 3000
_FIRST = ("unread", "archived", "favourite", "started", "finished", "highlighted", "tagged", "untagged")


def link_in(text: str) -> str:
    """The link that somebody pasted into the field; "" for what is to be searched for."""
    found = _LINK.search(text.strip())
    if found:
        return found[1]
    return text.strip() if _BARE_LINK.fullmatch(text.strip()) else ""


class Searching(Lists):
    """The pages below /search and /s."""

    async def ask(self, request: Request) -> Response:
        """What was written into the field above the lists: a link is saved, all else searched for."""
        visit, form = await self._visits.require_form(request, "q")
        text = form.get("q", "")
        link = link_in(text)
        if not link:
            return self._visits.to(search_links.address(fitting(text)))
        library, user = self._site.library, visit.user.id
        try:
            saved, act = await library.run(undoing.save, user, NewLink(link))
        except Invalid:
            return self._visits.to(f"/save?{urlencode({'url': link[:MAX_ASKED_BYTES]})}")
        item = await settling.settled(library, user, saved)
        undo = Undo("undo", act) if act else None
        notice = Notice("saved" if saved.is_new else "again", item.title, item.id, undo)
        return notices.keep(self._visits.to("/"), notice)

    async def search(self, request: Request) -> Response:
        """What a query finds; without one, what can be asked."""
        visit = await self._visits.require_login(request)
        text = asked(request, "q").strip()
        at = _read(request, "search", text)
        found = await self._site.library.run(
            searching.opened, visit.user.id, text, at.key, MAX_TAGS_BESIDE, backwards=at.backwards
        )
        return await self._found(request, visit, at, text, found, None)

    async def saved(self, request: Request) -> Response:
        """What a search finds that the person keeps."""
        visit = await self._visits.require_login(request)
        at = _read(request, "saved", str(_number(request)))
        saved, found = await self._site.library.run(
            searching.opened_saved,
            visit.user.id,
            int(at.name),
            at.key,
            MAX_TAGS_BESIDE,
            backwards=at.backwards,
        )
        return await self._found(request, visit, at, saved.query, found, saved)

    async def keep(self, request: Request) -> Response:
        """Keep a search under a name."""
        visit, form = await self._visits.require_form(request, "query")
        name, query = form.get("name", ""), form.get("query", "")
        made = await self._site.library.run(saved_searches.keep, visit.user.id, name, query)
        return notices.keep(self._visits.to(f"/s/{made.id}"), Notice("search-kept", made.name))

    async def change(self, request: Request) -> Response:
        """Rename a search that is kept, ask something else, move it in its list, or delete it."""
        visit, form = await self._visits.require_form(request)
        library, user, number = self._site.library, visit.user.id, _number(request)
        what, back = form.get("what", ""), f"/s/{number}"
        if what == "delete":
            old = await library.run(saved_searches.remove, user, number)
            found = search_links.address(old.query)
            return notices.keep(self._visits.to(found), Notice("search-removed", old.name))
        if what in ("up", "down"):
            await library.run(saved_searches.move, user, number, -1 if what == "up" else 1)
            return self._visits.to(back)
        old = await library.run(saved_searches.get, user, number)
        name = form.get("name", "")
        # The name that the page shows for one of ours is nobody's.
        await library.run(
            saved_searches.change, user, number,
            name="" if old.ready and not old.name and name == form.get("called") else name,
            query=form.get("query", old.query), counted=bool(form.get("counted")), fed=bool(form.get("fed")),
        )  # fmt: skip
        return notices.keep(self._visits.to(back), Notice("search-changed", name))

    async def offers(self, request: Request) -> Response:
        """What may stand behind the name of a field, as JSON: `[{"value", "count"}]`."""
        visit = await self._visits.require_login(request)
        field, begun = asked(request, "of"), line(asked(request, "begins"), MAX_QUERY_CHARACTERS)
        if field == "is":
            words = dict.fromkeys(word for word in (*_FIRST, *IS) if IS[word] == word)
            found = [{"value": word, "count": ""} for word in words if word.startswith(begun.lower())]
            return JSONResponse(found[: completing.MAX_OFFERED], headers={"Cache-Control": "no-store"})
        offers = await self._site.library.run(completing.offers, visit.user.id, field, begun)
        most = completing.MAX_USES
        return JSONResponse(
            [
                {"value": each.value, "count": f"{each.number:,}" + "+" * (each.number >= most)}
                for each in offers
            ],
            headers={"Cache-Control": "no-store"},
        )

    async def _found(
        self,
        request: Request,
        visit: LogIn,
        at: ListAddress,
        text: str,
        found: Found,
        saved: SavedSearch | None,
    ) -> Response:
        node, leaf, look = found.parsed.node, found.leaf, self._site.look
        now = self._site.library.clock.now()
        select, total = asked(request, "select"), min(found.total, MAX_COUNTED)
        select = select if leaf.items and select in ("1", "all") else ""
        if select == "all" and found.total > MAX_COUNTED:
            *_, total = await self._site.library.run(browsing.chosen, visit.user.id, at.query, None, 0)
        suffix = search_links.suffix(at, text)
        passages = search_links.passages(look, found.passages, suffix)
        place = rows.Place(at.kind, at.address, suffix, select=select)
        return self._page(
            request, visit, "search", found.overview,
            here=at.path if saved else "",
            kind=at.kind, name=text, asked=text, saved=_fields(saved), address=at.address,
            begins=at.key is None, start=at.at(None).address, length="",
            rows=rows.written(look, visit.user.id, leaf.items, now, place, passages), on_page=len(leaf.items),
            before=at.at(leaf.before, backwards=True).address if leaf.before else "",
            after=at.at(leaf.after).address if leaf.after else "",
            more=found.total > MAX_COUNTED, **selection(at, found.overview, select, total),
            order=found.order, scope=found.scope, view="rows", swipes=not keys.chosen().still,
            orders=search_links.orders(node, [*ORDERS, BEST]), scopes=search_links.scopes(node),
            parts=search_links.chips(node), notes=search_links.notes(found.parsed.notes),
            others=[search_links.other(each) for each in found.others],
            examples=[] if text else search_links.examples(),
        )  # fmt: skip


def _fields(saved: SavedSearch | None) -> dict[str, Any] | None:
    if saved is None:
        return None
    return {name: getattr(saved, name) for name in SavedSearch.__struct_fields__}


def _read(request: Request, kind: str, name: str) -> ListAddress:
    return list_address.read(kind, name, {each: asked(request, each) for each in ("after", "before")})


def _number(request: Request) -> int:
    """The number in the path. Raises `NotFound` for what is none."""
    digits = request.path_params["number"]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise NotFound("There is no such search.")
    return int(digits)


def fitting(text: str) -> str:
    """As much of a query as an address has room for."""
    text = line(text, MAX_QUERY_CHARACTERS)
    while len(quote(text)) > MAX_ASKED_BYTES:
        text = text[: len(text) * 3 // 4]
    return text
