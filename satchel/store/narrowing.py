"""Narrowing: the conditions of a list, and where the few that fit them are found.

A list walks the index of its order until its page is full. That is quick where many items fit, and
slow where few do; so each filter has an index of its own too, and a list in which few items pass
one of its filters begins there and sorts them.
"""

from __future__ import annotations

from satchel.base.urls import domain_key
from satchel.model.conditions import AllFit, Condition
from satchel.model.items import Kind, Query, State
from satchel.store import text_search
from satchel.store.conditions import STARTED, Conditions, literal
from satchel.store.db import ReadTx

#: So many are sorted in about a millisecond; among more the page is soon full.
MAX_FEW = 500
#: What passes one filter, of a site or of what has changed, and is put in order by that index: 2 ms if that knows
#: the order, 10 ms if rows are read for it. Of more, the list is walked down: at the mean ten rows for each that fits.
MAX_SORTED = 10_000

KINDS = {
    Kind.ARTICLE: "i.is_article = 1",
    Kind.VIDEO: "i.has_video >= 1",
    Kind.IMAGE: "i.has_image = 2",
}

#: That an item lies in the trash, as the index has it.
TRASHED = "i.trashed_at > 0"

#: That an item is in no folder, and that it is in one.
UNFILED = "i.folder_id IS NULL"
IN_FOLDER = "i.folder_id = :folder"

#: That an item has the tag, and the ids of what has it.
HAS_TAG = (
    "EXISTS (SELECT 1 FROM item_tags t WHERE t.user_id = :user AND t.tag = :tag"
    " AND t.state = i.state AND t.added_at = i.added_at AND t.item_id = i.id)"
)
_TAGGED = "SELECT t.item_id AS id FROM item_tags t WHERE t.user_id = :user AND t.tag = :tag"
#: That it is of a site or below it, by the index of domains; and the same where another index gives the order.
OF_SITE = "i.domain >= :first AND i.domain < :last"
OF_SITE_BY_ROW = f"CASE WHEN {OF_SITE} THEN 1 ELSE 0 END = 1"


class Where:
    """Conditions that are asked for, and only those: `x IS NULL OR …` would defeat the planner."""

    def __init__(self, user: int) -> None:
        self.parts = ["i.user_id = :user"]
        self.values: dict[str, object] = {"user": user}
        #: Statements for the ids of what passes one of the filters.
        self.sources: list[str] = []

    def add(self, condition: str, **values: object) -> None:
        """One more condition that rows meet."""
        self.parts.append(condition)
        self.values |= values

    def begin(self, source: str, **values: object) -> None:
        """Say where what passes a filter is found by an index."""
        self.sources.append(source)
        self.values |= values

    def __str__(self) -> str:
        return " AND ".join(self.parts)


def states_of(query: Query) -> str:
    """The condition on the state of an item; it reads no column where every state is asked for."""
    if len(query.states) == len(State):
        return "1 = 1"
    return f"i.state IN ({', '.join(str(int(state)) for state in query.states)})"


def where_of(tx: ReadTx, user: int, query: Query) -> Where:
    """All conditions of a list but that on the state."""
    where = Where(user)
    if query.since is not None and State.DELETED in query.states:
        # A filter picks living items; whoever keeps a copy hears of every deletion.
        filters = Where(user)
        _narrow(tx, user, filters, query)
        _fit(tx, user, filters, query.condition, trashed=query.trashed)
        for part in filters.parts[1:]:
            where.add(f"(i.state = {int(State.DELETED)} OR {part})")
        where.values |= filters.values
    else:
        _narrow(tx, user, where, query)
        _fit(tx, user, where, query.condition, trashed=query.trashed)
    if query.since is not None:
        where.add("i.changed_at >= :since", since=query.since)
    if query.before is not None:
        where.add("i.changed_at < :before", before=query.before)
    if query.since is not None or query.before is not None:
        when = " AND ".join(part.replace("i.", "f.") for part in where.parts if "changed_at" in part)
        where.begin(f"SELECT f.id FROM items f WHERE f.user_id = :user AND {when}")
    return where


def few(tx: ReadTx, where: Where, counts: list[int] | None = None) -> str | None:
    """The statement for the ids of what passes one of the filters, if few do.

    `counts` are how many pass each, where somebody has counted already.
    """
    limit = MAX_FEW + 1
    if counts is None:
        counts = _counts(tx, where)
    for source, number in zip(where.sources, counts, strict=False):
        if number <= MAX_FEW:
            return f"{source} LIMIT {limit}"
    return None


