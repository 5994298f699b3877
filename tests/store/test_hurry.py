"""A store that is told to hurry: writes end at once, and everybody knows whether theirs was kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from satchel.base.errors import Busy, Unavailable
from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store import writer
from satchel.store.db import Store, Tx
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.patience import HANG

#: Counts for an hour, unless somebody ends it.
_FOR_LONG = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT COUNT(*) FROM n
"""


class Long:
    """A write that saves a page and then takes very long."""

    def __init__(self) -> None:
        self.begun = threading.Event()

    def __call__(self, tx: Tx) -> None:
        saving.save(tx, 1, NewLink("http://example.org/long"))
        self.begun.set()
        tx.all(_FOR_LONG)


def _kept(store: Store) -> list[str]:
    return [str(url) for (url,) in store.read(lambda tx: tx.all("SELECT given_url FROM items ORDER BY id"))]


def test_a_write_that_takes_long_is_taken_back_and_later_ones_go_on(store: Store) -> None:
    long = Long()
    with ThreadPoolExecutor(1) as caller:
        writing = caller.submit(store.write, long)
        assert long.begun.wait(HANG)
        store.hurry()
        assert isinstance(writing.exception(HANG), Unavailable | Busy)
    assert _kept(store) == []
    store.write(lambda tx: saving.save(tx, 1, NewLink("http://example.org/later")))
    assert _kept(store) == ["http://example.org/later"]


def test_nobody_in_the_queue_is_told_wrongly(
    sqlite_template: Path, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done in the same commit before the long one is kept, what waited behind it is not."""
    monkeypatch.setattr(writer, "MAX_BATCH_SECONDS", HANG)
    (tmp_path / "satchel.db").write_bytes(sqlite_template.read_bytes())
    store = SqliteStore(tmp_path / "satchel.db", clock)
    long, gate = Long(), threading.Event()
    submit = store._writer.submit
    submit(lambda tx: gate.wait(HANG))
    before = submit(lambda tx: saving.save(tx, 1, NewLink("http://example.org/before")))
    writing = submit(long)
    after = submit(lambda tx: saving.save(tx, 1, NewLink("http://example.org/after")))
    gate.set()
    assert long.begun.wait(HANG)
    store.hurry()
    assert before.exception(HANG) is None
    assert [type(each.exception(HANG)) for each in (writing, after)] == [Unavailable, Unavailable]
    assert _kept(store) == ["http://example.org/before"]
    store.close()


def test_the_end_does_not_wait_for_a_long_write(
    sqlite_template: Path, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_CLOSING", 0.0)
    (tmp_path / "satchel.db").write_bytes(sqlite_template.read_bytes())
    store = SqliteStore(tmp_path / "satchel.db", clock)
    long = Long()
    writing = store._writer.submit(long)
    assert long.begun.wait(HANG)
    store.close()
    assert isinstance(writing.exception(HANG), Unavailable)
