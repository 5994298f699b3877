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
#: Bytes are base64 in JSON, which the encoder makes of them by itself.
_TYPES: dict[type, str] = {int: "BIGINT", str: "TEXT", bytes: "TEXT", type(None): ""}

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
        user = values.pop("user")
        named = _named(statement, user, values)
        if not self._named.isdisjoint(named) or len(self._named) > MAX_ROWS:
            self.send()
        self._named.update(named)
        alike = _Alike(statement, user, tuple(map(type, map(values.__getitem__, statement.values))))
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
                self._run(sql, {"user": alike.user, "rows": msgspec.json.encode(rows).decode()})


def _named(statement: RowStatement, user: object, values: Mapping[str, object]) -> list[tuple[object, ...]]:
    """What the row is called before and after it is written."""
    names = KEYS[statement.table]
    named = [(statement.table, user, *map(values.__getitem__, names))]
    if statement.moves:
        named.append((statement.table, user, *[values.get(f"{NEW}{name}", values[name]) for name in names]))
    return named


@lru_cache(maxsize=256)
def _of_many(statement: RowStatement, kinds: tuple[type, ...]) -> str:
    """The statement for many rows, which are the JSON `:rows`; what is nothing in all of them has no type."""
    types = {name: _TYPES[kind] for name, kind in zip(statement.values, kinds, strict=True)}
    coded = {name for name, kind in zip(statement.values, kinds, strict=True) if kind is bytes}
    typed = ", ".join(f"{name} {kind}" for name, kind in types.items() if kind)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in types:
            return match[0]
        if name in coded:
            return f"decode(w.{name}, 'base64')"
        return f"w.{name}" if types[name] else "NULL"

    written = VALUE.sub(value, statement.of_many)
    rows = f"SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS each ({typed})"
    return f"WITH w AS MATERIALIZED ({rows}) {written}"
