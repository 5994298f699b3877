"""PostgreSQL: one transaction on a connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import psycopg

from satchel.base.clock import Clock
from satchel.store.db import Row, Tx
from satchel.store.gathered import Gathered
from satchel.store.one_row import VALUE, RowStatement

#: Advisory lock of those who make the first account: there is no row yet that they could lock.
BEGINNING = 7_203_620


@lru_cache(maxsize=1024)
def _rewritten(sql: str) -> bytes:
    """`sql` with the driver's own placeholders."""
    return VALUE.sub(r"%(\1)s", sql.replace("%", "%%")).encode()


@lru_cache(maxsize=1024)
def _prepares(sql: str) -> bool | None:
    """Whether the driver may have a plan kept: not of a search, which is quick or slow by what is searched for."""
    return False if "tsquery" in sql else None


class PostgresTx(Tx):
    """A transaction on one PostgreSQL connection."""

    kind = "postgres"
    aside = ""
    skip_locked = "FOR UPDATE SKIP LOCKED"
    ids = "SELECT CAST(value AS BIGINT) AS id FROM json_array_elements_text(CAST(:ids AS json))"
    texts = (
        "SELECT CAST(value ->> 0 AS BIGINT) AS id, value ->> 1 AS text"
        " FROM json_array_elements(CAST(:texts AS json))"
    )

    def __init__(self, connection: psycopg.Connection[Row], clock: Clock) -> None:
        super().__init__(clock.now())
        self._clock = clock
        self._connection = connection
        self._cursor = connection.cursor()
        #: The rows that wait to be written, in a part that is pipelined.
        self._gathered: Gathered | None = None

    def _settled(self) -> None:
        """Send what waits: whatever comes now is to find it."""
        if self._gathered is not None:
            self._gathered.send()

    def all(self, sql: str, **values: object) -> list[Row]:
        self._settled()
        return self._cursor.execute(_rewritten(sql), values, prepare=_prepares(sql)).fetchall()

    def each(self, sql: str, **values: object) -> Iterator[Row]:
        self._settled()
        # With a cursor of its own: the other one is for what is run meanwhile.
        yield from self._connection.cursor().execute(_rewritten(sql), values, prepare=_prepares(sql))

    def one(self, sql: str, **values: object) -> Row | None:
        self._settled()
        return self._cursor.execute(_rewritten(sql), values, prepare=_prepares(sql)).fetchone()

    def merged(self, parts: Sequence[str], order: str) -> str:
        # It plans each part of a union by itself, and would gather all rows of each to put them in order.
        end = f"ORDER BY {order} LIMIT CAST(:limit AS BIGINT) + :offset"
        return " UNION ALL ".join(f"({part} {end})" for part in parts) if parts[1:] else parts[0]

    def run(self, sql: str, **values: object) -> int:
        self.written += 1
        self._settled()
        return self._cursor.execute(_rewritten(sql), values).rowcount

    def later(self, sql: str, **values: object) -> None:
        self.written += 1
        self._settled()
        self._sent(sql, values)

    def _sent(self, sql: str, values: dict[str, object]) -> None:
        # With a cursor of its own, which nobody reads: that would be to wait for it.
        self._connection.cursor().execute(_rewritten(sql), values)

    def write_row(self, statement: RowStatement, **values: object) -> None:
        self.written += 1
        if self._gathered is None:
            self._sent(statement.sql, values)
        else:
            self._gathered.add(statement, values)

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        outer = self._gathered
        with self._connection.pipeline():
            self._gathered = outer or Gathered(self._sent)
            try:
                yield
                self._settled()
            finally:
                self._gathered = outer

    def many(self, sql: str, values: Iterable[dict[str, object]]) -> None:
        self._settled()
        self._cursor.executemany(_rewritten(sql), list(values))

    def script(self, sql: str) -> None:
        self._settled()
        self._connection.execute(sql.encode())

    def lock_user(self, user: int) -> None:
        self.one("SELECT 1 FROM shelves WHERE user_id = :user FOR UPDATE", user=user)
        self.now = max(self.now, self._clock.now())

    def lock_first_account(self) -> None:
        self.one("SELECT pg_advisory_xact_lock(:key)", key=BEGINNING)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        kept = set(self.signals)
        self._settled()
        try:
            with self._connection.transaction():
                yield
                self._settled()
        except BaseException:
            self.signals = kept
            raise
