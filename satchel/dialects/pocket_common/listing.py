"""A list and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common.annotations import marked
from satchel.dialects.pocket_common.list_item import Row, list_item
from satchel.dialects.pocket_common.list_query import ListQuery
from satchel.library import finding
from satchel.library.context import Library
from satchel.library.finding import Page, Wanted


async def answer(
    library: Library,
    call: Request,
    user: int,
    ask: ListQuery,
    *,
    given_title_first: bool = False,
    more: Mapping[str, object] | None = None,
) -> Response:
    """The answer to a list call, with `more` members if there are any.

    It is written while the list is read, so that a long one is in memory once, as bytes.
    """
    wanted = Wanted(ask.query, ask.long_tag, ask.annotations, ask.total, ask.tag_list)
    write = partial(
        _written, home=call.own_address, ask=ask, given_title_first=given_title_first, more=more or {}
    )
    return Response(200, await library.run(finding.written, user, wanted, write))


def _written(
    page: Page, home: str, ask: ListQuery, given_title_first: bool, more: Mapping[str, object]
) -> bytearray:
    """The body of the answer."""
    body = bytearray(b'{"status":1,"complete":%d,"list":' % (not ask.since))
    empty = len(body)
    for position, (item, marks) in enumerate(page.rows):
        row = list_item(
            item, position, home, complete=ask.complete, tags=ask.tags, given_title_first=given_title_first
        )
        if marks and isinstance(row, Row):
            row.annotations = marked(row.item_id, marks)
        body += b'%s"%d":' % (b"," if position else b"{", item.id)
        response.encode_into(row, body, -1)
    if len(body) > empty:
        body += b"},"
    else:
        body = bytearray(b'{"status":2,"complete":%d,"list":[],' % (not ask.since))
    tail: dict[str, object] = {
        "error": None,
        "search_meta": {"search_type": "normal"},
        "since": page.synced_to // 1000,
    }
    if page.total is not None:
        tail["total"] = str(page.total)
    if page.tags is not None:
        tail["tags"] = page.tags
    body += response.encode({**tail, **more})[1:]
    return body
