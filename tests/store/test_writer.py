"""The one thread that writes: nobody is told "saved" who is not, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest

from satchel.base.errors import Busy, Conflict, Invalid, Unavailable
from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store import writer
from satchel.store.db import WAITING, Tx
from satchel.store.sqlite import SqliteStore
from tests.circles import Held as Text
from tests.circles import let_go
from tests.clock import FakeClock
from tests.patience import HANG, until


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path, clock: FakeClock) -> Iterator[SqliteStore]:
    import shutil

    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    opened = SqliteStore(tmp_path / "satchel.db", clock, patience=0.1)
    yield opened
    opened.close()


def _save(url: str) -> Callable[[Tx], int]:
    return lambda tx: saving.save(tx, 1, NewLink(url)).item.id


def _count(store: SqliteStore) -> int:
    row = store.read(lambda tx: tx.one("SELECT COUNT(*) FROM items"))
    assert row is not None
    return int(row[0])


class Held:
    """Keeps the writer at work until it is let go, so that ops gather behind."""

    def __init__(self, store: SqliteStore) -> None:
        self._gate, self._begun = threading.Event(), threading.Event()
        self.future = store._writer.submit(self._op)
        assert self._begun.wait(HANG)

    def _op(self, tx: Tx) -> None:
        self._begun.set()
        self._gate.wait(HANG)

    def let_go(self) -> None:
        self._gate.set()


def _errors(futures: list[Future[int]]) -> list[type | None]:
    return [type(future.exception(HANG)) if future.exception(HANG) else None for future in futures]


def test_a_commit_that_fails_fails_the_whole_batch_and_tells_nobody_saved(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BATCH_SECONDS", HANG)
    heard: list[set[str]] = []
    store.listen(heard.append)
    held = Held(store)
    saves = [store._writer.submit(_save(f"http://example.org/{n}")) for n in range(5)]
    saves.append(store._writer.submit(_save("javascript:alert(1)")))
    failing = iter((True,))
    # The hook stands where the disk fails: SQLite makes an error of the commit, and takes all back.
    store._writer._connection.set_commit_hook(lambda: next(failing, False))
    held.let_go()
    assert isinstance(held.future.exception(HANG), apsw.ConstraintError)
    assert None not in _errors(saves)
    assert heard == []
    assert _count(store) == 0
    assert store.write(_save("http://example.org/0")) == 1


def test_one_op_that_fails_fails_alone(store: SqliteStore) -> None:
    held = Held(store)
    ops = ["http://example.org/1", "javascript:x", "http://example.org/2"]
    saves = [store._writer.submit(_save(url)) for url in ops]
    held.let_go()
    assert _errors(saves) == [None, Invalid, None]
    assert _count(store) == 2


def test_of_many_that_fail_in_one_commit_none_takes_others_with_it_and_nobody_is_done_a_third_time(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BATCH_SECONDS", HANG)
    runs = [0] * 40
    heard: list[set[str]] = []
    store.listen(heard.append)

    def op(number: int) -> Callable[[Tx], int]:
        def save(tx: Tx) -> int:
            runs[number] += 1
            tx.signal(f"{number}")
            made = _save(f"http://example.org/{number}")(tx)
            if number % 7 == 3:
                raise Invalid
            return made

        return save

    held = Held(store)
    saves = [store._writer.submit(op(number)) for number in range(40)]
    held.let_go()
    kept = [number for number in range(40) if number % 7 != 3]
    assert [number for number, error in enumerate(_errors(saves)) if error is None] == kept
    assert [saves[number].result() for number in kept] == list(range(1, len(kept) + 1))
    assert _count(store) == len(kept)
    assert max(runs) == 2
    store.write(lambda tx: None)  # now the listeners have heard too
    assert set().union(*heard) - {"jobs"} == {f"{number}" for number in kept}


class Extraordinary(BaseException):
    """Not an Exception, as KeyboardInterrupt is not."""


@pytest.mark.parametrize(
    "error", [Extraordinary, SystemExit, asyncio.CancelledError, StopIteration, MemoryError]
)
def test_whatever_an_op_raises_the_writer_goes_on(store: SqliteStore, error: type[BaseException]) -> None:
    def raise_it(tx: Tx) -> None:
        _save("http://example.org/never")(tx)
        raise error

    with pytest.raises((error, RuntimeError)):  # a StopIteration would end who waits as if all were well
        store.write(raise_it)

    async def both() -> tuple[object, object]:
        return await asyncio.gather(
            store.awrite(raise_it), store.awrite(_save("http://example.org/1")), return_exceptions=True
        )

    if not issubclass(error, SystemExit):  # that one ends the loop, as it should
        failed, saved = asyncio.run(both())
        assert isinstance(failed, error | RuntimeError | asyncio.CancelledError)
        assert saved == 1
    store.write(_save("http://example.org/2"))
    store.ping()


def test_more_ops_than_may_wait_are_refused_at_once(store: SqliteStore) -> None:
    held = Held(store)
    waiting = [store._writer.submit(lambda tx: 1) for _ in range(WAITING)]
    with pytest.raises(Busy):
        store.write(_save("http://example.org/too-many"))
    held.let_go()
    assert _errors(waiting) == [None] * WAITING
    assert store.write(_save("http://example.org/later")) == 1


def test_closing_runs_what_waits_and_refuses_what_comes_later(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_CLOSING", HANG)
    held = Held(store)
    saves = [store._writer.submit(_save(f"http://example.org/{n}")) for n in range(700)]
    with ThreadPoolExecutor(1) as closer:
        closing = closer.submit(store.close)
        until(lambda: store._writer._closing)
        with pytest.raises(Unavailable):
            store.write(_save("http://example.org/late"))
        held.let_go()
        closing.result(HANG)
    assert _errors(saves) == [None] * 700
    with pytest.raises(Unavailable):
        store.read(lambda tx: 1)
    again = SqliteStore(store.file, FakeClock())
    assert _count(again) == 700
    again.close()


def test_nobody_who_writes_while_the_store_closes_waits_for_ever(store: SqliteStore) -> None:
    def write_until_refused(name: int) -> int:
        for number in range(100_000):
            try:
                store.write(_save(f"http://example.org/{name}/{number}"))
            except Unavailable:
                return number
        raise AssertionError("never refused")

    with ThreadPoolExecutor(4) as threads:
        writers = [threads.submit(write_until_refused, name) for name in range(4)]
        until(lambda: _count(store) >= 20)
        store.close()
        saved = sum(future.result(HANG) for future in writers)
    again = SqliteStore(store.file, FakeClock())
    assert _count(again) == saved
    again.close()


def test_who_waits_behind_a_lock_is_refused_together_and_not_one_after_the_other(store: SqliteStore) -> None:
    other = apsw.Connection(str(store.file))
    held = Held(store)
    saves = [store._writer.submit(_save(f"http://example.org/{n}")) for n in range(1000)]
    held.let_go()
    held.future.result(HANG)
    # The first batch may be through; the lock meets what is left, or what comes next.
    other.set_busy_timeout(60_000)
    other.execute("BEGIN IMMEDIATE")
    saves += [store._writer.submit(_save(f"http://example.org/late/{n}")) for n in range(200)]
    errors = _errors(saves)
    other.execute("ROLLBACK")
    other.close()
    assert set(errors[-200:]) == {Busy}
    assert set(errors) <= {None, Busy}
    assert _count(store) == errors.count(None)


def test_a_listener_that_fails_takes_nobody_with_it(store: SqliteStore) -> None:
    heard: list[set[str]] = []

    def fail(signals: set[str]) -> None:
        raise ZeroDivisionError

    store.listen(fail)
    end = store.listen(heard.append)
    store.write(_save("http://example.org/1"))
    store.write(lambda tx: None)  # whoever waits is answered first; now the listeners have heard too
    assert heard == [{"jobs"}]
    end()
    store.write(_save("http://example.org/2"))
    assert len(heard) == 1


def test_a_loop_that_has_closed_meanwhile_does_not_stop_the_writer(store: SqliteStore) -> None:
    held = Held(store)

    async def leave() -> None:
        writing = asyncio.ensure_future(store.awrite(_save("http://example.org/1")))
        await asyncio.sleep(0)
        writing.cancel()

    asyncio.run(leave())
    held.let_go()
    assert store.write(_save("http://example.org/2")) == 2


def test_only_one_server_owns_a_file(sqlite_template: Path, tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "satchel.db", FakeClock(), owner=True)
    with pytest.raises(Conflict, match="already running"):
        SqliteStore(tmp_path / "satchel.db", FakeClock(), owner=True)
    tool = SqliteStore(tmp_path / "satchel.db", FakeClock())  # a command beside the server
    tool.close()
    first.close()
    SqliteStore(tmp_path / "satchel.db", FakeClock(), owner=True).close()


def test_what_a_failed_op_held_is_let_go_at_once(store: SqliteStore) -> None:
    async def fail(text: Text) -> None:
        def op(tx: Tx) -> None:
            raise Invalid(text)

        with pytest.raises(Invalid):
            await store.awrite(op)

    assert let_go(lambda text: asyncio.run(fail(text)))


def test_a_long_read_such_as_a_backup_holds_up_no_save(
    sqlite_template: Path, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setattr(writer, "LONG_LOG", 1)  # so the log is to be cut after each commit
    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    store = SqliteStore(tmp_path / "satchel.db", clock, patience=100 * HANG)
    reader = apsw.Connection(str(tmp_path / "satchel.db"))
    try:
        reader.execute("BEGIN; SELECT COUNT(*) FROM items").fetchall()
        for number in range(5):
            store._writer.submit(_save(f"https://example.com/{number}")).result(HANG)
        reader.execute("COMMIT")
    finally:
        reader.close()
        store.close()
