"""Searching: a page of what a query finds, with the passages that show why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from satchel.library import browsing, finding, hiding, other_searches, saved_searches
from satchel.library.browsing import Leaf, Overview
from satchel.library.other_searches import MAX_COUNTED, Other
from satchel.library.search.meaning import BEST, ORDERS, Meaning, mean
from satchel.library.search.parser import Parsed, parse
from satchel.library.usecase import reads
from satchel.model.items import Item, Listing, Position, Query
from satchel.model.passages import Passage
from satchel.model.searches import SavedSearch
from satchel.model.text_query import TextQuery
from satchel.store import listing, tags, text_passages, text_search
from satchel.store.db import ReadTx

#: Items on a page of what was found: each may have three passages.
PAGE = 25
#: Of so many of the newest that fit, those that fit best come first.
MAX_RANKED = 300


class Found(NamedTuple):
    """A page of what was found."""

    parsed: Parsed
    order: str  #: of the list, "best" among them
    scope: str  #: one of `meaning.SCOPES`
    leaf: Leaf
    passages: dict[int, list[Passage]]  #: of those items that have any
    total: int  #: of what was found, counted up to `MAX_COUNTED`
    overview: Overview
    others: list[Other]  #: where nothing was found, what would find something


@reads
def opened(
    tx: ReadTx, user: int, text: str, key: Position | None, most: int, *, backwards: bool = False
) -> Found:
    """What `text` finds from `key` on, in the order that it names, and what stands beside every list."""
    parsed = parse(text)
    beside = browsing.beside(tx, user, most)
    if parsed.node is None:
        return Found(parsed, "newest", "all", Leaf([], None, None), {}, 0, beside, [])
    meaning = mean(parsed.node, tx.now, lambda: tags.listed(tx, user))
    leaf, order = _leaf(tx, user, meaning, key, backwards=backwards)
    ids = [item.id for item in leaf.items]
    shown = _passages(tx, user, meaning, leaf.items)
    is_whole = key is None and leaf.after is None
    total = len(ids) if is_whole else finding.count(tx, user, meaning.query, most=MAX_COUNTED)
    others = [] if ids or key else other_searches.finding_some(tx, user, parsed.node, meaning.scope)
    return Found(parsed, order, meaning.scope, leaf, shown, total, beside, others)


@reads
def opened_saved(
    tx: ReadTx, user: int, number: int, key: Position | None, most: int, *, backwards: bool = False
) -> tuple[SavedSearch, Found]:
    """The search of that number, and what `opened` gives for it. Raises `NotFound`."""
    saved = saved_searches.get(tx, user, number)
    return saved, opened(tx, user, saved.query, key, most, backwards=backwards)


class Turned(NamedTuple):
    """A page of what was found, with nothing beside it."""

    text: str  #: the query
    leaf: Leaf
    passages: dict[int, list[Passage]]


@reads
def turned(tx: ReadTx, user: int, query: Query, key: Position | None, *, backwards: bool = False) -> Turned:
    """The page from `key` on of what the search in `query` finds. Raises `NotFound` for one that is not kept."""
    text = _written(tx, user, query)
    node = parse(text).node
    if node is None:
        return Turned(text, Leaf([], None, None), {})
    meaning = mean(node, tx.now, lambda: tags.listed(tx, user))
    leaf, _ = _leaf(tx, user, meaning, key, backwards=backwards)
    return Turned(text, leaf, _passages(tx, user, meaning, leaf.items))


@reads
def reasons(
    tx: ReadTx, user: int, query: Query, items: Sequence[Item]
) -> tuple[str, dict[int, list[Passage]]]:
    """The search in `query` as it is written, and the passages for which it finds those items. Raises as `turned`."""
    text = _written(tx, user, query)
    node = parse(text).node
    if node is None:
        return text, {}
    return text, _passages(tx, user, mean(node, tx.now, lambda: tags.listed(tx, user)), items)


def _written(tx: ReadTx, user: int, query: Query) -> str:
    return saved_searches.get(tx, user, query.saved).query if query.saved else query.search


def _passages(tx: ReadTx, user: int, meaning: Meaning, items: Sequence[Item]) -> dict[int, list[Passage]]:
    if not meaning.words or not items:
        return {}
    sites = {item.id: hiding.site_of(item) for item in items}
    return text_passages.passages(tx, user, sites, meaning.words, hiding.text)


@reads
def listed(tx: ReadTx, user: int, text: str, limit: int) -> Listing:
    """The first items that `text` finds, at most `limit`, and how many there are; nothing for a query of nothing."""
    if parse(text).node is None:
        return Listing([], finding.synced_to(tx, user), 0)
    query = browsing.widened(tx, user, Query(search=text, limit=limit))
    return finding.find(tx, user, query, total=True)


def _leaf(
    tx: ReadTx, user: int, meaning: Meaning, key: Position | None, *, backwards: bool
) -> tuple[Leaf, str]:
    """The page, and the name of its order."""
    if meaning.order == BEST and meaning.words is not None:
        return _best(tx, user, meaning.query, meaning.words, key, backwards=backwards), BEST
    names = {order: name for name, order in ORDERS.items()}
    leaf = browsing.leaf(tx, user, meaning.query, key, backwards=backwards, size=PAGE)
    return leaf, names[meaning.query.order]


def _best(
    tx: ReadTx, user: int, query: Query, words: TextQuery, key: Position | None, *, backwards: bool
) -> Leaf:
    """A page of the newest that fit, those first that fit best. A place in it is how many come before, and an item."""
    newest = finding.ids(tx, user, msgspec.structs.replace(query, limit=MAX_RANKED))
    ranked = text_search.ranked(tx, user, words, newest)
    begin = 0
    if key is not None:
        at = ranked.index(key.id) if key.id in ranked else _bounded(key.value, len(ranked))
        begin = max(0, at - PAGE) if backwards else at + 1
    end = begin + PAGE
    items = listing.these(tx, user, ranked[begin:end])
    if not items:
        return Leaf([], None, None)
    before = Position(begin, items[0].id) if begin else None
    return Leaf(items, before, Position(end - 1, items[-1].id) if end < len(ranked) else None)


def _bounded(value: int | bytes, most: int) -> int:
    return min(value, most) if isinstance(value, int) else 0
