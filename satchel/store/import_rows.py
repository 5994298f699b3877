"""The account of an import: what became of each row of its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from satchel.model.imports import MOVED, Added, Fate, Outcome
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Row, Tx

_FIELDS = Fate.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
_VALUES = ", ".join(f":{name}" for name in _FIELDS)
_OUTCOMES = tuple(Outcome)
_NOTHING = Added()
_added = msgspec.json.Decoder(Added)


def insert(tx: Tx, user: int, import_id: int, fates: Sequence[Fate]) -> None:
    """Keep what became of some rows."""
    tx.many(
        f"INSERT INTO import_rows (user_id, import_id, {_COLUMNS}) VALUES (:user, :import, {_VALUES})",
        [{"user": user, "import": import_id, **_values(fate)} for fate in fates],
    )


def _values(fate: Fate) -> dict[str, object]:
    values = {name: getattr(fate, name) for name in _FIELDS}
    values["outcome"] = int(fate.outcome)
    values["added"] = msgspec.json.encode(fate.added).decode() if fate.added else ""
    return values


# What is found by its item names the condition of the index first: told the other way round, SQLite
# goes through all rows of a person. `+id` elsewhere keeps it from doing so for the sake of an order.


def of_items(tx: ReadTx, user: int, ids: Iterable[int]) -> dict[int, list[tuple[int, Fate]]]:
    """The rows that made those items or joined them, each with the number of its import, in the order of time."""
    rows = tx.all(
        f"""
        SELECT import_id, {_COLUMNS} FROM ({tx.ids}) AS wanted CROSS JOIN import_rows r
        WHERE r.user_id = :user AND r.item_id > 0 AND r.item_id = wanted.id ORDER BY import_id, number
        """,
        user=user, ids=msgspec.json.encode(sorted(set(ids))).decode(),
    )  # fmt: skip
    found: dict[int, list[tuple[int, Fate]]] = {}
    for row in rows:
        fate = _fate(row[1:])
        found.setdefault(fate.item_id, []).append((row[0], fate))
    return found


def page(
    tx: ReadTx, user: int, import_id: int, after: int, limit: int, outcome: Outcome | None = None
) -> list[Fate]:
    """The next `limit` rows behind the row `after`, those of one outcome where one is named."""
    only = "AND outcome = :outcome" if outcome is not None else ""
    values = {"outcome": int(outcome)} if outcome is not None else {}
    rows = tx.all(
        f"""
        SELECT {_COLUMNS} FROM import_rows
        WHERE user_id = :user AND import_id = :import AND number > :after {only} ORDER BY number LIMIT :limit
        """,
        user=user, after=after, limit=limit, **values, **{"import": import_id},
    )  # fmt: skip
    return [_fate(row) for row in rows]


def _fate(row: Row) -> Fate:
    values = dict(zip(_FIELDS, row, strict=True))
    values["outcome"] = _OUTCOMES[values["outcome"]]
    values["added"] = _added.decode(values["added"]) if values["added"] else _NOTHING
    return Fate(**values)


def mark(tx: Tx, user: int, import_id: int, marks: Sequence[tuple[int, int]]) -> None:
    """Keep marks of some rows: pairs of a row and what is to be marked beside what is."""
    tx.many(
        """
        UPDATE import_rows SET marks = marks | :mark
        WHERE user_id = :user AND import_id = :import AND number = :number
        """,
        [{"user": user, "import": import_id, "number": number, "mark": bits} for number, bits in marks],
    )


def clear(tx: Tx, user: int, item: ItemHead) -> None:
    """Have the account lead nowhere for an item that goes for good; what became of its row stays."""
    tx.later(
        "UPDATE import_rows SET item_id = 0 WHERE user_id = :user AND item_id > 0 AND item_id = :item",
        user=user, item=item.id,
    )  # fmt: skip


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Have the account lead to the item with which another one became one."""
    tx.later(
        """
        UPDATE import_rows SET item_id = :target, marks = marks | :moved
        WHERE user_id = :user AND item_id > 0 AND item_id = :source
        """,
        user=user, target=target.id, source=source.id, moved=MOVED,
    )  # fmt: skip
