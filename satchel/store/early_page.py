"""A page of what has common words, on SQLite, without looking at all that has them.

Whatever many items have fills a page soon. So the first items of the list are taken, whatever words they have, and the
index is asked for these alone: for what lies above the lowest of their ids. Where they do not fill the page, all has to
be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from satchel.model.items import Query
from satchel.store import narrowing
from satchel.store.columns import COLUMNS
from satchel.store.db import ReadTx, Row
from satchel.store.narrowing import Where

#: Items that the index finds in a millisecond or two: of no more than these, all are looked at.
MAX_RARE = 5000
#: Items at the beginning of a list that are looked at: a page needs as many where one in twenty has the words.
HEAD = 1000
MAX_PAGE = 100  #: items of a page, with all before it, that are looked for there

_IN_TEXT = re.compile(r"\.search_text\b")
_RANGE = re.compile(r"BETWEEN :(\w+)_first AND")
_ABOVE = r"BETWEEN :\1_first + (SELECT MIN(found) FROM head) AND"


def asks_text(where: Where) -> bool:
    """Whether the index of texts of SQLite is asked."""
    return any(map(_IN_TEXT.search, where.parts))


def streamed(where: Where) -> str | None:
    """The statement for the ids of what has some words; the condition that they are there is taken out of `where`."""
    for source in where.sources:
        asked = f"i.id IN ({source})"
        if _IN_TEXT.search(source) and asked in where.parts:
            where.parts.remove(asked)
            return source
    return None


def rows(tx: ReadTx, query: Query, where: Where, way: str, found: Callable[[Where], str]) -> list[Row] | None:
    """The rows of a page in the order of time; None where there is no short way to it.

    `found` gives the statement for ids and places of all that fits what it is given, in no order yet.
    """
    if query.limit + query.offset > MAX_PAGE or not query.limit:
        return None
    for source in where.sources:
        # Few pass some filter, or few have the words: these are found soon, and put in order.
        most = MAX_RARE if _IN_TEXT.search(source) else narrowing.MAX_FEW
        if narrowing.are_at_most(tx, where, source, most):
            return None
    late = [_RANGE.sub(_ABOVE, part) for part in where.parts if _IN_TEXT.search(part)]
    where.parts = [part for part in where.parts if not _IN_TEXT.search(part)]
    where.sources = [source for source in where.sources if not _IN_TEXT.search(source)]
    head = found(where)
    join = ""
    if all(part.startswith(("i.id IN (", "i.id NOT IN (")) for part in late):
        late = [part.replace("i.id", "head.found", 1) for part in late]
    else:
        join = "CROSS JOIN items i WHERE i.user_id = :user AND i.id = head.found AND"
    conditions = " AND ".join(late)
    join = join or "WHERE"
    got = tx.all(
        f"""
        WITH head AS MATERIALIZED (
            SELECT found, place FROM ({head} ORDER BY place {way}, found {way} LIMIT :head_size) AS its_head
        )
        SELECT {COLUMNS}, (SELECT COUNT(*) FROM head)
        FROM (
            SELECT head.found AS found, head.place AS place FROM head {join} {conditions}
            ORDER BY place {way}, found {way} LIMIT :limit OFFSET :offset
        ) AS page CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = page.found
        ORDER BY page.place {way}, page.found {way}
        """,
        limit=query.limit, offset=query.offset, head_size=HEAD, **where.values,
    )  # fmt: skip
    is_whole = len(got) == query.limit or (got and got[-1][-1] < HEAD)
    return got if is_whole else None
