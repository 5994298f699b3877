"""What was searched for, marked in an article as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.requests import Request

from satchel.formats.reader_html import Part
from satchel.library import marking
from satchel.library.opening import Opened
from satchel.library.search.parser import MAX_QUERY_CHARACTERS
from satchel.web import list_address
from satchel.web.context import WebContext
from satchel.web.forms import asked
from satchel.web.list_address import ListAddress
from satchel.web.sessions import LogIn
from satchel.web.words import say as _

#: Letters of HTML up to which places are marked without leaving the event loop.
MAX_QUICK_CHARACTERS = 30_000


class Hits(NamedTuple):
    """An article's HTML, and the places that are marked in it."""

    html: str
    names: list[str]  #: what they are called in the address of the page
    without: str  #: the query of the page without marks, as it stands in its address
    parts: Sequence[Part] = ()  #: the headings of the article

    def shown(self) -> dict[str, Any] | None:
        """What the page says of them; None of none."""
        if not self.names:
            return None
        return {"count": len(self.names), "first": self.names[0], "without": self.without}


def query_of(request: Request) -> str:
    """What the page is to mark."""
    return asked(request, "q").strip()[:MAX_QUERY_CHARACTERS]


def searched(request: Request) -> ListAddress | None:
    """The search from which somebody came who asks for its words to be marked."""
    query = query_of(request)
    return ListAddress("search", query) if query else None


def suffix(request: Request, came: ListAddress) -> str:
    """What stands behind the addresses of other articles of that list."""
    query = query_of(request)
    if not query:
        return list_address.came_from(came)
    back = f"&from={quote(came.address, safe='/')}" if asked(request, "from") else ""
    return f"?q={quote(query)}{back}"


async def marked(site: WebContext, request: Request, visit: LogIn, opened: Opened, html: str) -> Hits:
    """The article with what its address asks for marked."""
    query = query_of(request)
    wanted = (
        await site.library.run(marking.wanted, visit.user.id, opened.item, query) if query and html else None
    )
    if wanted is None:
        return Hits(html, [], "")
    onward = str(_("Next place"))
    if len(html) > MAX_QUICK_CHARACTERS:
        found = await site.look.aside(visit.user.name, lambda: marking.mark(html, wanted, onward))
    else:
        found = marking.mark(html, wanted, onward)
    back = asked(request, "from")
    return Hits(found.html, found.names, f"?{urlencode({'from': back})}" if back else "")
