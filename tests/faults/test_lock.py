"""Another process that holds the write lock: wait with patience, then say so, and lose nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from satchel.base.errors import Busy
from satchel.library import finding, saving
from satchel.model.items import NewLink, Query
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.patience import HANG

pytestmark = pytest.mark.faults

_HOLD = """
import sys, apsw
connection = apsw.Connection(sys.argv[1])
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@contextmanager
def _lock_of_another_process(file: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.communicate("let go\n", timeout=HANG)


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    return tmp_path / "satchel.db"


def _save(store: SqliteStore, number: int) -> int:
    return store.write(lambda tx: saving.save(tx, 1, NewLink(f"http://example.org/{number}"))).item.id


def test_a_lock_that_lasts_longer_than_our_patience_is_told_and_loses_nothing(file: Path) -> None:
    store = SqliteStore(file, FakeClock(), patience=0.2)
    saved = [_save(store, 0)]
    with _lock_of_another_process(file):
        for number in range(1, 4):
            with pytest.raises(Busy):  # while the other still holds it
                _save(store, number)
        assert store.read(lambda tx: finding.find(tx, 1, Query(), total=True)).total == 1
    saved.append(_save(store, 9))
    assert sorted(store.read(lambda tx: [item.id for item in finding.find(tx, 1, Query()).items])) == saved
    store.close()


def test_a_lock_that_is_let_go_in_time_is_waited_for(file: Path) -> None:
    store = SqliteStore(file, FakeClock(), patience=HANG)
    with _lock_of_another_process(file) as process:
        waiting = store._writer.submit(lambda tx: saving.save(tx, 1, NewLink("http://example.org/")))
        assert process.stdin is not None
        process.stdin.write("let go\n")
        process.stdin.flush()
        assert waiting.result(HANG).is_new
    store.close()
