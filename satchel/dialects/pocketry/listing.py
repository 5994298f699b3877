"""A list and its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from satchel.dialects import respond
from satchel.dialects.pocketry.asking import Ask
from satchel.dialects.pocketry.marks import marked
from satchel.dialects.pocketry.row import Row, listed
from satchel.dialects.respond import Answer
from satchel.library import finding
from satchel.library.context import Library
from satchel.model.items import Listing
from satchel.store.db import Tx

#: A page of so many rows is read at once, and one of so many is written at once.
_READ_AT_ONCE = 50
_WRITTEN_AT_ONCE = 100


class Sheet(NamedTuple):
    """What was found for an `Ask`."""

    listing: Listing
    tag_list: list[str] | None


async def answer(
    library: Library,
    user: int,
    ask: Ask,
    *,
    given_title_first: bool = False,
    more: Mapping[str, object] | None = None,
) -> Answer:
    """The answer to a list call, with `more` members if there are any.

    Long lists are read and written away from the event loop, so that nobody waits behind them.
    """
    quick = ask.query.limit <= _READ_AT_ONCE and not ask.tag_list
    sheet = await library.store.aread(lambda tx: _find(tx, user, ask), quick=quick)
    if len(sheet.listing.items) <= _WRITTEN_AT_ONCE:
        body = _written(sheet, ask, given_title_first, more)
    else:
        body = await asyncio.to_thread(_written, sheet, ask, given_title_first, more)
    return Answer(200, body)


def _find(tx: Tx, user: int, ask: Ask) -> Sheet:
    listing = None
    if ask.long_tag:
        # Other doors allow longer tags than this one gives.
        query = msgspec.structs.replace(ask.query, tag=ask.long_tag)
        listing = finding.find(tx, user, query, total=ask.total, marked=ask.annotations)
    if listing is None or not listing.items:
        listing = finding.find(tx, user, ask.query, total=ask.total, marked=ask.annotations)
    names = [name for name, _ in finding.tag_list(tx, user)] if ask.tag_list else None
    return Sheet(listing, names)


def _written(sheet: Sheet, ask: Ask, given_title_first: bool, more: Mapping[str, object] | None) -> bytearray:
    """The body, row by row: one large object would be encoded without letting anybody else run."""
    listing = sheet.listing
    body = bytearray(
        b'{"status":%d,"complete":%d,"list":' % (1 if listing.items else 2, 0 if ask.since else 1)
    )
    for position, item in enumerate(listing.items):
        row = listed(
            item, position, complete=ask.complete, tags=ask.tags, given_title_first=given_title_first
        )
        marks = listing.highlights.get(item.id)
        if marks and isinstance(row, Row):
            row.annotations = marked(row.item_id, marks)
        body += b'%s"%d":' % (b"," if position else b"{", item.id)
        respond.encode_into(row, body, -1)
    body += b"}," if listing.items else b"[],"
    tail: dict[str, object] = {
        "error": None,
        "search_meta": {"search_type": "normal"},
        "since": listing.synced_to // 1000,
    }
    if listing.total is not None:
        tail["total"] = str(listing.total)
    if sheet.tag_list is not None:
        tail["tags"] = sheet.tag_list
    if more:
        tail |= more
    body += respond.encode(tail)[1:]
    return body
