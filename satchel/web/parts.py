"""Parts of pages, for scripts that put them into a page that is there: more rows of a list, one row, tags."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from minijinja import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import NotSignedIn
from satchel.library import browsing, finding, searching, suggesting
from satchel.model.items import Item
from satchel.model.passages import Passage
from satchel.web import list_address, rows, search_links
from satchel.web.context import WebContext
from satchel.web.forms import asked
from satchel.web.list_address import ListAddress
from satchel.web.sessions import LogIn, Sessions

#: Kept nowhere: who is signed out here is not to be shown it.
_NEVER = {"Cache-Control": "no-store"}
MAX_TAGS_OFFERED = 8
MAX_TYPED_CHARACTERS = 100  #: of the beginning of a tag


class Parts:
    """The addresses below /parts. Signed out there is nothing but a 401."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def rows(self, request: Request) -> Response:
        """The rows of the list at the address `at`, and the ways to the pages before and behind them."""
        visit, at = await self._who(request), _list(request)
        library, user, why = self._site.library, visit.user.id, None
        if at.kind in ("search", "saved"):
            text, leaf, passages = await library.run(
                searching.turned, user, at.query, at.key, backwards=at.backwards
            )
            why = (text, passages)
        else:
            leaf = await library.run(browsing.turned, user, at.query, at.key, backwards=at.backwards)
        before = at.at(leaf.before, backwards=True).address if leaf.before else ""
        after = at.at(leaf.after).address if leaf.after else ""
        body = self._site.look.part(
            "list", layout="part_rows.html", rows=self._rows(user, leaf.items, at, why), on_page=len(leaf.items),
            kind=at.kind, before=before, after=after, order=at.order,
        )  # fmt: skip
        return Response(body, 200, _NEVER, "text/html")

    async def row(self, request: Request) -> Response:
        """One row as it is now; 404 when the article is not on the list `at` any more."""
        visit, at, digits = await self._who(request), _list(request), request.path_params["number"]
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 16):
            raise HTTPException(404)
        library, user = self._site.library, visit.user.id
        item = await library.run(finding.get, user, int(digits))
        if item is None or not await library.run(browsing.holding, user, at.query, [item.id]):
            raise HTTPException(404)
        is_found = at.kind in ("search", "saved")
        why = await library.run(searching.reasons, user, at.query, [item]) if is_found else None
        body = self._site.look.part("part_row", rows=self._rows(user, [item], at, why))
        return Response(body, 200, _NEVER, "text/html")

    async def tags(self, request: Request) -> Response:
        """As JSON the tags of the article `id`, and tags of the person's own: that go on as typed in `q`, or fit it."""
        visit, typed = await self._who(request), asked(request, "q")[:MAX_TYPED_CHARACTERS]
        digits = asked(request, "id")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 16 else 0
        found = await self._site.library.run(
            suggesting.completed, visit.user.id, typed, number, MAX_TAGS_OFFERED
        )
        return Response(msgspec.json.encode(found._asdict()), 200, _NEVER, "application/json")

    async def _who(self, request: Request) -> LogIn:
        visit = await self._visits.find(request)
        if visit is None:
            raise NotSignedIn
        return visit

    def _rows(
        self,
        user: int,
        items: Sequence[Item],
        at: ListAddress,
        why: tuple[str, dict[int, list[Passage]]] | None,
    ) -> Markup:
        """The rows; of a search with what was asked, and the passages that show `why` they were found."""
        look, now = self._site.look, self._site.library.clock.now()
        suffix = search_links.suffix(at, why[0]) if why else list_address.came_from(at)
        passages = search_links.passages(look, why[1], suffix) if why else {}
        return rows.written(look, user, items, now, rows.Place(at.kind, at.address, suffix), passages)


def _list(request: Request) -> ListAddress:
    return list_address.read_address(asked(request, "at") or "/") or ListAddress("unread")
