"""The lists: unread, started, favourites, archive, trash, of a folder, of a tag, of a site."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import tag_form
from satchel.library import browsing
from satchel.library.browsing import Leaf, Overview
from satchel.model.items import State
from satchel.web import keys, languages, list_address, notices, rows, themes
from satchel.web.account_facts import bookmark
from satchel.web.context import REVISITED, WebContext
from satchel.web.first_look import greeted
from satchel.web.forms import asked
from satchel.web.kept import Kept
from satchel.web.list_address import LENGTHS, ORDERS, VIEWS, ListAddress
from satchel.web.notices import Notice
from satchel.web.origin import is_at_home, server_address
from satchel.web.sessions import LogIn, Sessions, own_path
from satchel.web.written_page import WrittenPage

#: Tags beside a list; the page of all tags has the others.
MAX_TAGS_BESIDE = 20
MAX_BEGINNING = 1  #: unread and archived articles with which one still begins, and is shown how
#: Pages of lists that are kept, of all people together: some thirty.
MAX_KEPT_BYTES = 2_000_000
MAX_KEPT_PAGE_BYTES = 200_000  #: of one


class KeptPage(NamedTuple):
    """A page of a list, and what tells whether it would be the same once more."""

    overview: Overview  #: which has the time of the person's last change
    counts: dict[int, int]  #: of searches
    page: WrittenPage


class Lists:
    """The pages of lists. Each is for the person whose list it is."""

    def __init__(self, site: WebContext, visits: Sessions) -> None:
        self._site = site
        self._visits = visits
        self._kept = Kept[KeptPage](MAX_KEPT_BYTES, MAX_KEPT_PAGE_BYTES)

    async def unread(self, request: Request, visit: LogIn) -> Response:
        """The list at the front."""
        return await self._show(request, visit, "unread")

    async def favourites(self, request: Request) -> Response:
        """What has a heart, archived or not."""
        return await self._show(request, await self._visits.require_login(request), "favourites")

    async def archive(self, request: Request) -> Response:
        """What was put away."""
        return await self._show(request, await self._visits.require_login(request), "archive")

    async def started(self, request: Request) -> Response:
        """What was begun and not finished."""
        return await self._show(request, await self._visits.require_login(request), "started")

    async def trash(self, request: Request) -> Response:
        """What was deleted in the last thirty days."""
        return await self._show(request, await self._visits.require_login(request), "trash")

    async def random(self, request: Request) -> Response:
        """The way to some unread article, or with `in=archive` to one of the archive."""
        visit = await self._visits.require_login(request)
        state = State.ARCHIVED if asked(request, "in") == "archive" else State.UNREAD
        pivot = secrets.randbelow(browsing.CIRCLE)
        found = await self._site.library.run(browsing.any_of, visit.user.id, state, pivot)
        if found is None:
            return self._visits.to("/archive" if state == State.ARCHIVED else "/")
        return self._visits.to(f"/read/{found}{'?from=/archive' if state == State.ARCHIVED else ''}")

    async def set_view(self, request: Request) -> Response:
        """Have lists shown in another way from now on."""
        visit, form = await self._visits.require_form(request)
        if form.get("view") not in VIEWS:
            raise Invalid("There is no such view. Reload the page and choose another one.")
        await self._site.library.run(browsing.set_view, visit.user.id, VIEWS.index(form["view"]))
        at = list_address.read_address(own_path(form.get("back", ""), "/"))
        return self._visits.to(at._replace(view="").address if at else "/")

    async def tag(self, request: Request) -> Response:
        """What has a tag, or one below it."""
        visit = await self._visits.require_login(request)
        return await self._show(request, visit, "tag", tag_form(request.path_params["tag"].rstrip("/")))

    async def site(self, request: Request) -> Response:
        """What is from a site, or one below it."""
        visit = await self._visits.require_login(request)
        return await self._show(request, visit, "site", request.path_params["host"].lower()[:255])

    async def folder(self, request: Request) -> Response:
        """What is in a folder."""
        visit = await self._visits.require_login(request)
        at = list_address.read_address(f"/folder/{request.path_params['number']}")
        if at is None:
            raise HTTPException(404)
        return await self._show(request, visit, "folder", at.name)

    async def _show(self, request: Request, visit: LogIn, kind: str, name: str = "") -> Response:
        at = list_address.read(kind, name, {each: asked(request, each) for each in list_address.PARAMS})
        library, user = self._site.library, visit.user.id
        if at.order == "random" and not at.seed:
            at = at._replace(seed=browsing.begins_today(user, library.clock.now()))
        if asked(request, "select"):
            return await self._chosen(request, visit, at)
        shown, counts = notices.shown(request), library.search_counts.known(user)
        look = visit.form, languages.worn().code, themes.worn(), keys.chosen().written, visit.user.name
        # What was just done is said once, and what lies in the trash is shown with the days that are left.
        kept = None if shown.notice or kind == "trash" else self._kept.get((at, look))
        seen = kept.overview if kept and kept.counts == counts else None
        page = (user, at.query, at.key, MAX_TAGS_BESIDE, seen)
        new, overview = await library.run(browsing.renewed, *page, backwards=at.backwards)
        if kept and new is None:
            self._count(visit, overview)
            return kept.page.answer(200, REVISITED)
        leaf = new or Leaf([], None, None)
        if kind == "unread" and not _things(overview) and await greeted(self._site, request, visit):
            leaf, overview = await library.run(browsing.opened, *page[:-1], backwards=at.backwards)
        view = at.view or VIEWS[overview.view if overview.view < len(VIEWS) else 0]
        made = await self._site.look.written("list", **self._values(
            visit, overview, shown.notice,
            **self._beginning(request, overview, begins=kind == "unread" and not at.key and view == "rows"),
            **self._list(user, at, leaf, overview, view, "", -1),
        ))  # fmt: skip
        if not shown.notice and kind != "trash" and _things(overview) > MAX_BEGINNING:
            self._kept.keep((at, look), KeptPage(overview, counts, made), made.size)
        return shown.forget(made.answer(200, REVISITED))

    async def _chosen(self, request: Request, visit: LogIn, at: ListAddress) -> Response:
        """The list to choose from, or all of it chosen."""
        select, total = asked(request, "select"), -1
        page = (visit.user.id, at.query, at.key, MAX_TAGS_BESIDE)
        if select == "all":
            leaf, overview, total = await self._site.library.run(
                browsing.chosen, *page, backwards=at.backwards
            )
        else:
            leaf, overview = await self._site.library.run(browsing.opened, *page, backwards=at.backwards)
        # One chooses from rows: they have room for the boxes, and the page needs the styles of one thing only.
        return self._page(
            request, visit, "list", overview, begins_here=False,
            **self._list(visit.user.id, at, leaf, overview, "rows", select, total),
        )  # fmt: skip

    def _list(
        self, user: int, at: ListAddress, leaf: Leaf, overview: Overview, view: str, select: str, total: int
    ) -> dict[str, Any]:
        """What the template shows of a list."""
        select = select if leaf.items and select in ("1", "all") else ""  # of nothing, nothing is chosen
        place = rows.Place(at.kind, at.address, list_address.came_from(at), view, select)
        return {
            "here": at.path,
            "kind": at.kind,
            "name": _called(overview, int(at.name)) if at.kind == "folder" else at.name,
            "rows": rows.written(self._site.look, user, leaf.items, self._site.library.clock.now(), place),
            "on_page": len(leaf.items),
            "address": place.address,
            "begins": at.key is None,
            "swipes": not keys.chosen().still,
            "before": at.at(leaf.before, backwards=True).address if leaf.before else "",
            "after": at.at(leaf.after).address if leaf.after else "",
            "view": view, "views": VIEWS,
            **selection(at, overview, select, total),
            **_choices(at.at(None)),
        }  # fmt: skip

    def _beginning(self, request: Request, overview: Overview, *, begins: bool) -> dict[str, Any]:
        """What the first steps need, which stand below a list with nothing or one article on it."""
        if not begins or _things(overview) > MAX_BEGINNING:
            return {"begins_here": False}
        server = server_address(request, self._site.settings)
        return {
            "begins_here": True, "server": server, "bookmark": bookmark(server), "at_home": is_at_home(server),
        }  # fmt: skip

    def _page(
        self, request: Request, visit: LogIn, template: str, overview: Overview, **values: Any
    ) -> Response:
        shown = notices.shown(request)
        values = self._values(visit, overview, shown.notice, **values)
        return shown.forget(self._site.look.page(template, 200, REVISITED, **values))

    def _count(self, visit: LogIn, overview: Overview) -> dict[int, int]:
        """The counts of the person's searches as they are known, which are seen to if they may be others by now."""
        library = self._site.library
        counts = library.search_counts.known(visit.user.id)
        library.search_counts.refresh(
            library, visit.user.id, overview.searches, overview.changed_at, library.clock.now()
        )
        return counts

    def _values(
        self, visit: LogIn, overview: Overview, notice: Notice | None, **values: Any
    ) -> dict[str, Any]:
        """What the template of a page with the lists beside it shows."""
        counts = self._count(visit, overview)
        return dict(
            person=visit.user.name, form=visit.form, notice=notices.fields(notice),
            unread=_counted(overview.unread), archived=_counted(overview.archived),
            beside=[{"name": name, "address": list_address.of_tag(name)} for name in overview.tags],
            more_tags=overview.more_tags,
            folders=[
                {"id": each.id, "name": each.name, "address": f"/folder/{each.id}", "count": _counted(each.items)}
                for each in overview.folders
            ],
            searches=[
                {"id": each.id, "name": each.name, "ready": each.ready, "address": f"/s/{each.id}",
                 "count": _counted(counts.get(each.id, 0)) if each.counted else ""}
                for each in overview.searches
            ],
            **values,
        )  # fmt: skip


