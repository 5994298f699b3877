"""A SQLite database as either side of a move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from satchel.base.errors import NotFound, Unavailable
from satchel.store.application import recognise
from satchel.store.moving.side import DERIVED, OWN, PROGRESS, Row, Table, Target


class SqliteSide(Target):
    """Through one connection; as a source in one snapshot."""

    kind = "sqlite"

    def __init__(self, file: Path, *, writes: bool) -> None:
        """Raises `SatchelError` in one sentence when it cannot be opened."""
        if not file.exists():
            raise NotFound(f"There is no database {file}.")
        self._file = file
        self._connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            self._connection.set_busy_timeout(10_000)
            recognise(self._connection, file)
            self._run("PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16000")
            if writes:
                self._run("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            else:
                self._run("PRAGMA query_only = ON; BEGIN; SELECT COUNT(*) FROM sqlite_schema")
        except apsw.Error as error:
            self._connection.close()
            raise Unavailable(f"The database {file} cannot be read: {error}.") from error

    def _run(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def tables(self) -> dict[str, Table]:
        found = {}
        for name, counts in self._run(
            "SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY name"
        ):
            if name not in DERIVED | OWN:
                columns = self._run("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,))
                key = [column for column, place in sorted(columns, key=lambda each: each[1]) if place]
                found[name] = Table(name, tuple(each[0] for each in columns), tuple(key), bool(counts))
        return found

    def version(self) -> int:
        there = self._run("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'")
        return int(self._run("SELECT COALESCE(MAX(number), 0) FROM migrations")[0][0]) if there else 0

    def identity(self) -> str:
        return "sqlite " + " ".join(
            str(row[0]) for row in self._run("SELECT applied_at FROM migrations ORDER BY 1")
        )

    def count(self, table: Table) -> int:
        name = table.name
        return int(self._run(f'SELECT COUNT(*) FROM "{name}"')[0][0])

    def rows(
        self, table: Table, *, after: Sequence[Any] | None = None, in_order: bool = False
    ) -> Iterator[Row]:
        name, columns, key = table.name, _listed(table.columns), _listed(table.key)
        marks = ", ".join("?" * len(table.key))
        behind = f" WHERE ({key}) > ({marks})" if after else ""
        order = f" ORDER BY {key}" if in_order else ""
        yield from self._connection.execute(
            f'SELECT {columns} FROM "{name}"{behind}{order}', tuple(after or ())
        )

    def highest(self, table: Table) -> int:
        rows = self._run("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,))
        return int(rows[0][0]) if rows else 0

    def progress(self) -> dict[str, str]:
        there = self._run("SELECT 1 FROM sqlite_schema WHERE name = ?", (PROGRESS,))
        return dict(self._run(f"SELECT name, value FROM {PROGRESS}")) if there else {}

    def begin(self, known: dict[str, str]) -> None:
        with self._connection:
            self._run(f"CREATE TABLE IF NOT EXISTS {PROGRESS} (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            self._run(f"DELETE FROM {PROGRESS}")
            for table in self.tables():
                self._run(f'DELETE FROM "{table}"')
            self._note(known)

    def put(self, table: Table, rows: list[Row], known: dict[str, str]) -> None:
        name, columns, marks = table.name, _listed(table.columns), ", ".join("?" * len(table.columns))
        with self._connection:
            self._connection.executemany(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', rows)
            self._note(known)

    def note(self, known: dict[str, str]) -> None:
        with self._connection:
            self._note(known)

    def _note(self, known: dict[str, str]) -> None:
        self._connection.executemany(
            f"INSERT OR REPLACE INTO {PROGRESS} (name, value) VALUES (?, ?)", known.items()
        )

    def finish(self, highest: dict[str, int]) -> None:
        with self._connection:
            dangling = self._run("PRAGMA foreign_key_check")
            if dangling:
                raise Unavailable(f"{len(dangling)} rows of {dangling[0][0]} and others point to nothing.")
            for name, number in highest.items():
                self._run("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
                if number:
                    self._run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, number))
            self._run(f"DROP TABLE {PROGRESS}")
        self._run("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._connection.close()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
