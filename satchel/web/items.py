"""One item as a page, and the addresses under which programs and people know lists and items."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.base import urls
from satchel.base.errors import NotFound
from satchel.library import finding
from satchel.model.items import State
from satchel.web.context import REVISITED, WebContext
from satchel.web.sessions import LogIn, Sessions

_LISTS = ("app", "archive", "favorites", "home", "my-list", "queue", "reading-list", "saves", "unread")
#: Where Pocket had its lists.
LISTS = ("/a", "/u", *(f"/{name}" for name in _LISTS))
#: Parts of lists, searches and tags stood below these, in other ways every year; at last all stood below a language,
#: as in /en/saves. To be looked at after all others.
BELOW_LISTS = (
    *(f"/{name}/{{rest:path}}" for name in ("a", "app", "my-list", "saves", "u")),
    *(f"/{{language}}/{name}" for name in _LISTS),
    *(f"/{{language}}/{name}/{{rest:path}}" for name in ("my-list", "saves")),
)
#: Where it had an item.
ITEMS = tuple(f"{above}/read/{{number}}" for above in ("", "/a", "/app", "/{language}"))

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2})?")
_MAX_DIGITS = 16


class Items:
    """The pages of items. Each is for the person who has the item."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def show(self, request: Request) -> Response:
        """What is known of one item, and the way to its page. Raises `NotFound`, also for another person's."""
        visit = await self._visit(request)
        digits = request.path_params["number"]
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS else 0
        found = await self._site.library.store.aread(
            lambda tx: finding.get(tx, visit.user.id, number), quick=True
        )
        if found is None or found.state == State.DELETED:
            raise NotFound("This item is not on your list.")
        return self._site.look.page(
            "item",
            200,
            REVISITED,
            person=visit.user.name,
            form=visit.form,
            title=found.title,
            url=found.given_url,
            host=urls.host_of(found.given_url),
            excerpt=found.article.excerpt if found.article else "",
            tags=found.tags,
            archived=found.state == State.ARCHIVED,
        )

    async def list(self, request: Request) -> Response:
        """The way to the list of whoever is signed in."""
        await self._visit(request)
        return self._visits.to("/")

    async def _visit(self, request: Request) -> LogIn:
        if not _LANGUAGE.fullmatch(request.path_params.get("language", "en")):
            raise HTTPException(404)
        return await self._visits.require_login(request)
