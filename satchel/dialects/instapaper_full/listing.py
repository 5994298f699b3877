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
#: Lists of so many are put into words without leaving the event loop.
MAX_AT_ONCE = 50

_ID = re.compile(r"[0-9]{1,16}")


async def list_bookmarks(library: Library, call: Request) -> Response:
    """A list. What the caller says of its person's places is kept first."""
    who = await caller(library, call, Ability.RETRIEVE)
    params = call.params
    query = read_query(params)
    has = await call.in_turn(library.turns, who.id, lambda: have.read(params.text("have")))
    await placing.catch_up(library, who.id, has.places)
    is_first = envelope.is_version_1(call)
    try:
        mirror = await mirroring.window(library, who.id, query, with_highlights=not is_first)
    except NotFound:
        raise refused(BAD_FOLDER, "There is no such folder.") from None
    write = _array if is_first or envelope.wants_lines(call) else _object

    def written() -> Response:
        return write(call, who, mirror, has)

    if len(mirror.items) <= MAX_AT_ONCE:
        return written()
    async with library.turns.reading(who.id):
        return await asyncio.to_thread(written)


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


def _bookmarks(call: Request, mirror: Mirror, has: Have) -> tuple[list[objects.Bookmark], list[int]]:
    """What the caller does not have, and the ids that it is to drop."""
    said, tag_ids, home = mirror.said, mirror.tag_ids, call.own_address
    shown = [objects.bookmark(item, said.get(item.id), tag_ids, home) for item in mirror.items]
    new = [each for each in shown if not has.has(each.bookmark_id, each.hash)]
    return new, have.missing(has, (each.bookmark_id for each in shown))


def _array(call: Request, who: Caller, mirror: Mirror, has: Have) -> Response:
    """As version 1 answers."""
    new, dropped = _bookmarks(call, mirror, has)
    return envelope.array(call, [Meta(",".join(map(str, dropped))), User(who.id, who.name), *new])


def _object(call: Request, who: Caller, mirror: Mirror, has: Have) -> Response:
    """As version 1.1 answers."""
    new, dropped = _bookmarks(call, mirror, has)
    known = have.known_highlights(call.params.text("highlights"))
    return response.json(
        {
            "user": User(who.id, who.name),
            "bookmarks": new,
            "highlights": objects.highlights(mirror.highlights, known),
            "delete_ids": dropped,
        }
    )