def _things(overview: Overview) -> int:
    return overview.unread + overview.archived


def _called(overview: Overview, number: int) -> str:
    """The name of the folder of that number. Raises `NotFound`."""
    for folder in overview.folders:
        if folder.id == number:
            return folder.name
    raise NotFound("There is no such folder.")


def _counted(number: int) -> str:
    return f"{number:,}" if number else ""


@lru_cache(256)  # of 2 KB each: people look at the same few lists
def _choices(at: ListAddress) -> Mapping[str, Any]:
    """The orders and lengths that the list can be shown in, and the addresses that do."""
    names = [] if at.kind == "trash" else sorted(ORDERS, key=lambda name: name != list_address.usual(at.kind))
    return {
        "order": at.order or list_address.usual(at.kind),
        "is_usual": not at.order,
        "orders": [{"name": each, "address": list_address.ordered(at, each).address} for each in names],
        "length": at.length,
        "lengths": [
            {"name": each, "address": at._replace(length=each).at(None).address} for each in ("", *LENGTHS)
        ],
    }


def selection(at: ListAddress, overview: Overview, select: str, total: int) -> dict[str, Any]:
    """What the form needs by which some of the list, or all of it, is chosen."""
    joint = "&" if "?" in at.address else "?"
    if total < 0 and not at.length:
        kept = {f"/folder/{folder.id}": folder.items for folder in overview.folders}
        kept |= {"/": overview.unread, "/archive": overview.archived}
        total = kept.get(at.path, -1)
    return {
        "select": select,
        "to_select": f"{at.address}{joint}select=1",
        "to_select_all": f"{at.address}{joint}select=all",
        "total": total, "total_words": f"{total:,}",
        "mark": overview.synced_to,
    }  # fmt: skip
