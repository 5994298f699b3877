"""What every database gives us: transactions, and a way to run them.

An `Op` is a plain function of one open transaction. It may run more than once (PostgreSQL
retries it after a serialization failure), so it does nothing but talk to its `Tx`.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from satchel.base import log
from satchel.base.errors import Unavailable
from satchel.store.one_row import RowStatement
from satchel.store.text_index import TextIndex

_logger = logging.getLogger("satchel.store")

T = TypeVar("T")

Row = tuple[Any, ...]

#: Ops that may wait; more are refused.
WAITING = 4096


class TooMuch(Exception):
    """There is more to read than a quick reading takes on; it is begun once more where it holds nobody up."""


class ReadTx(ABC):
    """One open transaction, as far as reading goes."""

    #: Which database it is on: that of its `Store`.
    kind: str
    #: When the transaction began, ms since 1970. All rows that it writes carry this time.
    now: int
    #: The rows of the value `:ids`, a JSON list of numbers, and of `:texts`, one of pairs of a number and a text.
    ids: str
    texts: str
    #: Stands before a condition at whose index a list is not to begin. PostgreSQL knows how many rows each lets
    #: through, and would know nothing of what is written in any other way.
    aside = "+"
    #: How much more of what has no bounds of its own may be read here; None for all there is.
    left: int | None = None

    def weigh(self, weight: int) -> None:
        """So much of what has no bounds of its own is read. Raises `TooMuch` where that is more than may be."""
        if self.left is not None:
            self.left -= weight
            if self.left < 0:
                raise TooMuch

    @abstractmethod
    def all(self, sql: str, **values: object) -> list[Row]:
        """Every row that `sql` gives; `:name` in it stands for the value of that name."""

    @abstractmethod
    def each(self, sql: str, **values: object) -> Iterator[Row]:
        """As `all`, one row after the other, for what would be large all at once.

        Others may be run meanwhile. Whoever does not take all closes the iterator.
        """

    @abstractmethod
    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, or None."""

    def merged(self, parts: Sequence[str], order: str) -> str:
        """The statement for the rows of all `parts`, of which an index gives each in that order.

        Whoever puts the whole in that order and takes `:limit` rows after `:offset` has the parts merged, and no
        more of each read than that.
        """
        return " UNION ALL ".join(parts)

    def index_schema(self) -> str:
        """The schema in which the tables of the search index are, where that is a file of its own."""
        raise Unavailable("There is no search index here.")


class Tx(ReadTx):
    """One open transaction that may write."""

    #: What makes a claim pass over rows that somebody else is claiming.
    skip_locked = ""

    def __init__(self, now: int) -> None:
        self.now = now
        #: How many rows were written one by one, and other statements that write.
        self.written = 0
        self.signals: set[str] = set()
        #: People of whom something changes.
        self.changed: set[int] = set()
        #: Whether the disk has room for small things only.
        self.is_short: Callable[[], bool] = lambda: False

    @abstractmethod
    def run(self, sql: str, **values: object) -> int:
        """Run `sql`; the number of rows it changed."""

    def later(self, sql: str, **values: object) -> None:
        """Run `sql`, at the latest when the next answer is wanted or the transaction ends."""
        self.run(sql, **values)

    def write_row(self, statement: RowStatement, **values: object) -> None:
        """Write one row, as `later`."""
        self.later(statement.sql, **values)

    def pipelined(self) -> AbstractContextManager[object]:
        """A part in which what is to be run `later` is sent on without waiting for what came of it.

        Rows that are written one after the other may be sent together.
        """
        return nullcontext()

    @abstractmethod
    def many(self, sql: str, values: Iterable[dict[str, object]]) -> None:
        """Run `sql` once for each set of values."""

    @abstractmethod
    def script(self, sql: str) -> None:
        """Run several statements that take no values."""

    @abstractmethod
    def lock_user(self, user: int) -> None:
        """Keep other writers away from `user`'s things until the commit, and look at the clock again.

        Whoever touches something else first, a job say, begins with this: all take the same
        things in the same order, so that no two wait for each other.
        """

    @abstractmethod
    def lock_first_account(self) -> None:
        """Keep everybody else from making the first account until the commit."""

    @abstractmethod
    def savepoint(self) -> AbstractContextManager[None]:
        """A part that is undone on its own when an exception leaves it."""

    def room(self) -> None:
        """Raise `Unavailable` when the disk is so full that what is left is for signing in and deleting.

        Asked by whatever makes the database grow.
        """
        if self.is_short():
            raise Unavailable

    def signal(self, word: str) -> None:
        """Say `word` to whoever listens, once the transaction is durable and not before."""
        self.signals.add(word)


