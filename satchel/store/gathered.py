"""Gathered: rows that are written one after the other, sent to PostgreSQL as few statements of many rows.

A statement costs it and us more than the row that it writes; where tables are divided, each is planned anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from satchel.store.one_row import NEW, VALUE, RowStatement

#: So many rows are sent at the latest: they wait in memory.
MAX_ROWS = 1000
#: What names a row of each table, beside its person. Rows that others refer to are written first.
KEYS = {
    "items": ("id",),
    "addresses": ("key",),
    "item_tags": ("tag", "state", "added_at", "item_id"),
    "jobs": ("kind", "key"),
}
_TABLES = tuple(KEYS)
_TYPES: dict[type, str] = {int: "BIGINT", str: "TEXT", bytes: "BYTEA", type(None): ""}

Row = dict[str, object]


class _Alike(NamedTuple):
    """What the rows of one statement have in common."""

    statement: RowStatement
    user: object
    kinds: tuple[type, ...]  #: of its values, in their order; what is nothing is so in all rows


class Gathered:
    """Rows that wait to be written. None of them is the same row as another one, so their order means nothing."""

    def __init__(self, run: Callable[[str, Row], None]) -> None:
        self._run = run
        self._rows: dict[_Alike, list[Row]] = {}
        self._named: set[tuple[object, ...]] = set()

    def add(self, statement: RowStatement, values: Row) -> None:
        """A row to be written, at the latest when one of the same name comes."""
        named = _named(statement, values)
        if not named.isdisjoint(self._named) or len(self._named) > MAX_ROWS:
            self.send()
        self._named |= named
        alike = _Alike(
            statement, values.pop("user"), tuple([type(values[name]) for name in statement.values])
        )
        self._rows.setdefault(alike, []).append(values)

    def send(self) -> None:
        """Send all that waits."""
        gathered, self._rows = self._rows, {}
        self._named.clear()
        for alike in sorted(gathered, key=lambda alike: _TABLES.index(alike.statement.table)):
            rows = gathered[alike]
            if len(rows) == 1:
                self._run(alike.statement.sql, {"user": alike.user, **rows[0]})
            else:
                sql = _of_many(alike.statement, alike.kinds)
                self._run(sql, {"user": alike.user, "rows": _json(alike, rows)})


def _named(statement: RowStatement, values: Mapping[str, object]) -> set[tuple[object, ...]]:
    """What the row is called before and after it is written."""
    names, person = KEYS[statement.table], (statement.table, values["user"])
    named = {(*person, *[values[name] for name in names])}
    if statement.moves:
        named.add((*person, *[values.get(f"{NEW}{name}", values[name]) for name in names]))
    return named


def _json(alike: _Alike, rows: list[Row]) -> str:
    """Rows as JSON, their bytes as the database reads them."""
    if bytes in alike.kinds:
        rows = [
            {name: f"\\x{value.hex()}" if isinstance(value, bytes) else value for name, value in row.items()}
            for row in rows
        ]
    return msgspec.json.encode(rows).decode()


@lru_cache(maxsize=256)
def _of_many(statement: RowStatement, kinds: tuple[type, ...]) -> str:
    """The statement for many rows, which are the JSON `:rows`; what is nothing in all of them has no type."""
    types = {name: _TYPES[kind] for name, kind in zip(statement.values, kinds, strict=True)}
    typed = ", ".join(f"{name} {kind}" for name, kind in types.items() if kind)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name not in types else f"w.{name}" if types[name] else "NULL"

    written = VALUE.sub(value, statement.of_many)
    rows = f"SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS each ({typed})"
    return f"WITH w AS MATERIALIZED ({rows}) {written}"
