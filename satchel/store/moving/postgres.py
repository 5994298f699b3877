"""A PostgreSQL database as either side of a move; its tables may be partitioned."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import sql

from satchel.base.errors import Conflict, Unavailable
from satchel.store.moving.side import DERIVED, OWN, PROGRESS, Row, Table, Target
from satchel.store.postgres import MIGRATING

_TABLES = """
SELECT c.relname, a.attname, t.typname, a.attidentity <> '', array_position(CAST(i.indkey AS int2[]), a.attnum)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname, a.attnum
"""
_FOREIGN = """
SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = to_regnamespace(current_schema())
ORDER BY 1, 2
"""
#: How sessions of servers and workers are known, and ours.
_SERVER, _OURS = "satchel", "satchel-move"
#: Seconds to wait for sessions that are ending.
_PATIENCE = 5.0
#: Where it is written which foreign keys were taken away.
_TAKEN = "foreign keys"


class PostgresSide(Target):
    """Through one connection; as a source in one snapshot."""

    kind = "postgres"

    def __init__(self, url: str, *, writes: bool) -> None:
        """Raises `Unavailable` when it cannot be reached, `Conflict` while a server or another move uses it."""
        try:
            # Without our limits of time: a snapshot lasts as long as the move.
            self._connection = psycopg.connect(
                url, autocommit=True, application_name=_OURS, connect_timeout=10, options="-c timezone=UTC"
            )
        except psycopg.Error as error:
            raise Unavailable(f"The PostgreSQL database cannot be reached: {error}") from error
        self._types: dict[str, dict[str, str]] = {}
        try:
            self._alone(writes)
            if not writes:
                self._run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        except BaseException:
            self._connection.close()
            raise

    def _alone(self, writes: bool) -> None:
        self._demand(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = %s)",
            _SERVER,
            "Satchel servers or workers use this PostgreSQL database. Stop them all first.",
        )
        if writes:
            self._demand(
                "SELECT pg_try_advisory_lock(%s)",
                MIGRATING,
                "Another move, or an update, is at work on this PostgreSQL database.",
            )

    def _demand(self, asked: str, value: object, otherwise: str) -> None:
        """Wait until that is so: a session that was ended just now may still be seen. Raises `Conflict`."""
        until = time.monotonic() + _PATIENCE
        while self._run(asked, (value,)) != [(True,)]:
            if time.monotonic() > until:
                raise Conflict(otherwise)
            time.sleep(0.05)

    def _run(self, text: str | sql.Composed, values: Sequence[Any] = ()) -> list[Row]:
        done = self._connection.execute(text.encode() if isinstance(text, str) else text, values or None)
        return done.fetchall() if done.description else []

    def tables(self) -> dict[str, Table]:
        columns: dict[str, list[Row]] = {}
        for name, *rest in self._run(_TABLES):
            if name not in DERIVED | OWN:
                columns.setdefault(name, []).append(tuple(rest))
        self._types = {name: {each[0]: each[1] for each in found} for name, found in columns.items()}
        return {
            name: Table(
                name,
                tuple(each[0] for each in found),
                tuple(
                    each[0] for each in sorted(found, key=lambda each: each[3] or 0) if each[3] is not None
                ),
                any(each[2] for each in found),
            )
            for name, found in columns.items()
        }

    def version(self) -> int:
        if self._run("SELECT to_regclass('migrations')") == [(None,)]:
            return 0
        return int(self._run("SELECT COALESCE(MAX(number), 0) FROM migrations")[0][0])

    def identity(self) -> str:
        return "postgres " + " ".join(
            str(row[0]) for row in self._run("SELECT applied_at FROM migrations ORDER BY 1")
        )

    def count(self, table: Table) -> int:
        found = self._run(sql.SQL("SELECT COUNT(*) FROM {table}").format(table=sql.Identifier(table.name)))
        return int(found[0][0])

    def rows(
        self, table: Table, *, after: Sequence[Any] | None = None, in_order: bool = False
    ) -> Iterator[Row]:
        types = self._types[table.name]
        # By bytes, as SQLite has it; other orders of letters are of the database's own.
        key = sql.SQL(", ").join(
            sql.SQL('{column} COLLATE "C"' if types[name] == "text" else "{column}").format(
                column=sql.Identifier(name)
            )
            for name in table.key
        )
        asked = sql.SQL("SELECT {columns} FROM {table}").format(
            columns=_listed(table.columns), table=sql.Identifier(table.name)
        )
        if after:
            behind = sql.SQL(", ").join(map(sql.Literal, after))
            asked += sql.SQL(" WHERE ({key}) > ({behind})").format(key=key, behind=behind)
        if in_order:
            asked += sql.SQL(" ORDER BY {key}").format(key=key)
        # Streamed: a cursor would fetch by number of rows, and those of texts have megabytes.
        with (
            self._connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY ({asked}) TO STDOUT (FORMAT BINARY)").format(asked=asked)) as copy,
        ):
            copy.set_types([types[name] for name in table.columns])
            yield from copy.rows()

    def highest(self, table: Table) -> int:
        name = self._sequence(table.name)
        return int(
            self._run(
                sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}").format(
                    sequence=name
                )
            )[0][0]
        )

    def _sequence(self, table: str) -> sql.Identifier:
        found = self._run(
            "SELECT s.nspname, q.relname FROM pg_depend d JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S'"
            " JOIN pg_namespace s ON s.oid = q.relnamespace WHERE d.refobjid = to_regclass(%s) AND d.deptype = 'i'",
            (f'"{table}"',),
        )
        return sql.Identifier(*found[0])

    def progress(self) -> dict[str, str]:
        if self._run("SELECT to_regclass(%s)", (PROGRESS,)) == [(None,)]:
            return {}
        return {name: value for name, value in self._run(f"SELECT name, value FROM {PROGRESS}")}  # noqa: C416

    def begin(self, known: dict[str, str]) -> None:
        with self._connection.transaction():
            self._run(f"CREATE TABLE IF NOT EXISTS {PROGRESS} (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            taken = json.loads(self.progress().get(_TAKEN, "[]"))
            for table, name, said in self._run(_FOREIGN):
                taken.append((table, name, said))
                self._run(
                    sql.SQL("ALTER TABLE {table} DROP CONSTRAINT {name}").format(
                        table=sql.Identifier(table), name=sql.Identifier(name)
                    )
                )
            self._run(sql.SQL("TRUNCATE {tables}").format(tables=_listed([PROGRESS, *self.tables()])))
            self._note({**known, _TAKEN: json.dumps(taken)})

    def put(self, table: Table, rows: list[Row], known: dict[str, str]) -> None:
        types = self._types[table.name]
        into = sql.SQL("COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)").format(
            table=sql.Identifier(table.name), columns=_listed(table.columns)
        )
        with self._connection.transaction():
            with self._connection.cursor() as cursor, cursor.copy(into) as copy:
                copy.set_types([types[name] for name in table.columns])
                for row in rows:
                    copy.write_row(row)
            self._note(known)

    def note(self, known: dict[str, str]) -> None:
        with self._connection.transaction():
            self._note(known)

    def _note(self, known: dict[str, str]) -> None:
        for name, value in known.items():
            self._run(
                f"INSERT INTO {PROGRESS} (name, value) VALUES (%s, %s)"
                " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
                (name, value),
            )

    def finish(self, highest: dict[str, int]) -> None:
        try:
            with self._connection.transaction():
                for table, name, said in json.loads(self.progress()[_TAKEN]):
                    self._run(
                        sql.SQL("ALTER TABLE {table} ADD CONSTRAINT {name} {said}").format(
                            table=sql.Identifier(table), name=sql.Identifier(name), said=sql.SQL(said)
                        )
                    )
                for table, number in highest.items():
                    name = self._sequence(table).as_string(self._connection)
                    self._run("SELECT setval(%s, %s, %s)", (name, max(number, 1), number > 0))
                self._run(f"DROP TABLE {PROGRESS}")
        except psycopg.errors.ForeignKeyViolation as error:
            raise Unavailable(f"Some rows point to nothing: {error.diag.message_primary}.") from error
        self._run("ANALYZE")

    def close(self) -> None:
        with suppress(psycopg.Error):
            self._connection.close()


def _listed(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


@contextmanager
def in_our_words() -> Iterator[None]:
    """Tell errors of the database as one of ours."""
    try:
        yield
    except psycopg.Error as error:
        raise Unavailable(f"PostgreSQL says: {str(error).splitlines()[0]}.") from error
