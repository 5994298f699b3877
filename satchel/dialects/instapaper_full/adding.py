"""`bookmarks/add`: a link is saved, where the caller wants it and with what it knows of it."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from satchel.base.errors import Full, Invalid, NotFound
from satchel.dialects.http.params import Params, parse_json
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.bookmarks import shown
from satchel.dialects.instapaper_full.errors import (
    BAD_FOLDER,
    BAD_URL,
    NOT_IN_THIS_FOLDER,
    NOT_SAVED,
    refused,
)  # fmt: skip
from satchel.dialects.instapaper_full.listing import folder_id
from satchel.library import settling, shelving
from satchel.library.context import Library
from satchel.model.items import NewLink
from satchel.model.people import Ability

#: Tags of one bookmark that are looked at.
MAX_NAMES = 5000


class Shelf(NamedTuple):
    """Where a bookmark goes."""

    folder_id: int | None = None
    archived: bool = False


async def add(library: Library, call: Request) -> Response:
    """The bookmark, as soon as its page is known, or as long as an add may wait."""
    who = await caller(library, call, Ability.ADD)
    params = call.params
    shelf = _shelf(params)
    link = NewLink(
        params.text("url").strip(),
        params.text("title"),
        tags(params),
        # Programs send an empty description where they have none; that is no wish to erase an older one.
        params.text("description") or None,
    )
    if not link.url:
        raise refused(BAD_URL, "The parameter url is missing.")
    try:
        keeps_address = _truth(params, "resolve_final_url") is False
        saved = await library.run(
            shelving.save, who.id, link,
            folder_id=shelf.folder_id, archived=shelf.archived, keeps_address=keeps_address,
        )  # fmt: skip
    except NotFound:
        raise refused(BAD_FOLDER, "There is no such folder.") from None
    except Full:
        raise
    except Invalid as error:
        raise refused(BAD_URL if error.field in (None, "url") else NOT_SAVED, error.message) from None
    item = await settling.settled(library, who.id, saved)
    return await shown(library, call, who.id, item.id)


def tags(params: Params) -> tuple[str, ...]:
    """The names in `[{"name": "x"}]`; programs also write `Name`, texts alone, or texts with commas between them."""
    value = params.get("tags")
    if isinstance(value, str):
        with suppress(Invalid):
            value = parse_json(value) if value.lstrip()[:1] in ("[", "{", '"') else value
    if isinstance(value, str):
        value = value.split(",", MAX_NAMES)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return ()
    return tuple(name for name in map(_name, value[:MAX_NAMES]) if name)


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = next(
            (its for name, its in value.items() if isinstance(name, str) and name.lower() == "name"), ""
        )
    return value.strip() if isinstance(value, str) else ""


def _shelf(params: Params) -> Shelf:
    """Where the caller wants it. Raises `Invalid`."""
    archived = bool(_truth(params, "archived"))
    where = params.word("folder_id")
    if where in ("", "0", "unread"):
        return Shelf(archived=archived)
    if where == "archive":
        return Shelf(archived=True)
    if where == "starred":
        raise refused(NOT_IN_THIS_FOLDER, "A bookmark is starred by bookmarks/star.")
    return Shelf(folder_id(where), archived)


def _truth(params: Params, name: str) -> bool | None:
    try:
        return params.bool(name)
    except Invalid:
        return None
