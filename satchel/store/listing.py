"""Lists: which items, in which order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from satchel.model.items import Item, Kind, Order, Position, Query, State, Tombstone
from satchel.store import early_page, narrowing, user_counters
from satchel.store.columns import COLUMNS, item
from satchel.store.db import ReadTx, Row
from satchel.store.narrowing import Where

#: By which column, and which way; items that are alike in it go by their ids, the same way.
_ORDERS = {
    Order.NEWEST: ("added_at", "DESC"),
    Order.OLDEST: ("added_at", "ASC"),
    Order.TITLE: ("title_key", "ASC"),
    Order.SITE: ("site_key", "ASC"),
    Order.SHORTEST: ("words", "ASC"),
    Order.LONGEST: ("words", "DESC"),
}
_LIVING = {State.UNREAD, State.ARCHIVED}
#: Hosts of a site whose lists, each in the order of time, are read side by side.
MAX_HOSTS = 8
#: Items of a site with more hosts that are put in order by its index alone: 2 ms.
MAX_SORTED = 10_000


def page(tx: ReadTx, user: int, query: Query) -> Iterator[Item | Tombstone]:
    """The items that `query` asks for; deleted ones, where it wants them, as tombstones."""
    where = narrowing.where_of(tx, user, query)
    column, way = _ORDERS[query.order][0], _way(query)
    if column == "added_at" and early_page.asks_text(where):
        its = early_page.rows(tx, query, where, way, lambda bare: _found(tx, query, bare, column))
        if its is not None:
            yield from map(_entry, its)
            return
        where = narrowing.where_of(tx, user, query)
    found = _found(tx, query, where, column)
    # What is skipped need not be read: the indexes alone find the ids. They come in their order,
    # which SQLite knows when it is asked for it by their own columns.
    sql = f"""
        SELECT {COLUMNS}
        FROM ({found} ORDER BY place {way}, found {way} LIMIT :limit OFFSET :offset) AS page
            CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = page.found
        ORDER BY page.place {way}, page.found {way}
    """
    for row in tx.each(sql, limit=query.limit, offset=query.offset, **where.values):
        yield _entry(row)


def _entry(row: Row) -> Item | Tombstone:
    its = item(row)
    return Tombstone(its.id, its.changed_at) if its.state == State.DELETED else its


def _way(query: Query) -> str:
    """Which way the list is walked through."""
    way = _ORDERS[query.order][1]
    return {"ASC": "DESC", "DESC": "ASC"}[way] if query.backwards else way


def position(tx: ReadTx, user: int, order: Order, item_id: int) -> Position | None:
    """Where an item stands in a list of that order."""
    column, _ = _ORDERS[order]
    row = tx.one(f"SELECT {column} FROM items WHERE user_id = :user AND id = :id", user=user, id=item_id)
    return Position(row[0], item_id) if row else None


def ids(tx: ReadTx, user: int, query: Query) -> list[int]:
    """The ids of the items that `page` gives, in the same order."""
    where = narrowing.where_of(tx, user, query)
    found, way = _found(tx, query, where, _ORDERS[query.order][0]), _way(query)
    rows = tx.all(
        f"""
        SELECT page.found FROM ({found} ORDER BY place {way}, found {way} LIMIT :limit OFFSET :offset) AS page
        ORDER BY page.place {way}, page.found {way}
        """,
        limit=query.limit, offset=query.offset, **where.values,
    )  # fmt: skip
    return [row[0] for row in rows]


def these(tx: ReadTx, user: int, item_ids: Sequence[int]) -> list[Item]:
    """The items of those ids, in their order; what is not there is left out."""
    rows = tx.all(
        f"SELECT {COLUMNS} FROM ({tx.ids}) AS wanted CROSS JOIN items i WHERE i.user_id = :user AND i.id = wanted.id",
        user=user, ids=msgspec.json.encode(list(item_ids)).decode(),
    )  # fmt: skip
    found = {each.id: each for each in map(item, rows)}
    return [found[number] for number in item_ids if number in found]


def count(tx: ReadTx, user: int, query: Query, most: int | None = None) -> int:
    """How many items `query` fits, whatever its limit, offset and place to go on; at most one more than `most`."""
    query = msgspec.structs.replace(query, after=None)
    where = narrowing.where_of(tx, user, query)
    if not where.parts[1:] and _LIVING.issuperset(query.states):
        unread, archived = user_counters.counts(tx, user)
        return unread * (State.UNREAD in query.states) + archived * (State.ARCHIVED in query.states)
    found = _found(tx, query, where, "id")
    if most is not None:
        found, where.values["most"] = f"SELECT found FROM ({found}) AS whole LIMIT :most", most + 1
    row = tx.one(f"SELECT COUNT(*) FROM ({found}) AS page", **where.values)
    return int(row[0]) if row else 0


def _found(tx: ReadTx, query: Query, where: Where, column: str) -> str:
    """The statement for ids and places of all that fit, in no order yet."""
    states = narrowing.states_of(query) + _behind(query, where, f"i.{column}, i.id")
    select = f"SELECT i.id AS found, i.{column} AS place"
    by_time = column == "added_at"
    # The index of tags has those of each tag in the order of time, and to count needs none.
    tagged = column in ("added_at", "id") and narrowing.HAS_TAG in where.parts
    if tagged and len(where.parts) == 2:
        return _tagged(query, where)
    at_hosts = query.host and column in ("added_at", "id") and query.since is None and not tagged
    hosts = _hosts(tx, where) if at_hosts else {}
    if not (by_time or column == "id"):
        # Other orders know nothing of states: of few in this one the list begins with these.
        its_states = narrowing.states_of(query).replace("i.", "f.")
        where.begin(f"SELECT f.id FROM items f WHERE f.user_id = :user AND {its_states}")
    # With one filter alone its own index has the order of time.
    if not (by_time and (hosts or _is_indexed(query, where))):
        source = narrowing.few(tx, where)
        if source is not None:
            return (
                f"{select} FROM ({source}) AS few CROSS JOIN items i "
                f"WHERE {where} AND i.id = few.id AND {states}"
            )
    source = early_page.streamed(where) if column == "id" and early_page.asks_text(where) else None
    if source:
        # Counted as they come: whoever stops at a number need not wait for all.
        return (
            f"{select} FROM ({source}) AS some_of CROSS JOIN items i "
            f"WHERE {where} AND i.id = some_of.id AND {states}"
        )
    if tagged:
        return _tagged(query, where)
    if query.since is not None:
        return f"{select} FROM items i WHERE {where} AND {states}"
    # Each state has its own part of the index of time, and each host of that of domains; the database merges them.
    ways = [states]
    if by_time or column == "id":
        behind = _behind(query, where, f"i.{column}, i.id")
        ways = [f"i.state = {int(state)}{behind}" for state in query.states]
    if hosts:
        # The plus keeps SQLite from beginning at the index of states instead.
        ways = [f"+{states} AND i.domain = :{name}" for name in hosts]
        where.parts.remove(narrowing.OF_SITE)
        rest = {name: value for name, value in where.values.items() if name not in ("first", "last")}
        where.values = {**rest, **hosts}
    elif query.host and by_time and not _is_sorted(tx, where):
        where.parts[where.parts.index(narrowing.OF_SITE)] = narrowing.OF_SITE_BY_ROW
    return " UNION ALL ".join(f"{select} FROM items i WHERE {where} AND {way}" for way in ways)


def _tagged(query: Query, where: Where) -> str:
    """The statement for what has a tag, by the index of tags."""
    where.parts.remove(narrowing.HAS_TAG)
    join = f"CROSS JOIN items i WHERE {where} AND i.id = t.item_id AND" if where.parts[1:] else "WHERE"
    behind = _behind(query, where, "t.added_at, t.item_id")
    ways = [f"t.state = {int(state)}{behind}" for state in query.states]
    return " UNION ALL ".join(
        f"""
        SELECT t.item_id AS found, t.added_at AS place
        FROM item_tags t {join} t.user_id = :user AND t.tag = :tag AND {way}
        """
        for way in ways
    )


def _behind(query: Query, where: Where, columns: str) -> str:
    """The condition that a place in the list comes behind the one to go on after."""
    if query.after is None:
        return ""
    where.values |= {"after": query.after.value, "after_id": query.after.id}
    sign = "<" if _way(query) == "DESC" else ">"
    return f" AND ({columns}) {sign} (:after, :after_id)"


def _is_sorted(tx: ReadTx, where: Where) -> bool:
    """Whether to read all of the site in its index and sort them is quicker than to walk down the list."""
    source = next(source for source in where.sources if ":first" in source)
    return narrowing.are_at_most(tx, where, source, MAX_SORTED)


def _is_indexed(query: Query, where: Where) -> bool:
    """Whether the conditions are one alone, and that one has an index in the order of time."""
    if len(where.parts) != 2 or query.since is not None or query.before is not None:
        return len(where.parts) == 1
    return query.favourite is True or query.kind in (Kind.VIDEO, Kind.IMAGE)


def _hosts(tx: ReadTx, where: Where) -> dict[str, object]:
    """The keys of the hosts of a site, if the person has items of few of them; empty for many."""
    limit = MAX_HOSTS + 1
    rows = tx.all(
        f"""
        WITH RECURSIVE hosts (domain) AS (
            SELECT domain FROM (
                SELECT domain FROM items WHERE user_id = :user AND domain >= :first AND domain < :last
                ORDER BY domain LIMIT 1
            ) AS lowest
            UNION ALL
            SELECT (
                SELECT i.domain FROM items i WHERE i.user_id = :user AND i.domain > hosts.domain AND i.domain < :last
                ORDER BY i.domain LIMIT 1
            ) FROM hosts WHERE hosts.domain IS NOT NULL
        )
        SELECT domain FROM hosts WHERE domain IS NOT NULL LIMIT {limit}
        """,
        **{name: where.values[name] for name in ("user", "first", "last")},
    )  # fmt: skip
    return {f"host{number}": row[0] for number, row in enumerate(rows)} if len(rows) <= MAX_HOSTS else {}
