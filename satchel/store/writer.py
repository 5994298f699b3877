"""The one thread that writes a SQLite file, and its group commit.

A commit costs a sync of the disk whether it carries one save or two hundred. So the writer
takes everything that waits, commits once, and only then answers all of them. Nobody is told
"saved" before the disk has it. An op that fails is taken back with all that was done before it in
the same commit, and that is done once more without it: few fail, and savepoints, for which the
database copies each page before it changes, would cost all of them a tenth.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext, suppress

import apsw

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.errors import STOPPING, Busy, Damaged, Unavailable
from satchel.store.ballast import Ballast
from satchel.store.bell import Bell
from satchel.store.damage import Damage
from satchel.store.db import ELSEWHERE, WAITING, Op, T, Tx
from satchel.store.sqlite_errors import explain
from satchel.store.waiting_op import Entry, settle_all

MAX_BATCH_OPS = 256  #: in one commit
MAX_BATCH_ACTIONS = 500  #: actions in one commit
MAX_BATCH_SECONDS = 0.020  #: seconds that a commit gathers work before it syncs

#: Seconds that the end may take with what is queued then.
MAX_CLOSING = 2.0
#: Steps of the database after which an op may be told to end: some 50 us.
_STEPS = 5000

#: A log beyond this many pages (64 MB) is written back and cut while nobody waits.
LONG_LOG = 16_384

_logger = logging.getLogger("satchel.store")

MakeTx = Callable[[apsw.Connection, int], Tx]


class Writer:
    """Owns the writing connection and the thread that uses it."""

    def __init__(
        self,
        connection: apsw.Connection,
        make_tx: MakeTx,
        clock: Clock,
        tell: Callable[[set[str], set[int]], None],
        damage: Damage,
        ballast: Ballast | None = None,
    ) -> None:
        self._connection = connection
        self._make_tx = make_tx
        self._clock = clock
        self._tell = tell
        self._damage = damage
        self._ballast = ballast
        self._waiting: deque[Entry] = deque()
        self._bell = Bell(self._waiting)
        self._door = threading.Lock()
        self._closing = False
        self._log_pages = 0
        self._version = 0  #: which changes by other processes this one has seen
        #: Whether all that waits is to be refused, and what is being run to be ended.
        self._hurried = False
        #: Whether it would be an op that is ended, and nothing of ours.
        self._in_op = False
        #: How many ops of those that wait were done already, but for one behind them that failed.
        self._again = 0
        #: How many changes there had been when the storage last refused one; None while it is well.
        self._refused_at: int | None = None
        connection.set_wal_hook(self._after_commit)
        connection.set_progress_handler(self._must_end, _STEPS)
        self._thread = threading.Thread(target=self._run, name="satchel-writer", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def submit(self, op: Op[T], weight: int = 1) -> Future[T]:
        """Queue `op` for a caller that blocks on the future. Raises `Busy` when too many wait."""
        future: Future[T] = Future()
        self._enqueue(Entry(op, weight, future))
        self._bell.ring()
        return future

    def submit_from_loop(self, op: Op[T], weight: int, loop: asyncio.AbstractEventLoop) -> asyncio.Future[T]:
        """Queue `op` for a coroutine on `loop`.

        The thread is woken when the loop has heard everybody who speaks just now: one commit then
        serves them all, and the two do not fight over the interpreter meanwhile.
        """
        future: asyncio.Future[T] = loop.create_future()
        self._enqueue(Entry(op, weight, future, loop))
        self._bell.ring_when_heard(loop)
        return future

    def hurry(self) -> None:
        """Refuse all that waits and end the op that runs, as if neither had been asked for.

        Whoever waits hears `Unavailable`; what was done before in the same commit is kept, and heard of as such.
        """
        self._hurried = True
        self._bell.ring()

    def close(self) -> None:
        """Run what is queued, write the log back, and end the thread. What takes too long is refused."""
        with self._door:
            self._closing = True
        self._bell.ring()
        self._thread.join(MAX_CLOSING)
        self.hurry()
        self._thread.join()

    def _enqueue(self, entry: Entry) -> None:
        # The lock keeps an op from slipping in behind the end, where nobody would ever answer it.
        with self._door:
            if self._closing:
                raise Unavailable(STOPPING)
            if len(self._waiting) >= WAITING:
                raise Busy
            self._waiting.append(entry)

    def _run(self) -> None:
        while not self._closing or self._waiting:
            self._bell.wait()
            while self._waiting:
                self._batch(self._waiting.popleft())
            self._hurried = False
            if self._log_pages > LONG_LOG:
                self._truncate_log()
        self._truncate_log()

    def _batch(self, first: Entry) -> None:
        """Run `first` and what waits behind it in one commit."""
        done: list[Entry] = []
        # Each in a savepoint then: a batch of which several fail is not begun anew for each of them.
        once_more = self._again > 0
        signals: set[str] = set()
        changed: set[int] = set()
        entry: Entry | None = first
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except apsw.Error as error:
            # Who waits behind has waited as long already; one after the other it would be minutes.
            behind = [self._waiting.popleft() for _ in range(len(self._waiting))]
            self._again = 0
            self._undo([first, *behind], error)
            return
        try:
            elsewhere = self._changed_elsewhere()
            weight = 0
            until = time.monotonic() + MAX_BATCH_SECONDS
            while entry is not None:
                done.append(entry)
                if not self._one(entry, signals, changed, apart=once_more and entry is not first):
                    self._connection.execute("ROLLBACK")
                    self._without(done)
                    self._tell(set(), elsewhere)
                    return
                weight += entry.weight
                if len(done) >= MAX_BATCH_OPS or weight >= MAX_BATCH_ACTIONS or time.monotonic() > until:
                    break
                entry = self._waiting.popleft() if self._waiting else None
            self._connection.execute("COMMIT")
        except BaseException as error:  # whatever it is, nobody may wait for ever
            self._undo(done, error)
            return
        self._damage.is_barred &= any(entry.error for entry in done)
        if self._refused_at is not None and not (self._ballast and self._ballast.is_dropped):
            self._healed()
        self._answer(done)
        self._tell(signals, changed | elsewhere)

    def _without(self, done: list[Entry]) -> None:
        """Answer the last of those, which failed, and have the others done once more, before all that wait."""
        self._answer([done.pop()])
        self._waiting.extendleft(reversed(done))
        self._again += len(done)

    def _changed_elsewhere(self) -> set[int]:
        """`ELSEWHERE`, if another process has written since the last commit of this one."""
        row = self._connection.execute("PRAGMA data_version").fetchone()
        before, self._version = self._version, row[0] if row else 0
        return {ELSEWHERE} if self._version != before and before else set()

    def _one(self, entry: Entry, signals: set[str], changed: set[int], *, apart: bool) -> bool:
        """Run one op; what it signals, and of whom it changes something, is added.

        False when it failed and is to be taken back; `apart`, in a savepoint, it takes itself back.
        """
        tx = self._make_tx(self._connection, self._clock.now())
        if self._ballast:
            tx.is_short = self._ballast.is_short
        once_more = self._again > 0
        self._again -= once_more
        try:
            if self._hurried and not once_more:
                raise Unavailable(STOPPING)
            with tx.savepoint() if apart else nullcontext():
                self._in_op = not once_more
                entry.result = entry.op(tx)
                self._in_op = False
        except BaseException as error:
            if not self._connection.in_transaction or isinstance(error, apsw.FullError):
                raise
            entry.error = explain(error, self._damage)
            return apart
        finally:
            self._in_op = False
        signals |= tx.signals
        changed |= tx.changed
        return True

    def _must_end(self) -> bool:
        """Whether the database shall interrupt what it does. Only once for an op, which has to be taken back."""
        ends = self._hurried and self._in_op
        if ends:
            self._in_op = False
        return ends

    def _undo(self, entries: list[Entry], error: BaseException) -> None:
        """Take the whole batch back: nothing of it is durable, so nobody is told that it is."""
        with suppress(apsw.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        explained = explain(error, self._damage)
        if isinstance(explained, Unavailable) and not isinstance(explained, Damaged):
            # Once, not for each of the thousands that will be refused until somebody makes room.
            if self._refused_at is None:
                log.event(_logger, "error", "storage_refuses", detail=str(error))
            self._refused_at = self._connection.total_changes()
        if self._ballast and isinstance(error, apsw.FullError | apsw.IOError) and self._ballast.drop():
            # The log is written back while there is room, and stays as large as it is: that room is ours.
            with suppress(apsw.Error):
                self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)
            # Once more: what is small gets through, and what is not is told so.
            self._waiting.extendleft(reversed(entries))
            return
        for entry in entries:
            entry.error = explain(error)
        self._answer(entries)

    def _healed(self) -> None:
        """Say so once something is durable again; an empty commit proves nothing."""
        if self._connection.total_changes() != self._refused_at:
            log.event(_logger, "info", "storage_accepts_again")
            self._refused_at = None

    def _answer(self, entries: list[Entry]) -> None:
        """Wake everybody, with one call for each event loop."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Entry]] = {}
        for entry in entries:
            if entry.loop is None:
                entry.settle()
            else:
                by_loop.setdefault(entry.loop, []).append(entry)
        for loop, group in by_loop.items():
            with suppress(RuntimeError):  # the loop may have closed meanwhile
                loop.call_soon_threadsafe(settle_all, group)

    def _after_commit(self, connection: apsw.Connection, name: str, pages: int) -> int:
        """Checkpoint as SQLite does by itself; the hook takes that over once it is set."""
        self._log_pages = pages
        if pages >= 1000 or (self._ballast and self._ballast.is_dropped):
            # Where it fails, the commit stands and the pages are written back another time.
            with suppress(apsw.Error):
                connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        return apsw.SQLITE_OK

    def _truncate_log(self) -> None:
        # Where a reader is in the way, or the disk is full, the log stays valid and is cut later: a backup reads for
        # as long as the whole file takes, and nobody's save waits for that.
        patience = self._connection.pragma("busy_timeout")
        self._connection.set_busy_timeout(0)
        with suppress(apsw.Error):
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        self._connection.set_busy_timeout(patience)
        self._log_pages = 0
