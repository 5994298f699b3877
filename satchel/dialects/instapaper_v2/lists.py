"""`GET /bookmarks`: a section a page at a time, or what has changed since some time."""

from __future__ import annotations

import msgspec

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2 import members
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import bookmark, tags_out
from satchel.library import numbered
from satchel.library.context import Library
from satchel.library.numbered import Page
from satchel.model.items import Order, Query, State
from satchel.model.people import Ability

SECTIONS = {name: name for name in ("home", "archive", "liked", "folder", "tag")}
MAX_LIMIT = 500
USUAL_LIMIT = 25
MAX_OFFSET = 2**31
MAX_TIME_MS = 2**52


async def bookmarks(library: Library, call: Request) -> Response:
    """A page of bookmarks."""
    user = await caller(library, call, Ability.RETRIEVE)
    params = call.params
    limit = members.number(params, "limit", USUAL_LIMIT, 1, MAX_LIMIT)
    offset = members.number(params, "offset", 0, 0, MAX_OFFSET)
    since = params.time("since")
    if since is not None:
        return await _changes(library, user, min(since, MAX_TIME_MS), limit, offset)
    query = msgspec.structs.replace(_section(params), limit=limit, offset=offset)
    return Response(200, await numbered.written(library, user, query, _listed))


async def _changes(library: Library, user: int, since: int, limit: int, offset: int) -> Response:
    """In an order in which nothing moves while pages are walked, so that nothing is passed over."""
    place = library.walks.place((user, since), offset) if offset else None
    query = Query(
        states=tuple(State),
        since=since,
        order=Order.NUMBER,
        limit=limit,
        offset=0 if place else offset,
        after=place,
    )
    end = 0, 0

    def write(page: Page) -> bytes:
        nonlocal end
        there = [*(item.id for item in page.items), *page.gone]
        end = len(there), max(there, default=0)
        return _changed(page)

    answer = Response(200, await numbered.written(library, user, query, write))
    if end[0] == limit:
        library.walks.note((user, since), offset + limit, end[1])
    return answer


def _section(params: Params) -> Query:
    """The list that is asked for. Folder and tag count for their own section alone, where one is named."""
    folder, tag = params.int("folder_id"), params.text("tag").strip()
    section = params.choice("section", SECTIONS, "")
    if not section:
        section = "folder" if folder is not None else "tag" if tag else "home"
    match section:
        case "archive":
            return Query(states=(State.ARCHIVED,))
        case "liked":
            return Query(favourite=True)
        case "folder":
            if folder is None:
                raise Invalid("The parameter folder_id is missing.", field="folder_id")
            return Query(states=(State.UNREAD,), folder=folder)
        case "tag":
            if not tag:
                raise Invalid("The parameter tag is missing.", field="tag")
            return Query(tag=tag)
    return Query(states=(State.UNREAD,), unfiled=True)


def _listed(page: Page) -> bytes:
    return response.encode({"bookmarks": _bookmarks(page), "total": page.total})


def _changed(page: Page) -> bytes:
    return response.encode({"bookmarks": _bookmarks(page), "deleted_ids": page.gone, "total": page.total})


def _bookmarks(page: Page) -> list[object]:
    tags = tags_out(page.tags)
    return [bookmark(item, tags) for item in page.items]
