"""A connection to PostgreSQL that notices when the server has fallen silent.

A server that is stopped, or whose disk hangs, keeps its lines open: the system behind it takes all that it is sent.
A statement that takes long looks the same from here. So somebody else knocks and hears whether it is there.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg import waiting
from psycopg.abc import PQGen

from satchel.store.db import Row

T = TypeVar("T")

#: Seconds without a word after which the server is asked whether it is there.
MAX_SILENCE = 4.0
#: Seconds for it to take another connection.
MAX_KNOCK = 3


class WatchedConnection(psycopg.Connection[Row]):
    """Waits for as long as the server lives. Raises `psycopg.OperationalError` when it answers nobody any more."""

    def wait(self, gen: PQGen[T], *values: Any, **named: Any) -> T:
        """What comes of `gen`, as of any connection."""
        return super().wait(self._watched(gen), *values, **named)

    def _watched(self, gen: PQGen[T]) -> Generator[Any, Any, T]:
        since = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready != waiting.READY_NONE:
                    since = time.monotonic()
                elif time.monotonic() - since > MAX_SILENCE:
                    self._knock()
                    since = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as end:
            value: T = end.value
            return value

    def _knock(self) -> None:
        """Have this connection end where the server takes no other one. Where it refuses one, it lives."""
        try:
            psycopg.connect(self.info.dsn, password=self.info.password, connect_timeout=MAX_KNOCK).close()
        except psycopg.errors.ConnectionTimeout:
            self.close()
            raise psycopg.OperationalError("the server has fallen silent") from None
        except psycopg.OperationalError:
            return
