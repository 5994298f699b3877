"""PostgreSQL: a pool of connections, a thread for each, retries where the server asks for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from satchel.base.clock import Clock
from satchel.base.errors import STOPPING, Busy, Damaged, Unavailable
from satchel.store.begun_in_time import begun_in_time
from satchel.store.damage import Damage
from satchel.store.db import WAITING, Op, ReadOp, Row, Store, T
from satchel.store.postgres_connection import WatchedConnection
from satchel.store.postgres_errors import explained, retried
from satchel.store.postgres_tx import PostgresTx
from satchel.store.text_index_postgres import PostgresTextIndex
from satchel.store.turns_to_write import TurnsToWrite

CHANNEL = "satchel"
MIGRATING = 7_203_619  #: advisory lock of those who change the schema
#: Seconds to wait for a thread to become free and a connection, both together. A request makes two such waits at most
#: before it hears that the database is away.
PATIENCE = 5.0

_SETTINGS = (
    "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s "
    "-c default_transaction_isolation=read\\ committed -c timezone=UTC"
)


class PostgresStore(Store):
    """A database that any number of server and worker processes share."""

    kind = "postgres"
    shared = True

    def __init__(self, url: str, clock: Clock, *, connections: int = 8) -> None:
        super().__init__()
        self._url = url
        self._clock = clock
        self._closed = threading.Event()
        self._waiting = 0
        #: Connections on which a write runs.
        self._writing: set[psycopg.Connection[Row]] = set()
        self._reading: set[psycopg.Connection[Row]] = set()
        #: What was asked for before this time is refused.
        self._refused_until = 0.0
        self._damage = Damage()
        self.index = PostgresTextIndex(self.read, self.write)
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url,
            connection_class=WatchedConnection,
            min_size=1,
            max_size=connections,
            timeout=PATIENCE,
            # The pool's tries come ever more rarely; beginning anew, it finds a server that is back soon.
            reconnect_timeout=3,
            kwargs={
                "options": _SETTINGS,
                "application_name": "satchel",
                "connect_timeout": 5,
                # A line that is cut without a word is given up after this, not after a quarter of an hour.
                "tcp_user_timeout": 5000,
            },
            check=ConnectionPool.check_connection,
            open=False,
        )
        self._pool.open()
        try:
            self._pool.wait(timeout=PATIENCE)
        except PoolTimeout as error:
            self._pool.close()
            raise Unavailable("The PostgreSQL database cannot be reached.") from error
        self._threads = ThreadPoolExecutor(connections, "satchel-database")
        self._turns = TurnsToWrite()
        self._ear: threading.Thread | None = None

    def write(self, op: Op[T], weight: int = 1) -> T:
        return self._write(op, PATIENCE)

    def _write(self, op: Op[T], patience: float) -> T:
        return retried(lambda: self._once(op, durable=True, patience=patience))

    @contextmanager
    def migrating(self) -> Iterator[Callable[[Op[Any], bool], Any]]:
        # On a connection of its own, without our limits of time.
        with explained(self._damage, durable=True), psycopg.connect(self._url, autocommit=True) as connection:
            # Asked again and again: CREATE INDEX CONCURRENTLY waits for all who are in the middle of a statement.
            while connection.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATING]).fetchone() != (True,):
                time.sleep(0.05)

            def run(op: Op[Any], in_transaction: bool) -> Any:
                with connection.transaction() if in_transaction else nullcontext():
                    return op(PostgresTx(connection, self._clock))

            yield lambda op, in_transaction: retried(lambda: run(op, in_transaction))

    async def awrite(self, op: Op[T], weight: int = 1, person: int = 0) -> T:
        return await self._in_thread(self._write, op, person)

    def read(self, op: ReadOp[T]) -> T:
        return self._read(op, PATIENCE)

    def _read(self, op: Op[T], patience: float) -> T:
        return self._once(op, durable=False, patience=patience)

    async def aread(self, op: ReadOp[T], *, quick: bool = False) -> T:
        return await self._in_thread(self._read, op)

    async def _in_thread(self, function: Callable[[Op[T], float], T], op: Op[T], person: int = 0) -> T:
        """Run `function` in one of our threads, when it is the turn of `person`. Raises `Busy` where too many wait, or
        too long.

        It gets the seconds of patience that are left. What has not begun by then never does: threads may be held for
        minutes by a server that hangs.
        """
        if self._closed.is_set():
            raise Unavailable(STOPPING)
        if self._waiting >= WAITING:
            raise Busy
        asked = time.monotonic()

        def in_time() -> T:
            if asked <= self._refused_until:
                raise Unavailable(STOPPING)
            left = asked + PATIENCE - time.monotonic()
            if left <= 0:
                raise Busy
            return function(op, left)

        self._waiting += 1
        try:
            async with self._turns.of(person, PATIENCE):
                if self._closed.is_set():
                    raise Unavailable(STOPPING)
                return await begun_in_time(self._threads.submit(in_time), asked + PATIENCE - time.monotonic())
        finally:
            self._waiting -= 1

    async def alook(self, op: ReadOp[T]) -> T:
        return await self._in_thread(self._look, op)

    def _look(self, op: Op[T], patience: float) -> T:
        return self._once(op, durable=False, patience=patience, alone=True)

    def _once(self, op: Op[T], *, durable: bool, patience: float, alone: bool = False) -> T:
        """Run `op` in a transaction; where it is `alone` one statement, that needs no other words around it."""
        with explained(self._damage, durable=durable), self._pool.connection(patience) as connection:
            connection.autocommit = alone
            connection.read_only = not durable
            connection.isolation_level = None if durable else psycopg.IsolationLevel.REPEATABLE_READ
            with self._noted(connection, durable), nullcontext() if alone else connection.transaction():
                tx = PostgresTx(connection, self._clock)
                result = op(tx)
                for signal in sorted(tx.signals):
                    tx.run("SELECT pg_notify(:channel, :word)", channel=CHANNEL, word=signal)
        self._tell(tx.signals, tx.changed)
        return result

    @contextmanager
    def _noted(self, connection: psycopg.Connection[Row], durable: bool) -> Iterator[None]:
        """Have `hurry` know of a write as long as it runs, and `close` of both."""
        known = self._writing if durable else self._reading
        known.add(connection)
        try:
            yield
        finally:
            known.discard(connection)

    def hurry(self) -> None:
        self._refused_until = time.monotonic()
        for connection in tuple(self._writing):
            connection.cancel()

    def ping(self) -> None:
        self.read(lambda tx: tx.one("SELECT 1 FROM users"))
        if self._damage.seen:
            raise Damaged

    def listen(self, listener: Callable[[set[str]], None]) -> Callable[[], None]:
        if self._ear is None:
            self._ear = threading.Thread(target=self._hear, name="satchel-listener", daemon=True)
            self._ear.start()
        return super().listen(listener)

    def _hear(self) -> None:
        """Pass on what other processes signal; connect again for as long as it takes."""
        while not self._closed.is_set():
            try:
                with psycopg.connect(
                    self._url, autocommit=True, connect_timeout=5, application_name="satchel"
                ) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._closed.is_set():
                        for notice in connection.notifies(timeout=1.0):
                            if self._closed.is_set():
                                return
                            self._tell({notice.payload}, set())
            except psycopg.Error:
                self._closed.wait(1.0)

    def close(self) -> None:
        if self._closed.is_set():
            return
        self._closed.set()
        if self._ear:
            # Our own ear listens for up to a second; a word, though it means nothing, ends that.
            with suppress(Busy, Unavailable):
                self._once(lambda tx: tx.signal("closing"), durable=True, patience=PATIENCE)
            self._ear.join(3)
        self.hurry()
        for connection in tuple(self._reading):
            connection.cancel()
        self._threads.shutdown()
        self._pool.close()
