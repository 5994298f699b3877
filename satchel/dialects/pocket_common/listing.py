"""A list and its answer."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from satchel.dialects.http import response
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common.annotations import marked
from satchel.dialects.pocket_common.list_item import Row, list_item
from satchel.dialects.pocket_common.list_query import ListQuery
from satchel.library import finding
from satchel.library.context import Library
from satchel.model.items import Query
from satchel.store.db import Tx


async def answer(
    library: Library,
    user: int,
    ask: ListQuery,
    *,
    given_title_first: bool = False,
    more: Mapping[str, object] | None = None,
) -> Response:
    """The answer to a list call, with `more` members if there are any.

    Only a short page that one index gives in its order is read at once; all else is read and written away
    from the event loop, so that nobody waits behind it.
    """
    quick = finding.is_quick(ask.query) and not (ask.tag_list or ask.total or ask.annotations or ask.long_tag)
    body = await library.store.aread(lambda tx: _written(tx, user, ask, given_title_first, more), quick=quick)
    return Response(200, body)


def _written(
    tx: Tx, user: int, ask: ListQuery, given_title_first: bool, more: Mapping[str, object] | None
) -> bytearray:
    """The body. Each row is written as it is read, so that a long list is in memory once, as bytes."""
    tail: dict[str, object] = {
        "error": None,
        "search_meta": {"search_type": "normal"},
        "since": finding.synced_to(tx, user) // 1000,
    }
    query = _query(tx, user, ask)
    body = bytearray(b'{"status":1,"complete":%d,"list":' % (not ask.since))
    empty = len(body)
    for position, (item, marks) in enumerate(finding.walk(tx, user, query, with_highlights=ask.annotations)):
        row = list_item(
            item, position, complete=ask.complete, tags=ask.tags, given_title_first=given_title_first
        )
        if marks and isinstance(row, Row):
            row.annotations = marked(row.item_id, marks)
        body += b'%s"%d":' % (b"," if position else b"{", item.id)
        response.encode_into(row, body, -1)
    if len(body) > empty:
        body += b"},"
    else:
        body = bytearray(b'{"status":2,"complete":%d,"list":[],' % (not ask.since))
    if ask.total:
        tail["total"] = str(finding.count(tx, user, query))
    if ask.tag_list:
        tail["tags"] = finding.tag_names(tx, user)
    if more:
        tail |= more
    body += response.encode(tail)[1:]
    return body


def _query(tx: Tx, user: int, ask: ListQuery) -> Query:
    """What to look for. Other doors allow longer tags than this one gives; such a one goes first."""
    if ask.long_tag:
        long = msgspec.structs.replace(ask.query, tag=ask.long_tag)
        if finding.find(tx, user, msgspec.structs.replace(long, limit=min(1, long.limit))).items:
            return long
    return ask.query
