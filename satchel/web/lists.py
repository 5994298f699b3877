"""The lists: unread, favourites, archive, of a tag, of a site."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from satchel.base.text import tag_form
from satchel.library import browsing
from satchel.library.browsing import Overview
from satchel.web import list_address, notices
from satchel.web.account_facts import bookmark
from satchel.web.context import REVISITED, WebContext
from satchel.web.first_look import greeted
from satchel.web.forms import asked
from satchel.web.list_address import LENGTHS, ORDERS, ListAddress
from satchel.web.origin import is_at_home, server_address
from satchel.web.rows import row
from satchel.web.sessions import LogIn, Sessions

#: Tags beside a list; the page of all tags has the others.
MAX_TAGS_BESIDE = 20


class Lists:
    """The pages of lists. Each is for the person whose list it is."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits

    async def unread(self, request: Request, visit: LogIn) -> Response:
        """The list at the front."""
        return await self._show(request, visit, "unread")

    async def favourites(self, request: Request) -> Response:
        """What has a heart, archived or not."""
        return await self._show(request, await self._visits.require_login(request), "favourites")

    async def archive(self, request: Request) -> Response:
        """What was put away."""
        return await self._show(request, await self._visits.require_login(request), "archive")

    async def tag(self, request: Request) -> Response:
        """What has a tag, or one below it."""
        visit = await self._visits.require_login(request)
        return await self._show(request, visit, "tag", tag_form(request.path_params["tag"].rstrip("/")))

    async def site(self, request: Request) -> Response:
        """What is from a site, or one below it."""
        visit = await self._visits.require_login(request)
        return await self._show(request, visit, "site", request.path_params["host"].lower()[:255])

    async def _show(self, request: Request, visit: LogIn, kind: str, name: str = "") -> Response:
        at = list_address.read(kind, name, {each: asked(request, each) for each in list_address.PARAMS})
        leaf, overview = await self._site.library.run(
            browsing.opened, visit.user.id, at.query, at.key, MAX_TAGS_BESIDE, backwards=at.backwards
        )
        if (
            kind == "unread"
            and not overview.unread
            and not overview.archived
            and await greeted(self._site, request, visit)
        ):
            leaf, overview = await self._site.library.run(
                browsing.opened, visit.user.id, at.query, at.key, MAX_TAGS_BESIDE, backwards=at.backwards
            )
        base = self._site.look.base
        begins_here = kind == "unread" and overview.unread + overview.archived <= 1 and not at.key
        server = server_address(request, self._site.settings) if begins_here else ""
        return self._page(
            request, visit, "list", overview,
            begins_here=begins_here,
            server=server, bookmark=bookmark(server) if begins_here else "", at_home=is_at_home(server),
            here=at.path,
            kind=kind,
            name=name,
            rows=[
                row(item, base, below=below.id if below else 0)
                for item, below in zip_longest(leaf.items, leaf.items[1:])
            ],
            address=at.address,
            escaped=list_address.escaped(at.address),
            suffix=list_address.came_from(at),
            begins=at.key is None,
            before=at.at(leaf.before, backwards=True).address if leaf.before else "",
            after=at.at(leaf.after).address if leaf.after else "",
            order=at.order,
            orders=[{"name": each, "address": at._replace(order=each).at(None).address} for each in ORDERS],
            length=at.length,
            lengths=[
                {"name": each, "address": at._replace(length=each).at(None).address} for each in ("", *LENGTHS)
            ],
        )  # fmt: skip

    def _page(
        self, request: Request, visit: LogIn, template: str, overview: Overview, **values: Any
    ) -> Response:
        shown = notices.shown(request)
        return shown.forget(self._site.look.page(
            template, 200, REVISITED,
            person=visit.user.name, form=visit.form, notice=notices.fields(shown.notice),
            unread=_counted(overview.unread), archived=_counted(overview.archived),
            beside=[{"name": name, "address": ListAddress("tag", name).path} for name in overview.tags],
            more_tags=overview.more_tags,
            **values,
        ))  # fmt: skip


def _counted(number: int) -> str:
    return f"{number:,}" if number else ""
