"""Browsing: lists a page at a time, from either end of what is shown, as people turn them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from satchel.base.errors import NotFound
from satchel.library import finding, saved_searches
from satchel.library.search.meaning import mean
from satchel.library.search.parser import parse
from satchel.library.usecase import reads, writes
from satchel.model.folders import Folder
from satchel.model.items import Item, Order, Position, Query, State
from satchel.model.searches import SavedSearch
from satchel.store import by_chance, listing, overview, tags
from satchel.store.db import ReadTx, Tx
from satchel.store.derived import sort_value

#: Items on a page.
PAGE = 50
#: Of so many tags below one, the list of that one shows the items.
MAX_TAGS_BELOW = 200


#: Places of the order by chance, at one of which a list begins.
CIRCLE = by_chance.PRIME
DAY_MS = 86_400_000


def begins_today(user: int, now: int) -> int:
    """Where the order by chance begins for a person on the day of `now` (ms): never at 0, which means today."""
    return 1 + pow(user * 7919 + now // DAY_MS + 104_729, 5, CIRCLE) % (CIRCLE - 1)


class Leaf(NamedTuple):
    """A page of a list, and the keys of its ends; None at an end where there is no more."""

    items: list[Item]
    before: Position | None
    after: Position | None


class Overview(NamedTuple):
    """What stands beside every list, and how lists are shown."""

    unread: int  #: in no folder
    archived: int
    tags: list[str]  #: the first ones, by name
    more_tags: bool
    searches: list[SavedSearch]  #: that the person keeps, in their order
    changed_at: int  #: when the person's things last changed, ms
    view: int = 0  #: how the person has lists shown
    synced_to: int = 0  #: ms; from when on to ask for changes to what is shown
    folders: Sequence[Folder] = ()  #: of the person, in their order


def key_of(item: Item, order: Order, pivot: int = 0) -> Position:
    """Where an item stands in lists of that order, which begins at `pivot` if it is the one by chance."""
    value = by_chance.place(item.id, pivot) if order is Order.CHANCE else sort_value(item, order)
    return Position(value, item.id)


def leaf(
    tx: ReadTx,
    user: int,
    query: Query,
    key: Position | None = None,
    *,
    backwards: bool = False,
    size: int | None = None,
) -> Leaf:
    """The page of the list that follows `key`, or `backwards` the one before it; without a key the first.

    Whatever was archived, deleted or saved meanwhile, nothing is skipped and nothing shown twice. A page has `PAGE`
    items where no other `size` is asked for.
    """
    size = PAGE if size is None else size
    query = msgspec.structs.replace(query, limit=size + 1)
    found = _page(tx, user, query, key, backwards=backwards)
    at_end = key is not None and not backwards and not found
    if at_end:  # all of that page is gone: what is last now
        found, backwards = _page(tx, user, query, None, backwards=True), True
    more = len(found) > size
    if backwards and not more:
        # The first page is always a whole one.
        return Leaf(found, None, None) if at_end else leaf(tx, user, query, size=size)
    found = found[1:] if backwards else found[:size]
    if not found:
        return Leaf([], None, None)
    first, last = (key_of(item, query.order, query.pivot) for item in (found[0], found[-1]))
    return Leaf(found, first if key else None, last if more and not at_end else None)


def following(tx: ReadTx, user: int, query: Query, item: Item) -> Item | None:
    """The item that stands behind `item` in a list, whether or not that is still in it."""
    return _next_to(tx, user, query, item)


def preceding(tx: ReadTx, user: int, query: Query, item: Item) -> Item | None:
    """The item that stands before `item` in a list, whether or not that is still in it."""
    return _next_to(tx, user, query, item, backwards=True)


def _next_to(tx: ReadTx, user: int, query: Query, item: Item, *, backwards: bool = False) -> Item | None:
    query = msgspec.structs.replace(query, limit=1)
    found = _page(tx, user, query, key_of(item, query.order, query.pivot), backwards=backwards)
    return found[0] if found else None


def _page(
    tx: ReadTx, user: int, query: Query, key: Position | None, *, backwards: bool = False
) -> list[Item]:
    """The items behind `key`, or `backwards` the nearest before it; always in the list's order."""
    if key is not None and isinstance(key.value, bytes) != (query.order in (Order.TITLE, Order.SITE)):
        key = None  # of another order: a search may name one by now
    query = finding.tidied(msgspec.structs.replace(query, after=key, backwards=backwards))
    found = [item for item in listing.page(tx, user, query) if isinstance(item, Item)]
    return found[::-1] if backwards else found


def _is_quick(user: int, query: Query, key: Position | None, most: int, *, backwards: bool = False) -> bool:
    """Whether one index gives the page in its order, however many items there are."""
    by_time = query.order in (Order.NEWEST, Order.OLDEST) and not query.started
    own = (query.started and query.order is Order.READ) or (query.trashed and query.order is Order.TRASHED)
    is_searched = query.matching is not None or query.search or query.saved
    return (by_time or own) and query.words is None and query.tag is None and not is_searched


