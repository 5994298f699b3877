"""`bookmarks/add`: a link is saved, where the caller wants it and with what it knows of it."""

from __future__ import annotations

from contextlib import suppress

from satchel.base.errors import Invalid, NotFound
from satchel.dialects.http.params import Params, parse_json
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.bookmarks import shown
from satchel.dialects.instapaper_full.errors import (
    BAD_FOLDER,
    BAD_URL,
    CONTENT_NEEDED,
    NOT_IN_THIS_FOLDER,
    NOT_SAVED,
    refused,
)  # fmt: skip
from satchel.dialects.instapaper_full.listing import folder_id
from satchel.library import given, settling, shelving
from satchel.library.context import Library
from satchel.library.shelving import ARCHIVE, Section
from satchel.model.items import NewLink
from satchel.model.people import Ability

#: What is told where a parameter cannot be used, but for the address.
_CODES: dict[str | None, int] = {"content": NOT_SAVED, "tags": NOT_SAVED}
#: What says that an article has an address of its own after all.
_NO = ("", "0", "false", "no")
#: Tags of one bookmark that are looked at.
MAX_NAMES = 5000


async def add(library: Library, call: Request) -> Response:
    """The bookmark, as soon as its page is known, or as long as an add may wait."""
    who = await caller(library, call, Ability.ADD)
    params = call.params
    to = _section(params)
    source = _source(params)
    link = NewLink(
        "" if source else params.text("url").strip(),
        params.text("title"),
        tags(params),
        # Programs send an empty description where they have none; that is no wish to erase an older one.
        params.text("description") or None,
    )
    html = params.text("content").strip()
    if source and not html:
        raise refused(CONTENT_NEEDED, "A private bookmark needs the parameter content.")
    if not source and not link.url:
        raise refused(BAD_URL, "The parameter url is missing.")
    try:
        content = await given.read(library, who.id, html, link.url) if html else None
        keeps_address = _truth(params, "resolve_final_url") is False
        saved = await library.run(
            shelving.save, who.id, link, content, source, to, keeps_address=keeps_address
        )
    except NotFound:
        raise refused(BAD_FOLDER, "There is no such folder.") from None
    except Invalid as error:
        raise refused(_CODES.get(error.field, BAD_URL), error.message) from None
    item = await settling.settled(library, who.id, saved)
    return await shown(library, call, who.id, item.id)


def _source(params: Params) -> str:
    """The label of where a private article is from; "" for one with an address of its own."""
    return (
        "" if params.word("is_private_from_source") in _NO else params.text("is_private_from_source").strip()
    )


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


def _section(params: Params) -> Section:
    """Where the caller wants it. Raises `Invalid`."""
    archived = bool(_truth(params, "archived"))
    where = params.word("folder_id")
    if where in ("", "0", "unread"):
        return Section(archived=archived)
    if where == "archive":
        return ARCHIVE
    if where == "starred":
        raise refused(NOT_IN_THIS_FOLDER, "A bookmark is starred by bookmarks/star.")
    return Section(folder_id(where), archived)


def _truth(params: Params, name: str) -> bool | None:
    try:
        return params.bool(name)
    except Invalid:
        return None
