"""Lists: which items, in which order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from satchel.model.items import Item, Kind, Order, Position, Query, State, Tombstone
from satchel.store import by_chance, early_page, folders, hosts_of_site, narrowing, user_counters
from satchel.store.columns import COLUMNS, item, weight
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
    Order.READ: ("progress_at", "DESC"),
    Order.TRASHED: ("trashed_at", "DESC"),
    Order.NUMBER: ("id", "ASC"),
}
_LIVING = {State.UNREAD, State.ARCHIVED}


def page(tx: ReadTx, user: int, query: Query) -> Iterator[Item | Tombstone]:
    """The items that `query` asks for; deleted ones, where it wants them, as tombstones."""
    where = narrowing.where_of(tx, user, query)
    way = _way(query)
    if (
        query.order is not Order.CHANCE
        and _ORDERS[query.order][0] == "added_at"
        and early_page.asks_text(where)
    ):
        its = early_page.rows(tx, query, where, way, lambda bare: _found(tx, query, bare, "added_at"))
        if its is not None:
            yield from (_entry(tx, row, query) for row in its)
            return
        where = narrowing.where_of(tx, user, query)
    found = (
        by_chance.found(tx, query, where) if query.order is Order.CHANCE
        else _found(tx, query, where, _ORDERS[query.order][0])
    )  # fmt: skip
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
        yield _entry(tx, row, query)


def _entry(tx: ReadTx, row: Row, query: Query) -> Item | Tombstone:
    tx.weigh(weight(row))
    its = item(row)
    is_told_only = its.state == State.DELETED and not query.trashed
    return Tombstone(its.id, its.changed_at) if is_told_only else its


def _way(query: Query) -> str:
    """Which way the list is walked through."""
    way = "ASC" if query.order is Order.CHANCE else _ORDERS[query.order][1]
    return {"ASC": "DESC", "DESC": "ASC"}[way] if query.backwards else way


def position(tx: ReadTx, user: int, query: Query, item_id: int) -> Position | None:
    """Where an item stands in the order of a list."""
    if query.order is Order.CHANCE:
        return Position(by_chance.place(item_id, query.pivot), item_id)
    column, _ = _ORDERS[query.order]
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


def held(tx: ReadTx, user: int, query: Query, item_ids: Sequence[int]) -> set[int]:
    """Those of the ids that `query` fits, whatever its limit, offset and place to go on."""
    where, states = narrowing.where_of(tx, user, query), narrowing.states_of(query)
    rows = tx.all(
        f"""
        SELECT i.id FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.id = wanted.id AND {states} AND {where}
        """,
        ids=msgspec.json.encode(list(item_ids)).decode(), **where.values,
    )  # fmt: skip
    return {row[0] for row in rows}


def count(tx: ReadTx, user: int, query: Query, most: int | None = None) -> int:
    """How many items `query` fits, whatever its limit, offset and place to go on; at most one more than `most`."""
    query = msgspec.structs.replace(query, after=None, order=Order.NEWEST)
    where = narrowing.where_of(tx, user, query)
    kept = _kept_count(tx, user, query, where)
    if kept is not None:
        return kept
    found = _found(tx, query, where, "id")
    if most is not None:
        found, where.values["most"] = f"SELECT found FROM ({found}) AS whole LIMIT :most", most + 1
    row = tx.one(f"SELECT COUNT(*) FROM ({found}) AS page", **where.values)
    return int(row[0]) if row else 0


def _kept_count(tx: ReadTx, user: int, query: Query, where: Where) -> int | None:
    """How many items a whole list, that of a folder, or that of what is in none has, as it is kept; None for others."""
    conditions = where.parts[1:]
    if conditions == [narrowing.IN_FOLDER] and query.states == (State.UNREAD,):
        folder = folders.get(tx, user, query.folder or 0)
        return folder.items if folder else 0
    filed = conditions == [narrowing.UNFILED] and query.states == (State.UNREAD,)
    if not _LIVING.issuperset(query.states) or (conditions and not filed):
        return None
    unread, archived = user_counters.counts(tx, user)
    unread -= folders.filed(tx, user) if filed else 0
    return unread * (State.UNREAD in query.states) + archived * (State.ARCHIVED in query.states)


def _found(tx: ReadTx, query: Query, where: Where, column: str) -> str:
    """The statement for ids and places of all that fit, in no order yet."""
    behind = _behind(query, where, f"i.{column}, i.id")
    states = narrowing.states_of(query) + behind
    select = f"SELECT i.id AS found, i.{column} AS place"
    by_time = column == "added_at"
    # The index of tags has those of each tag in the order of time, and to count needs none.
    tagged = (
        column in ("added_at", "id") and narrowing.HAS_TAG in where.parts and query.order is not Order.NUMBER
    )
    if tagged and len(where.parts) == 2:
        return _tagged(tx, query, where, column)
    at_hosts = query.host and column in ("added_at", "id") and query.since is None and not tagged
    hosts, counts = hosts_of_site.few(tx, where) if at_hosts else ({}, None)
    if not (by_time or column == "id" or _is_indexed(query, where)):
        # Other orders know nothing of states: of few in this one the list begins with these.
        its_states = narrowing.states_of(query).replace("i.", "f.")
        where.begin(f"SELECT f.id FROM items f WHERE f.user_id = :user AND {its_states}")
    # With one filter alone its own index has the order of time.
    if not ((by_time and hosts) or (column != "id" and _is_indexed(query, where))):
        source = narrowing.few(tx, where, counts)
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
        return _tagged(tx, query, where, column)
    if query.since is not None and not _walks(tx, query, where, column):
        return f"{select} FROM items i WHERE {where} AND {states}"
    ways = _ways(tx, query, column, states, behind)
    if hosts:
        ways = [f"{tx.aside}{states} AND i.domain = :{name}" for name in hosts]
        where.parts.remove(narrowing.OF_SITE)
        rest = {name: value for name, value in where.values.items() if name not in ("first", "last")}
        where.values = {**rest, **hosts}
    elif query.host and by_time and counts and hosts_of_site.are_many(where, counts):
        # To walk down the list is quicker than to read all of the site in its index and sort them.
        where.parts[where.parts.index(narrowing.OF_SITE)] = narrowing.OF_SITE_BY_ROW
    return _merged(tx, query, column, [f"{select} FROM items i WHERE {where} AND {way}" for way in ways])


def _merged(tx: ReadTx, query: Query, column: str, parts: list[str]) -> str:
    """The statement for what is in any of the parts, which are merged in the order of the list unless that is ids'."""
    if column == "id":
        return " UNION ALL ".join(parts)
    return tx.merged(parts, f"place {_way(query)}, found {_way(query)}")


