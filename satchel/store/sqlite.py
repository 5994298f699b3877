"""SQLite: one writer thread with group commit, a few readers beside it."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from satchel.base.clock import Clock
from satchel.base.errors import Damaged, Invalid, Unavailable
from satchel.store.application import mark, recognise
from satchel.store.ballast import Ballast
from satchel.store.damage import Damage
from satchel.store.db import Op, ReadOp, Row, Store, T, Tx
from satchel.store.one_row import RowStatement
from satchel.store.owning import claim
from satchel.store.search_file import DAMAGED
from satchel.store.sqlite_errors import explain
from satchel.store.text_index_sqlite import SqliteTextIndex
from satchel.store.writer import Writer

#: All before it can corrupt a WAL database when one connection checkpoints while another commits.
OLDEST = (3, 51, 3)
READERS = 3
#: Seconds of the processor that a reading for somebody who waits may take: the slowest list of a million items takes
#: a quarter of that, on a slow computer all of it.
MAX_READING_SECONDS = 10.0
#: Steps of SQLite's own machine between two looks at that: about a millisecond.
LOOK_EVERY = 100_000
_TOO_LONG = "This takes too long to find. Ask for less at once: fewer words, or no stars."

_PRAGMAS = """
PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 67108864;
"""
#: As ever, and other files can be attached by addresses that say how.
_FLAGS = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI


def connect(file: Path, patience: float) -> apsw.Connection:
    """A connection to `file` as we want all of them.

    `patience` is how many seconds it waits for others that write. Raises `apsw.Error`, and
    `Conflict` when the file is another program's.
    """
    connection = apsw.Connection(str(file), flags=_FLAGS, statementcachesize=256)
    connection.set_busy_timeout(int(patience * 1000))
    recognise(connection, file)
    # Otherwise this build of SQLite plans a statement anew each time its values change, which
    # costs ten times as much as running it.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    _keep_log(connection, patience)
    # To the end: one of these gives a row, and the rest only run once it is taken.
    connection.execute(_PRAGMAS).fetchall()
    return connection


def _keep_log(connection: apsw.Connection, patience: float) -> None:
    """Have the database keep a write-ahead log. SQLite itself has no patience with this one step."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


