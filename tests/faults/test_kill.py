"""`kill -9` at any moment loses no acknowledged save and leaves no orphan."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.library import upkeep
from satchel.store.sqlite import SqliteStore
from tests.patience import HANG, until

pytestmark = pytest.mark.faults

KILLS = 20


def _kill_after(seconds: float, file: Path, log: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.saver", file, log], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        before = _size(log)
        until(lambda: _size(log) > before)
        time.sleep(seconds)  # not for something to happen, but to be killed in the middle of it
    finally:
        process.kill()
        process.wait(HANG)
        process.stdout.close()


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def test_twenty_kills_lose_nothing_that_was_acknowledged(sqlite_template: Path, tmp_path: Path) -> None:
    file, log = tmp_path / "satchel.db", tmp_path / "acknowledged"
    shutil.copy(sqlite_template, file)
    for number in range(KILLS):
        _kill_after(0.01 + 0.013 * (number % 9), file, log)
    told = [line.split() for line in log.read_text().splitlines() if line.count("http://") == 1]
    assert len(told) >= KILLS
    store = SqliteStore(file, Clock(), owner=True)
    try:
        assert store.read(lambda tx: tx.all("PRAGMA integrity_check")) == [("ok",)]
        assert store.read(lambda tx: tx.all("PRAGMA foreign_key_check")) == []
        kept = dict(store.read(lambda tx: tx.all("SELECT given_url, id FROM items")))
        rows = store.read(lambda tx: tx.one("SELECT COUNT(*) FROM items"))
        assert rows == (len(kept),), "every save is there once"
        assert [url for id_, url in told if kept.get(url) != int(id_)] == []
        assert upkeep.doubts(store) == [], "each has an article, a reason, or a job"
        store.write(upkeep.take_over)
        assert upkeep.tally(store)["jobs_working"] == 0
    finally:
        store.close()