def _ways(tx: ReadTx, query: Query, column: str, states: str, behind: str) -> list[str]:
    """The parts of indexes in which the list stands in its order, as conditions; the database merges them."""
    if column == "trashed_at" and query.trashed:
        return [f"1 = 1{behind}"]  # what lies there is deleted
    if column == "progress_at" and not query.started:
        # What was read has an index of its own, and what never was stands in the order of its ids.
        return [f"{tx.aside}{states} AND i.progress_at {sign} 0" for sign in (">", "=")]
    if query.order is Order.NUMBER:
        return [states.replace("i.state", f"{tx.aside}i.state")]
    if column in ("added_at", "id") or query.started:
        return [f"i.state = {int(state)}{behind}" for state in query.states]
    return [states]


def _walks(tx: ReadTx, query: Query, where: Where, column: str) -> bool:
    """Whether so much has changed that to go down the list is quicker than to sort it; then `where` says it so."""
    if column == "id" and query.order is not Order.NUMBER:
        return False
    changed = next(source for source in where.sources if "changed_at" in source)
    if narrowing.are_at_most(tx, where, changed, narrowing.MAX_SORTED):
        return False
    # The plus keeps the databases from beginning at the index of changes instead.
    where.parts = [part.replace("i.changed_at", "+i.changed_at") for part in where.parts]
    return True


def _tagged(tx: ReadTx, query: Query, where: Where, column: str) -> str:
    """The statement for what has a tag, by the index of tags."""
    where.parts.remove(narrowing.HAS_TAG)
    join = f"CROSS JOIN items i WHERE {where} AND i.id = t.item_id AND" if where.parts[1:] else "WHERE"
    behind = _behind(query, where, "t.added_at, t.item_id")
    ways = [f"t.state = {int(state)}{behind}" for state in query.states]
    parts = [
        f"""
        SELECT t.item_id AS found, t.added_at AS place
        FROM item_tags t {join} t.user_id = :user AND t.tag = :tag AND {way}
        """
        for way in ways
    ]
    return _merged(tx, query, column, parts)


def _behind(query: Query, where: Where, columns: str) -> str:
    """The condition that a place in the list comes behind the one to go on after."""
    if query.after is None:
        return ""
    where.values |= {"after": query.after.value, "after_id": query.after.id}
    sign = "<" if _way(query) == "DESC" else ">"
    return f" AND ({columns}) {sign} (:after, :after_id)"


def _is_indexed(query: Query, where: Where) -> bool:
    """Whether an index gives the list in its order: the conditions are one alone, and that has one of its own."""
    if query.order in (Order.READ, Order.TRASHED):
        return len(where.parts) == 2 and (query.started if query.order is Order.READ else query.trashed)
    if query.order not in (Order.NEWEST, Order.OLDEST):
        return False
    if len(where.parts) != 2 or query.since is not None or query.before is not None:
        return len(where.parts) == 1
    return query.favourite is True or query.folder is not None or query.kind in (Kind.VIDEO, Kind.IMAGE)
