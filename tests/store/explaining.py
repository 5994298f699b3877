"""How SQLite is going to run the statements of a use case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store.db import Tx
from satchel.store.one_row import RowStatement
from satchel.store.sqlite import SqliteStore, SqliteTx
from tests.clock import FakeClock


class Explaining(SqliteTx):
    """Notes how each statement is going to be run."""

    def __init__(self, connection: apsw.Connection, now: int) -> None:
        super().__init__(connection, now)
        self.plans: list[tuple[str, str]] = []

    def _explain(self, sql: str, values: dict[str, object]) -> None:
        rows = self._connection.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall()
        self.plans.append((sql, "\n".join(str(row[3]) for row in rows)))

    def all(self, sql: str, **values: object) -> Any:
        self._explain(sql, values)
        return super().all(sql, **values)

    def each(self, sql: str, **values: object) -> Any:
        self._explain(sql, values)
        return super().each(sql, **values)

    def one(self, sql: str, **values: object) -> Any:
        self._explain(sql, values)
        return super().one(sql, **values)

    def run(self, sql: str, **values: object) -> int:
        self._explain(sql, values)
        return super().run(sql, **values)

    def later(self, sql: str, **values: object) -> None:
        self._explain(sql, values)
        super().later(sql, **values)

    def write_row(self, statement: RowStatement, **values: object) -> None:
        self._explain(statement.sql, values)
        super().write_row(statement, **values)


@pytest.fixture
def explain(sqlite_template: Path, tmp_path: Path, clock: FakeClock) -> Any:
    import shutil

    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    store = SqliteStore(tmp_path / "satchel.db", clock)
    for number in range(20):
        store.write(partial(saving.save, user=1, link=NewLink(f"http://h{number}.example/", tags=("t",))))

    def plans(op: Callable[[Tx], object]) -> list[tuple[str, str]]:
        def explained(tx: Tx) -> list[tuple[str, str]]:
            assert isinstance(tx, SqliteTx)
            explaining = Explaining(tx._connection, tx.now)
            op(explaining)
            return explaining.plans

        return store.write(explained)

    yield plans
    store.close()


__all__ = ["Explaining", "explain"]
