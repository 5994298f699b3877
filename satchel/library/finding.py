"""Finding: lists of a person's items, and what changed since they last looked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from satchel.base.text import clean, fold
from satchel.library.tagging import tag_name
from satchel.library.usecase import reads
from satchel.model.highlights import Highlight
from satchel.model.items import Item, Listing, Order, Query, Tombstone
from satchel.store import highlights, items, listing, tags, user_counters
from satchel.store.db import ReadTx
from satchel.store.derived import MAX_SEARCHED_CHARACTERS

#: The most rows that one answer may have, whatever a dialect allows.
MAX_ROWS = 10_000
#: The farthest down that a list is looked at: beyond the last id that there can be.
MAX_OFFSET = 1 << 53
#: Rows that are in hand at the same time.
_AT_ONCE = 100
#: Up to so many rows, so far down a list, are read in less time than a thread takes to be woken for them.
MAX_QUICK_ROWS = 50
MAX_QUICK_OFFSET = 1000


class Wanted(NamedTuple):
    """A page of a list, and what else to look up in the same snapshot."""

    query: Query
    tag_first: str = ""  #: a tag that is looked for in place of the query's, if any item has it; "" for none
    highlights: bool = False
    total: bool = False
    tag_list: bool = False


class Page(NamedTuple):
    """A page that is being read, row by row, so that a long one is never there as a whole."""

    rows: Iterator[tuple[Item | Tombstone, Sequence[Highlight]]]
    synced_to: int  #: see `Listing`
    total: int | None
    tags: list[str] | None


def is_quick(query: Query) -> bool:
    """Whether one index gives that page in its order, however many items there are: it holds nobody up."""
    plain = Query(states=query.states, order=query.order, limit=query.limit, offset=query.offset)
    return (
        query == plain
        and query.order in (Order.NEWEST, Order.OLDEST)
        and query.limit <= MAX_QUICK_ROWS
        and query.offset <= MAX_QUICK_OFFSET
    )


def _is_quick(user: int, wanted: Wanted, write: Callable[[Page], bytearray]) -> bool:
    return is_quick(wanted.query) and wanted == Wanted(wanted.query)


@reads(quick=_is_quick)
def written(tx: ReadTx, user: int, wanted: Wanted, write: Callable[[Page], bytearray]) -> bytearray:
    """A page of a list as `write` puts it into bytes, away from the event loop unless it is a quick one."""
    query = wanted.query
    if wanted.tag_first:
        other = msgspec.structs.replace(query, tag=wanted.tag_first)
        if find(tx, user, msgspec.structs.replace(other, limit=min(1, other.limit))).items:
            query = other
    return write(
        Page(
            walk(tx, user, query, with_highlights=wanted.highlights),
            synced_to(tx, user),
            count(tx, user, query) if wanted.total else None,
            tag_names(tx, user) if wanted.tag_list else None,
        )
    )


@reads
def find(tx: ReadTx, user: int, query: Query, *, total: bool = False) -> Listing:
    """A page of the list that `query` describes, its total too if `total` asks for it.

    `synced_to` is read from the same snapshot: asking for all changes since then misses none.
    It follows the person's last change and not the clock, which may step back or differ between
    machines: every later change carries at least this time.
    """
    since = synced_to(tx, user)
    found = [item for item, _ in walk(tx, user, query)]
    is_full = found and len(found) == query.limit
    last = listing.position(tx, user, query, found[-1].id) if is_full else None
    return Listing(found, since, count(tx, user, query) if total else None, last)


def walk(
    tx: ReadTx, user: int, query: Query, *, with_highlights: bool = False
) -> Iterator[tuple[Item | Tombstone, Sequence[Highlight]]]:
    """The items of that page one after the other, so that a long one is never there as a whole.

    With `with_highlights` they come with their highlights.
    """
    found = listing.page(tx, user, tidied(query))
    while some := list(islice(found, _AT_ONCE)):
        # What is deleted keeps its highlights in the trash, and shows none.
        living = [item.id for item in some if isinstance(item, Item)] if with_highlights else []
        marks = highlights.of(tx, user, living) if living else {}
        for item in some:
            yield item, marks.get(item.id, ())


def count(tx: ReadTx, user: int, query: Query, most: int | None = None) -> int:
    """How many items the list has on all its pages; counted to one more than `most`, where that is given."""
    return listing.count(tx, user, tidied(query), most)


def ids(tx: ReadTx, user: int, query: Query) -> list[int]:
    """The ids of the items of that page, in its order."""
    return listing.ids(tx, user, tidied(query))


def synced_to(tx: ReadTx, user: int) -> int:
    """From when on to ask for changes, so that none is missed after this look; ms."""
    return user_counters.changed_at(tx, user) + 1


def tidied(query: Query) -> Query:
    """The query as the store takes it: tags and hosts in their one form, limits in their bounds."""
    return msgspec.structs.replace(
        query,
        tag=None if query.tag is None else tag_name(query.tag),
        any_tag=tuple(map(tag_name, query.any_tag)),
        text=fold(clean(query.text).strip())[: MAX_SEARCHED_CHARACTERS + 1] if query.text else None,
        matching=query.matching,
        condition=query.condition,
        host=clean(query.host).lower().removeprefix("www.")[:255] if query.host else None,
        limit=max(0, min(query.limit, MAX_ROWS)),
        offset=max(0, min(query.offset, MAX_OFFSET)),
    )


@reads(quick=True)
def get(tx: ReadTx, user: int, item_id: int) -> Item | None:
    """The item that answers to `item_id`, deleted ones among them."""
    found = items.head(tx, user, item_id)
    return items.get(tx, user, found.id) if found else None


@reads
def tag_list(tx: ReadTx, user: int) -> list[tuple[str, int]]:
    """All tags with the number of their items, by name."""
    return tags.names(tx, user)


@reads
def tag_names(tx: ReadTx, user: int) -> list[str]:
    """All tags, by name."""
    return tags.listed(tx, user)


@reads(quick=True)
def counts(tx: ReadTx, user: int) -> tuple[int, int]:
    """How many items are unread and how many archived."""
    return user_counters.counts(tx, user)


@reads
def surroundings(tx: ReadTx, user: int, *, tags: bool) -> tuple[list[str], int]:
    """What a program keeps beside the list: all tag names, none without `tags`, and when to ask from for changes."""
    return tag_names(tx, user) if tags else [], synced_to(tx, user)
