"""Browsing: lists a page at a time, from either end of what is shown, as people turn them."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from satchel.library import finding
from satchel.library.usecase import reads
from satchel.model.items import Item, Order, Position, Query
from satchel.store import items, listing, overview, tags
from satchel.store.db import ReadTx

#: Items on a page.
PAGE = 50
#: Of so many tags below one, the list of that one shows the items.
MAX_TAGS_BELOW = 200


class Leaf(NamedTuple):
    """A page of a list, and the keys of its ends; None at an end where there is no more."""

    items: list[Item]
    before: Position | None
    after: Position | None


class Overview(NamedTuple):
    """What stands beside every list."""

    unread: int
    archived: int
    tags: list[str]  #: the first ones, by name
    more_tags: bool


def key_of(item: Item, order: Order) -> Position:
    """Where an item stands in lists of that order."""
    return Position(items.sort_value(item, order), item.id)


def leaf(
    tx: ReadTx, user: int, query: Query, key: Position | None = None, *, backwards: bool = False
) -> Leaf:
    """The page of the list that follows `key`, or `backwards` the one before it; without a key the first.

    Whatever was archived, deleted or saved meanwhile, nothing is skipped and nothing shown twice.
    """
    query = msgspec.structs.replace(query, limit=PAGE + 1)
    found = _page(tx, user, query, key, backwards=backwards)
    at_end = key is not None and not backwards and not found
    if at_end:  # all of that page is gone: what is last now
        found, backwards = _page(tx, user, query, None, backwards=True), True
    more = len(found) > PAGE
    if backwards and not more:
        # The first page is always a whole one.
        return Leaf(found, None, None) if at_end else leaf(tx, user, query)
    found = found[1:] if backwards else found[:PAGE]
    if not found:
        return Leaf([], None, None)
    first, last = key_of(found[0], query.order), key_of(found[-1], query.order)
    return Leaf(found, first if key else None, last if more and not at_end else None)


def following(tx: ReadTx, user: int, query: Query, item: Item) -> Item | None:
    """The item that stands behind `item` in a list, whether or not that is still in it."""
    query = msgspec.structs.replace(query, limit=1)
    found = _page(tx, user, query, key_of(item, query.order))
    return found[0] if found else None


def _page(
    tx: ReadTx, user: int, query: Query, key: Position | None, *, backwards: bool = False
) -> list[Item]:
    """The items behind `key`, or `backwards` the nearest before it; always in the list's order."""
    query = finding.tidied(msgspec.structs.replace(query, after=key, backwards=backwards))
    found = [item for item in listing.page(tx, user, query) if isinstance(item, Item)]
    return found[::-1] if backwards else found


def _is_quick(user: int, query: Query, key: Position | None, most: int, *, backwards: bool = False) -> bool:
    """Whether one index gives the page in its order, however many items there are."""
    return query.order in (Order.NEWEST, Order.OLDEST) and query.words is None and query.tag is None


@reads(quick=_is_quick)
def opened(
    tx: ReadTx, user: int, query: Query, key: Position | None, most: int, *, backwards: bool = False
) -> tuple[Leaf, Overview]:
    """`leaf` of the list as people mean it, and what stands beside it, with at most `most` tags."""
    return leaf(tx, user, widened(tx, user, query), key, backwards=backwards), beside(tx, user, most)


@reads
def all_tags(tx: ReadTx, user: int, most: int) -> tuple[list[tuple[str, int]], Overview]:
    """All tags with the number of the items on their lists, by name, and what stands beside every list.

    On the list of a tag is what lies below it, too; so a tag that nothing has is among them if one lies below it.
    """
    counts = dict(finding.tag_list(tx, user))
    above: dict[str, list[str]] = {}
    for name in counts:
        for place, letter in enumerate(name):
            if letter == "/" and place:
                above.setdefault(name[:place], []).append(name)
    if above:
        wanted = [(at, tag) for at, (name, below) in enumerate(above.items()) for tag in {name, *below}]
        numbers = tags.together(tx, user, wanted)
        counts |= {name: numbers.get(at, 0) for at, name in enumerate(above)}
    return sorted(counts.items()), beside(tx, user, most)


def beside(tx: ReadTx, user: int, most: int) -> Overview:
    """What stands beside every list, with at most that many tags."""
    unread, archived, names = overview.read(tx, user, most + 1)
    return Overview(unread, archived, names[:most], len(names) > most)


def widened(tx: ReadTx, user: int, query: Query) -> Query:
    """The query of a list as people mean it: that of a tag has those that lie below it, as "a/b" lies below "a"."""
    if query.tag is None:
        return query
    below = [name for name in tags.listed(tx, user) if name.startswith(f"{query.tag}/")]
    if not below:
        return query
    return msgspec.structs.replace(query, tag=None, any_tag=(query.tag, *below[:MAX_TAGS_BELOW]))
