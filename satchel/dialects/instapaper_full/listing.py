"""`bookmarks/list`: the newest of a list, but for what the caller has, and what it is to drop."""

from __future__ import annotations

import asyncio
import re

from satchel.base.errors import Invalid, NotFound
from satchel.dialects.http import response
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full import envelope, have, objects
from satchel.dialects.instapaper_full.authenticate import Caller, caller
from satchel.dialects.instapaper_full.errors import BAD_FOLDER, refused
from satchel.dialects.instapaper_full.have import Have
from satchel.dialects.instapaper_full.objects import Meta, User
from satchel.library import mirroring, placing
from satchel.library.context import Library
from satchel.library.mirroring import Mirror
from satchel.model.items import Query, State
from satchel.model.people import Ability

MAX_LIMIT = 500
LIMIT = 25
#: Characters of a list of what the caller has that are read without leaving the event loop: a millisecond.
MAX_AT_ONCE = 10_000

_ID = re.compile(r"[0-9]{1,16}")


async def list_bookmarks(library: Library, call: Request) -> Response:
    """A list. What the caller says of its person's places is kept first."""
    who = await caller(library, call, Ability.RETRIEVE)
    params = call.params
    query, told = read_query(params), params.text("have")
    has = await _have(library, call, who, told)
    await placing.catch_up(library, who.id, has.places)
    is_array = envelope.is_version_1(call) or envelope.wants_lines(call)
    known = frozenset() if is_array else have.known_highlights(params.text("highlights"))
    home = call.own_address

    def write(mirror: Mirror) -> bytes:
        new, dropped = _bookmarks(mirror, has, home)
        user = User(who.id, who.name)
        if is_array:
            return envelope.written(call, [Meta(",".join(map(str, dropped))), user, *new])
        marks = objects.highlights(mirror.highlights, known)
        return response.encode({"user": user, "bookmarks": new, "highlights": marks, "delete_ids": dropped})

    try:
        body = await mirroring.written(library, who.id, query, write, with_highlights=not is_array)
    except NotFound:
        raise refused(BAD_FOLDER, "There is no such folder.") from None
    return Response(200, body, response.TEXT if envelope.wants_lines(call) else response.JSON)


async def _have(library: Library, call: Request, who: Caller, told: str) -> Have:
    """What the caller has; of a long list it is read in a thread, in the turn of its person."""
    if len(told) <= MAX_AT_ONCE:
        return have.read(told)
    async with library.turns.reading(who.id):
        return await asyncio.to_thread(have.read, told)


def read_query(params: Params) -> Query:
    """The list that the parameters ask for: a folder, else a tag. Raises `Invalid`."""
    try:
        limit = params.int("limit")
    except Invalid:
        limit = None
    limit = LIMIT if limit is None else max(1, min(limit, MAX_LIMIT))
    folder, tag = params.word("folder_id"), params.text("tag").strip()
    living = (State.UNREAD, State.ARCHIVED)
    if folder in ("", "unread"):
        if tag:
            return Query(states=living, tag=tag, limit=limit)
        return Query(states=(State.UNREAD,), unfiled=True, limit=limit)
    if folder == "starred":
        return Query(states=living, favourite=True, limit=limit)
    if folder == "archive":
        return Query(states=(State.ARCHIVED,), limit=limit)
    return Query(states=(State.UNREAD,), folder=folder_id(folder), limit=limit)


def folder_id(text: str) -> int:
    """The number of a folder. Raises `Invalid`."""
    number = int(text) if _ID.fullmatch(text) else 0
    if not 0 < number < 2**53:
        raise refused(
            BAD_FOLDER, "The parameter folder_id is neither a folder's id nor unread, starred or archive."
        )
    return number


def _bookmarks(mirror: Mirror, has: Have, home: str) -> tuple[list[objects.Bookmark], list[int]]:
    """What the caller does not have, and the ids that it is to drop."""
    said, tag_ids = mirror.said, mirror.tag_ids
    shown = [objects.bookmark(item, said.get(item.id), tag_ids, home) for item in mirror.items]
    new = [each for each in shown if not has.has(each.bookmark_id, each.hash)]
    return new, have.missing(has, (each.bookmark_id for each in shown))
