"""Lists: which items, in which order, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator

from satchel.model.items import Item, Kind, Order, Query, State, Tombstone
from satchel.store.db import Tx
from satchel.store.items import COLUMNS, TABLES, item

#: By which column, and which way; items that are alike in it go by their ids, the same way.
_ORDERS = {
    Order.NEWEST: ("added_at", "DESC"),
    Order.OLDEST: ("added_at", "ASC"),
    Order.TITLE: ("title_key", "ASC"),
    Order.SITE: ("site_key", "ASC"),
    Order.SHORTEST: ("words", "ASC"),
    Order.LONGEST: ("words", "DESC"),
}

_KINDS = {
    Kind.ARTICLE: "i.is_article = 1",
    Kind.VIDEO: "i.has_video >= 1",
    Kind.IMAGE: "i.has_image = 2",
}


class Where:
    """Conditions that are asked for, and only those: `x IS NULL OR …` would defeat the planner."""

    def __init__(self, user: int) -> None:
        self.parts = ["i.user_id = :user"]
        self.values: dict[str, object] = {"user": user}

    def add(self, condition: str, **values: object) -> None:
        """One more condition that rows meet."""
        self.parts.append(condition)
        self.values |= values

    def __str__(self) -> str:
        return " AND ".join(self.parts)


def page(tx: Tx, user: int, query: Query) -> Iterator[Item | Tombstone]:
    """The items that `query` asks for; deleted ones, where it wants them, as tombstones."""
    where = _where(user, query)
    column, way = _ORDERS[query.order]
    bounds = f"ORDER BY i.{column} {way}, i.id {way} LIMIT :limit OFFSET :offset"
    sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE {where} {bounds}"
    if query.offset:
        # What is skipped need not be read: the index alone finds the ids. They come in their order,
        # which SQLite knows when it is asked for it by their own columns.
        sql = f"""
            SELECT {COLUMNS}
            FROM (SELECT i.id AS found, i.{column} AS place FROM items i WHERE {where} {bounds}) page
                JOIN items i ON i.id = found LEFT JOIN articles a ON a.id = i.article_id
            ORDER BY place {way}, found {way}
        """
    for row in tx.each(sql, limit=query.limit, offset=query.offset, **where.values):
        yield Tombstone(row[0], row[4]) if row[1] == State.DELETED else item(row)


def count(tx: Tx, user: int, query: Query) -> int:
    """How many items `query` fits, whatever its limit and offset."""
    where = _where(user, query)
    row = tx.one(f"SELECT COUNT(*) FROM items i WHERE {where}", **where.values)
    return int(row[0]) if row else 0


def _where(user: int, query: Query) -> Where:
    where = Where(user)
    states = ", ".join(str(int(state)) for state in query.states)
    if query.since is not None and State.DELETED in query.states:
        # A filter picks living items; whoever keeps a copy hears of every deletion.
        _narrow(where, query, f"(i.state = {int(State.DELETED)} OR ", ")")
    else:
        _narrow(where, query, "", "")
    where.add(f"i.state IN ({states})")
    if query.since is not None:
        where.add("i.changed_at >= :since", since=query.since)
    if query.before is not None:
        where.add("i.changed_at < :before", before=query.before)
    return where


def _narrow(where: Where, query: Query, before: str, after: str) -> None:
    def add(condition: str, **values: object) -> None:
        where.add(f"{before}{condition}{after}", **values)

    if query.favourite is not None:
        add("i.favourite = :favourite", favourite=int(query.favourite))
    if query.tag is not None:
        add(
            "EXISTS (SELECT 1 FROM item_tags t WHERE t.user_id = :user AND t.tag = :tag AND t.item_id = i.id)",
            tag=query.tag,
        )
    if query.untagged:
        add("i.tags = ''")
    if query.highlighted:
        add("EXISTS (SELECT 1 FROM highlights h WHERE h.item_id = i.id AND h.user_id = :user)")
    if query.kind is not None:
        add(_KINDS[query.kind])
    if query.text:
        add("i.folded LIKE :text ESCAPE '~'", text=f"%{_literal(query.text)}%")
    if query.host:
        add(
            "(i.host = :host OR i.host LIKE :hosts ESCAPE '~')",
            host=query.host,
            hosts=f"%.{_literal(query.host)}",
        )


def _literal(text: str) -> str:
    """`text` with the wild cards of LIKE taken as themselves."""
    return text.replace("~", "~~").replace("%", "~%").replace("_", "~_")
