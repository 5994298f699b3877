"""What statements cost, counted so that it is the same on every machine."""

from __future__ import annotations

from collections.abc import Callable

from satchel.store.db import Tx
from satchel.store.sqlite import SqliteStore, SqliteTx


def steps_of(store: SqliteStore, op: Callable[[Tx], object]) -> int:
    """What `op` costs, in hundreds of the steps of SQLite's own machine."""

    def counted(tx: Tx) -> int:
        assert isinstance(tx, SqliteTx)
        steps = 0

        def step() -> bool:
            nonlocal steps
            steps += 1
            return False

        tx._connection.set_progress_handler(step, 100)
        try:
            op(tx)
        finally:
            tx._connection.set_progress_handler(None)
        return steps

    return store.write(counted)