def _turns_quickly(user: int, query: Query, key: Position | None, *, backwards: bool = False) -> bool:
    return _is_quick(user, query, key, 0)


@reads(quick=_turns_quickly)
def turned(tx: ReadTx, user: int, query: Query, key: Position | None, *, backwards: bool = False) -> Leaf:
    """`leaf` of the list as people mean it, and nothing beside it."""
    return leaf(tx, user, widened(tx, user, query), key, backwards=backwards)


@reads
def holding(tx: ReadTx, user: int, query: Query, item_ids: Sequence[int]) -> set[int]:
    """Those of the items that are on the list as people mean it, wherever in it; none on a list that is no more."""
    try:
        wanted = widened(tx, user, query)
    except NotFound:
        return set()
    return listing.held(tx, user, wanted, item_ids) if item_ids else set()


def _renews_quickly(
    user: int,
    query: Query,
    key: Position | None,
    most: int,
    seen: Overview | None,
    *,
    backwards: bool = False,
) -> bool:
    return _is_quick(user, query, key, most)


@reads(quick=_is_quick)
def opened(
    tx: ReadTx, user: int, query: Query, key: Position | None, most: int, *, backwards: bool = False
) -> tuple[Leaf, Overview]:
    """`leaf` of the list as people mean it, and what stands beside it, with at most `most` tags."""
    found = overview.read(tx, user, most + 1, query.tag, MAX_TAGS_BELOW)
    return _beside(tx, user, query, key, found, backwards=backwards), _overview(found, most)


@reads(quick=_renews_quickly)
def renewed(
    tx: ReadTx, user: int, query: Query, key: Position | None, most: int, seen: Overview | None,
    *, backwards: bool = False,
) -> tuple[Leaf | None, Overview]:  # fmt: skip
    """As `opened`; None in place of the page if all of the person's is as it was when they had `seen` this beside it.

    That holds for lists that change by what people and the worker do, and not by the clock.
    """
    found = overview.read(tx, user, most + 1, query.tag, MAX_TAGS_BELOW)
    beside = _overview(found, most)
    return None if beside == seen else _beside(tx, user, query, key, found, backwards=backwards), beside


def _beside(
    tx: ReadTx, user: int, query: Query, key: Position | None, found: overview.Overview, *, backwards: bool
) -> Leaf:
    wanted = _with_below(query, found.below) if query.tag is not None else widened(tx, user, query)
    return leaf(tx, user, wanted, key, backwards=backwards)


@reads
def chosen(
    tx: ReadTx, user: int, query: Query, key: Position | None, most: int, *, backwards: bool = False
) -> tuple[Leaf, Overview, int]:
    """As `opened`, and how many items the list has on all its pages."""
    shown = opened(tx, user, query, key, most, backwards=backwards)
    return *shown, finding.count(tx, user, widened(tx, user, query))


@reads(quick=True)
def any_of(tx: ReadTx, user: int, state: State, pivot: int) -> int | None:
    """The id of an unread or archived item, the first behind `pivot` in the order by chance; None if there is none."""
    query = Query(states=(state,), order=Order.CHANCE, pivot=pivot, limit=1)
    return next((item.id for item in listing.page(tx, user, query)), None)


@writes
def set_view(tx: Tx, user: int, view: int) -> None:
    """Keep how the person has lists shown."""
    overview.set_view(tx, user, view)


@reads(quick=True)
def beside(tx: ReadTx, user: int, most: int) -> Overview:
    """What stands beside every list, with at most that many tags."""
    return _overview(overview.read(tx, user, most + 1), most)


def _overview(found: overview.Overview, most: int) -> Overview:
    return Overview(
        found.unread - sum(folder.items for folder in found.folders), found.archived, sorted(found.tags[:most]),
        len(found.tags) > most, found.searches, found.changed_at, found.view, found.changed_at + 1, found.folders,
    )  # fmt: skip


def widened(tx: ReadTx, user: int, query: Query) -> Query:
    """The query of a list as people mean it: that of a tag has those that lie below it, as "a/b" lies below "a";
    that of a search has what its words ask for. Raises `NotFound` for a search that is not kept."""
    if query.saved:
        query = msgspec.structs.replace(
            query, search=saved_searches.get(tx, user, query.saved).query, saved=0
        )
    if query.search:
        return searched(tx, user, query)
    return query if query.tag is None else _with_below(query, tags.below(tx, user, query.tag, MAX_TAGS_BELOW))


def _with_below(query: Query, below: list[str]) -> Query:
    if query.tag is None or not below:
        return query
    return msgspec.structs.replace(query, tag=None, any_tag=(query.tag, *below))


def searched(tx: ReadTx, user: int, query: Query) -> Query:
    """What the search in `query` asks for, in the order that it names; of the rest its limits count."""
    meant = mean(parse(query.search).node, tx.now, lambda: tags.listed(tx, user)).query
    return msgspec.structs.replace(
        meant, limit=query.limit, offset=query.offset, after=query.after, backwards=query.backwards
    )