Op = Callable[[Tx], T]
ReadOp = Callable[[ReadTx], T]
Listener = Callable[[set[str]], None]
Watcher = Callable[[set[int]], None]
#: Stands among the numbers of people of whom something changed for all that another process wrote.
ELSEWHERE = 0


class Store(ABC):
    """A database, and the threads that may talk to it."""

    #: Name of the suffix of SQL files that only this database reads.
    kind: str
    #: What is searched in texts.
    index: TextIndex
    #: Whether other server processes may use the database at the same time.
    shared = False

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._watchers: list[Watcher] = []

    @abstractmethod
    def write(self, op: Op[T], weight: int = 1) -> T:
        """Run `op` in a durable transaction and wait for it.

        `weight` is how many actions it stands for. Raises what `op` raises, after undoing it;
        `Busy` when too many wait or somebody holds the lock; `Unavailable` when the storage
        cannot be written.
        """

    @abstractmethod
    async def awrite(self, op: Op[T], weight: int = 1, person: int = 0) -> T:
        """As `write`, without blocking the event loop.

        `person` is whose things it changes, 0 for nobody's in particular: where the writes of one person wait for
        each other, others do not wait behind them.
        """

    @contextmanager
    def migrating(self) -> Iterator[Callable[[Op[Any], bool], Any]]:
        """Keep everybody else from changing the schema meanwhile.

        What is given runs an op as `write` does, however long it takes; with False in no transaction where the
        database can: what the op has done stays then, even if it fails later.
        """
        yield lambda op, in_transaction: self.write(op)  # one writer at a time is alone anyway

    @abstractmethod
    def read(self, op: ReadOp[T]) -> T:
        """Run `op` on one consistent snapshot. Raises as `write`."""

    @abstractmethod
    async def aread(self, op: ReadOp[T], *, quick: bool = False) -> T:
        """As `read`, without blocking the event loop.

        `quick` promises a look-up by key or a page of at most fifty rows: where that costs less
        than handing it to a thread, it runs at once.
        """

    async def alook(self, op: ReadOp[T]) -> T:
        """As a quick `aread`, for an `op` of one statement, which is a snapshot by itself."""
        return await self.aread(op, quick=True)

    @abstractmethod
    def hurry(self) -> None:
        """Refuse the writes that wait, and take back what those that run have done so far.

        Whoever waits for one hears `Unavailable` or `Busy`, and then nothing of it is kept; those that come
        later are carried out as ever.
        """

    @abstractmethod
    def ping(self) -> None:
        """Raise unless the database answers, and somebody is there who can write to it.

        A full disk is not noticed: reading goes on then, and whoever restarts the server for it gains nothing.
        """

    @abstractmethod
    def close(self) -> None:
        """Finish what is queued, then let go of the database. May be called twice."""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told, from any thread, what committed transactions signalled.

        The function that is returned ends it. A hint only: whoever needs certainty looks.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have `watcher` told, from any thread, of whom committed transactions of this process changed something.

        `ELSEWHERE` is among them where another process wrote meanwhile, as far as the database tells.
        The function that is returned ends it. A hint only, as with `listen`.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _tell(self, signals: set[str], changed: set[int]) -> None:
        if changed:
            for watcher in tuple(self._watchers):
                watcher(changed)
        if signals:
            for listener in tuple(self._listeners):
                try:
                    listener(signals)
                except Exception as error:
                    # The commit stands whoever cannot hear of it, and the others shall.
                    log.event(_logger, "error", "listener_failed", exc_info=error)