def counted(source: str, most: int) -> str:
    """The expression for how many `source` gives, counted up to one more than `most`."""
    limit = most + 1
    return f"(SELECT COUNT(*) FROM ({source} LIMIT {limit}) AS n)"


def are_at_most(tx: ReadTx, where: Where, source: str, most: int) -> bool:
    """Whether `source` gives no more than `most`; it looks no further than that."""
    names = {name: value for name, value in where.values.items() if f":{name}" in source}
    row = tx.one(f"SELECT {counted(source, most)}", **names)
    return bool(row and row[0] <= most)


def _counts(tx: ReadTx, where: Where) -> list[int]:
    """How many pass each of the filters, each counted up to more than few; by one look."""
    if not where.sources:
        return []
    each = ", ".join(counted(source, MAX_FEW) for source in where.sources)
    names = {
        name: value
        for name, value in where.values.items()
        if any(f":{name}" in source for source in where.sources)
    }
    row = tx.one(f"SELECT {each}", **names)
    return list(row) if row else []


def _narrow(tx: ReadTx, user: int, where: Where, query: Query) -> None:
    if query.favourite is not None:
        _column(where, f"i.favourite = {int(query.favourite)}", query, is_indexed=query.favourite)
    if query.started:
        _column(where, STARTED, query)
    if query.trashed:
        _column(where, TRASHED, None)
    if query.untagged:
        _column(where, "i.tags = ''", None)
    if query.kind is not None:
        _column(where, KINDS[query.kind], None if query.kind is Kind.ARTICLE else query)
    _narrow_to_tags(where, query)
    if query.words is not None:
        within = "i.words >= :least AND i.words < :beyond"
        where.add(within, least=query.words[0], beyond=query.words[1])
        where.begin(f"SELECT f.id FROM items f WHERE f.user_id = :user AND {within}".replace("i.", "f."))
    if query.unfiled:
        where.add(UNFILED)
    if query.folder is not None:
        where.add(IN_FOLDER, folder=query.folder)
        where.begin("SELECT f.id FROM items f WHERE f.user_id = :user AND f.folder_id = :folder")
    if query.highlighted:
        where.add("EXISTS (SELECT 1 FROM highlights h WHERE h.user_id = :user AND h.item_id = i.id)")
        where.begin("SELECT DISTINCT h.item_id AS id FROM highlights h WHERE h.user_id = :user")
    if query.host:
        first = domain_key(query.host)
        where.add(OF_SITE, first=first, last=first[:-1] + b"/")
        where.begin(
            "SELECT f.id FROM items f WHERE f.user_id = :user AND f.domain >= :first AND f.domain < :last"
        )
    if query.text:
        where.add("i.folded LIKE :text ESCAPE '~'", text=f"%{literal(query.text)}%")
    if query.matching:
        found = text_search.condition(tx, user, query.matching)
        where.add(found.sql, **found.values)
        if found.source:
            where.begin(found.source)


def _narrow_to_tags(where: Where, query: Query) -> None:
    if query.tag is not None:
        where.add(HAS_TAG, tag=query.tag)
        where.begin(f"{_TAGGED} AND {states_of(query)}".replace("i.state", "t.state"))
    if query.any_tag:
        names = {f"of{number:04}": tag for number, tag in enumerate(query.any_tag)}
        of_them = f"t.tag IN ({', '.join(f':{name}' for name in names)})"
        where.add(
            f"EXISTS (SELECT 1 FROM item_tags t WHERE t.user_id = :user AND {of_them}"
            " AND t.state = i.state AND t.added_at = i.added_at AND t.item_id = i.id)",
            **names,
        )
        where.begin(f"SELECT DISTINCT t.item_id AS id FROM item_tags t WHERE t.user_id = :user AND {of_them}")


def _fit(tx: ReadTx, user: int, where: Where, condition: Condition | None, *, trashed: bool) -> None:
    """Narrow a list to what fits a condition; each part of one that asks for all of several stands alone."""
    conditions = Conditions(tx, user, trashed=trashed)
    for part in condition.parts if isinstance(condition, AllFit) else (condition,):
        if part is not None:
            written = conditions.written(part)
            where.add(written.sql)
            if written.source:
                where.begin(written.source)
    where.values |= conditions.values


def _column(where: Where, condition: str, query: Query | None, *, is_indexed: bool = True) -> None:
    """A condition that has an index of what fulfils it; one that knows of states where `query` is given."""
    where.add(condition)
    if is_indexed:
        wanted = (f"{condition} AND {states_of(query)}" if query else condition).replace("i.", "f.")
        where.begin(f"SELECT f.id FROM items f WHERE f.user_id = :user AND {wanted}")
