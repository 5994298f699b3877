"""A power cut loses no save that was acknowledged, and breaks no file."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from satchel.base.clock import FakeClock
from satchel.library import saving, upkeep
from satchel.model.items import NewLink
from satchel.store.sqlite import SqliteStore
from tests.faults.powercut import Disk, ForgetfulVFS

pytestmark = pytest.mark.faults

CUTS = 40


def _save_until_the_cut(folder: Path, left: Path, seed: int) -> list[tuple[int, str]]:
    """Save for a while and cut the power at the very moment of an answer; what was acknowledged."""
    disk = Disk(seed, keep=0.0 if seed % 2 else 0.5)
    disk.seed(folder / "satchel.db")
    vfs = ForgetfulVFS(disk)
    told: list[tuple[int, str]] = []
    last = 5 + seed * 7 % 60

    async def save(store: SqliteStore, number: int) -> None:
        url = f"http://example.org/{seed}/{number}"
        saved = await store.awrite(lambda tx: saving.save(tx, 1, NewLink(url, "T", ("a",), "x" * 500)))
        if len(told) < last:
            told.append((saved.item.id, url))
            if len(told) == last:
                disk.cut(left)

    async def crowd(store: SqliteStore) -> None:
        for start in range(0, last + 8, 8):
            await asyncio.gather(*(save(store, start + number) for number in range(8)))

    try:
        store = SqliteStore(folder / "satchel.db", FakeClock())
        asyncio.run(crowd(store))
        store.close()
    finally:
        vfs.unregister()
    return told


def test_forty_power_cuts_lose_nothing_that_was_acknowledged(sqlite_template: Path, tmp_path: Path) -> None:
    for seed in range(CUTS):
        folder, left = tmp_path / f"disk{seed}", tmp_path / f"left{seed}"
        folder.mkdir()
        left.mkdir()
        shutil.copy(sqlite_template, folder / "satchel.db")
        told = _save_until_the_cut(folder, left, seed)
        assert told
        store = SqliteStore(left / "satchel.db", FakeClock())
        try:
            assert store.read(lambda tx: tx.all("PRAGMA integrity_check")) == [("ok",)]
            kept = dict(store.read(lambda tx: tx.all("SELECT given_url, id FROM items")))
            assert [url for id_, url in told if kept.get(url) != id_] == []
            assert upkeep.doubts(store) == []
        finally:
            store.close()


def test_the_test_itself_would_notice_a_store_that_does_not_sync(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "satchel.store.sqlite._PRAGMAS", "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF"
    )
    folder, left = tmp_path / "disk", tmp_path / "left"
    folder.mkdir()
    left.mkdir()
    shutil.copy(sqlite_template, folder / "satchel.db")
    told = _save_until_the_cut(folder, left, 1)
    store = SqliteStore(left / "satchel.db", FakeClock())
    kept = dict(store.read(lambda tx: tx.all("SELECT given_url, id FROM items")))
    store.close()
    assert len(kept) < len(told)