class SqliteTx(Tx):
    """A transaction on one SQLite connection."""

    kind = "sqlite"
    #: The search index beside the database.
    index: SqliteTextIndex | None = None
    #: Whether that was asked for.
    searched = False
    ids = "SELECT value AS id FROM json_each(:ids)"
    texts = "SELECT value ->> 0 AS id, value ->> 1 AS text FROM json_each(:texts)"

    def __init__(self, connection: apsw.Connection, now: int) -> None:
        super().__init__(now)
        self._connection = connection

    def all(self, sql: str, **values: object) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, **values: object) -> Iterator[Row]:
        yield from self._connection.execute(sql, values)

    def one(self, sql: str, **values: object) -> Row | None:
        # All of them: a RETURNING statement is only finished when its cursor is run to its end.
        rows = self._connection.execute(sql, values).fetchall()
        return rows[0] if rows else None

    def run(self, sql: str, **values: object) -> int:
        self.written += 1
        self._connection.execute(sql, values).fetchall()
        return self._connection.changes()

    def later(self, sql: str, **values: object) -> None:
        self.written += 1
        self._connection.execute(sql, values)  # to its end: it gives no rows

    def write_row(self, statement: RowStatement, **values: object) -> None:
        self.written += 1
        self._connection.execute(statement.sql, values)

    def many(self, sql: str, values: Iterable[dict[str, object]]) -> None:
        self._connection.executemany(sql, values)

    def script(self, sql: str) -> None:
        # A script stops at each row that it gives until somebody takes the row.
        self._connection.execute(sql).fetchall()

    def index_schema(self) -> str:
        self.searched = True
        return self.index.attach(self._connection) if self.index else super().index_schema()

    def lock_user(self, user: int) -> None:
        """There is one writer at a time anyway."""

    def lock_first_account(self) -> None:
        """There is one writer at a time anyway."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        kept = set(self.signals)
        self._connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.signals = kept
            # A full disk has already undone the whole transaction.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO part; RELEASE part")
            raise
        self._connection.execute("RELEASE part")


class SqliteStore(Store):
    """The embedded database of one server process: `satchel.db` in the data folder."""

    kind = "sqlite"

    def __init__(self, file: Path, clock: Clock, *, owner: bool = False, patience: float = 5.0) -> None:
        """Open `file`, making it and its folder where they are missing.

        `owner` claims the file for this server process: raises `Conflict` when another one has it.
        `patience` is how many seconds to wait for another process that is writing.
        """
        super().__init__()
        if tuple(map(int, apsw.sqlite_lib_version().split("."))) < OLDEST:
            raise Unavailable(f"SQLite {apsw.sqlite_lib_version()} can corrupt databases; apsw is too old.")
        self.file = file
        self._clock = clock
        self._patience = patience
        self._closed = False
        self._lock = claim(file) if owner else None
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._local = threading.local()
        self._open: list[apsw.Connection] = []
        self._damage = Damage()
        try:
            connection = self._connect()
            mark(connection)
        except BaseException:
            if self._lock:
                self._lock.close()
            raise
        file.chmod(0o600)
        self.index: SqliteTextIndex = SqliteTextIndex(file.with_name("search.db"), self.read, patience)
        ballast = Ballast(file.with_suffix(".ballast")) if owner else None
        self._writer = Writer(connection, self._tx, clock, self._tell, self._damage, ballast)
        self._readers = ThreadPoolExecutor(READERS, "satchel-reader")

    def _connect(self) -> apsw.Connection:
        try:
            connection = connect(self.file, self._patience)
        except apsw.Error as error:
            if isinstance(explain(error, self._damage), Damaged):
                raise Damaged(
                    f"The database {self.file} is damaged, or no database at all: {error}."
                ) from error
            raise Unavailable(f"The database {self.file} cannot be opened: {error}.") from error
        self._open.append(connection)
        return connection

    def _tx(self, connection: apsw.Connection, now: int) -> SqliteTx:
        tx = SqliteTx(connection, now)
        tx.index = self.index
        return tx

    def write(self, op: Op[T], weight: int = 1) -> T:
        return self._writer.submit(op, weight).result()

    async def awrite(self, op: Op[T], weight: int = 1, person: int = 0) -> T:
        return await self._writer.submit_from_loop(op, weight, asyncio.get_running_loop())

    def read(self, op: ReadOp[T]) -> T:
        return self._read(op, begin=True)

    def _read(self, op: Op[T], *, begin: bool, again: bool = False) -> T:
        """Each thread that reads has a connection of its own."""
        if self._closed:
            raise Unavailable("The server is stopping.")
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            connection.execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0").fetchall()
            connection.set_progress_handler(self._is_over, LOOK_EVERY)
        tx = self._tx(connection, self._clock.now())
        try:
            if begin:
                connection.execute("BEGIN")
            result = op(tx)
            if connection.in_transaction:
                connection.execute("COMMIT")
            if tx.searched:
                self.index.file.let_go(connection)
        except BaseException as error:
            self._leave(connection)
            if isinstance(error, apsw.InterruptError) and not self._closed:
                raise Invalid(_TOO_LONG) from error
            # This connection may not write, whatever the disk says: an op that tries is our own fault.
            if getattr(error, "extendedresult", 0) == apsw.SQLITE_READONLY:
                raise
            if tx.searched and isinstance(error, DAMAGED) and not again:
                # The index is the likelier of the two, and the one that can be had again.
                self.index.file.throw_away(error)
                return self._read(op, begin=begin, again=True)
            explained = explain(error, self._damage)
            if explained is error:
                raise
            raise explained  # noqa: B904  it names its cause itself
        return result

    def _leave(self, connection: apsw.Connection) -> None:
        """End a reading transaction that failed, whatever the state of the file; or this thread's connection."""
        with suppress(apsw.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        if connection.in_transaction:
            self._local.connection = None

    async def aread(self, op: ReadOp[T], *, quick: bool = False) -> T:
        if quick:
            return self.read(op)
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read_in_time, op)

    def _read_in_time(self, op: ReadOp[T]) -> T:
        self._local.until = time.thread_time() + MAX_READING_SECONDS
        try:
            return self.read(op)
        finally:
            self._local.until = None

    def _is_over(self) -> bool:
        """Whether the statement of this thread has to end: it takes too long, or the server stops."""
        until: float | None = getattr(self._local, "until", None)
        return self._closed or (until is not None and time.thread_time() > until)

    async def alook(self, op: ReadOp[T]) -> T:
        return self._read(op, begin=False)

    def hurry(self) -> None:
        self._writer.hurry()

    def ping(self) -> None:
        self.read(lambda tx: tx.one("SELECT 1 FROM users"))
        if not self._writer.alive:
            raise Unavailable
        if self._damage.seen:
            raise Damaged
        # Who owns the machine may write anything, and a file that is open stays open: so both are asked.
        if self._damage.is_barred or not all(os.access(at, os.W_OK) for at in (self.file, self.file.parent)):
            raise Unavailable("The database cannot be written.")

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        self._readers.shutdown()
        for connection in self._open:
            connection.close()
        # Last, since it alone can write its log back into its file.
        self.index.close()
        if self._lock:
            self._lock.close()
