"""The same rows by the same SQL, and nothing around it: what a request cannot be cheaper than.

The library's own statements are recorded once and undone. Then they are run as they are, on one
connection, with as many requests in a commit as there are connections.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from bench.loads import Load
from satchel.base.clock import Clock
from satchel.store.sqlite import SqliteTx, connect

Statement = tuple[str, Any]


class Bare(NamedTuple):
    """What one request costs as bare SQL."""

    cpu: float  #: seconds
    per_second: float


class Tape:
    """A database of our own to record on and to play to."""

    def __init__(self, file: Path) -> None:
        self._connection = connect(file, patience=5)
        self._next = 0

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def measure(self, load: Load, together: int, seconds: float) -> Bare:
        """Run the SQL of `load`, `together` requests in a commit, for about so many seconds."""
        groups = max(2, (30 if "100" in load.name else 256) // together)
        recorded = self._record(load, groups * together)
        cpu, begun, done = time.process_time(), time.perf_counter(), 0
        for start in range(0, len(recorded), together):
            group = recorded[start : start + together]
            for reads, _ in group:
                self._play("BEGIN", [reads])
            if load.writes:
                self._play("BEGIN IMMEDIATE", [writes for _, writes in group])
            done += len(group)
            if time.perf_counter() - begun > seconds:
                break
        return Bare((time.process_time() - cpu) / done, done / (time.perf_counter() - begun))

    def _record(self, load: Load, count: int) -> list[tuple[list[Statement], list[Statement]]]:
        """The statements of the next `count` requests; their changes are undone in the end."""
        found: list[Statement] = []

        def hear(cursor: apsw.Cursor, sql: str, values: Any) -> bool:
            found.append((sql, values))
            return True

        def heard(op: Any, number: int) -> list[Statement]:
            found.clear()
            if op is not None:
                op(SqliteTx(self._connection, Clock().now()), number)
            return list(found)

        numbers = range(self._next, self._next + count)
        self._next += count
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.exec_trace = hear
        try:
            return [(heard(load.reads, number), heard(load.writes, number)) for number in numbers]
        finally:
            self._connection.exec_trace = None
            self._connection.execute("ROLLBACK")

    def _play(self, begin: str, requests: list[list[Statement]]) -> None:
        execute = self._connection.execute
        execute(begin)
        for statements in requests:
            for sql, values in statements:
                execute(sql, values).fetchall()
        execute("COMMIT")
