"""A full disk refuses saves, serves reads, and heals when space returns."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from satchel.base.clock import FakeClock
from satchel.base.errors import Unavailable
from satchel.library import accounts, acting, finding, saving, sessions, upkeep
from satchel.model.access import Source
from satchel.model.actions import Add, ById, Delete
from satchel.model.items import NewLink, Query
from satchel.store.sqlite import SqliteStore

pytestmark = pytest.mark.faults


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk needs the right to mount one")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def _save(store: SqliteStore, number: int) -> int:
    link = NewLink(f"http://example.org/{number}", "A title", ("tag",), "x" * 2000)
    return store.write(lambda tx: saving.save(tx, 1, link)).item.id


def _fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return ballast


def test_saves_are_refused_reads_go_on_and_it_heals_by_itself(
    small_disk: Path, sqlite_template: Path
) -> None:
    shutil.copy(sqlite_template, small_disk / "satchel.db")
    store = SqliteStore(small_disk / "satchel.db", FakeClock())
    saved = [_save(store, number) for number in range(20)]
    ballast = _fill(small_disk)
    refused = 0
    for number in range(20, 120):
        try:
            saved.append(_save(store, number))
        except Unavailable:
            refused += 1
    assert refused > 50
    listed = store.read(lambda tx: finding.find(tx, 1, Query(limit=500), total=True))
    assert sorted(item.id for item in listed.items) == sorted(saved)
    store.ping()

    ballast.unlink()
    saved += [_save(store, number) for number in range(200, 220)]
    listed = store.read(lambda tx: finding.find(tx, 1, Query(limit=500), total=True))
    assert listed.total == len(saved) == len(set(saved))
    assert upkeep.doubts(store) == []
    assert store.read(lambda tx: tx.all("PRAGMA integrity_check")) == [("ok",)]
    store.close()


def _small_things(store: SqliteStore, saved: list[int]) -> None:
    """What people must be able to do on a full disk."""
    user = store.read(lambda tx: accounts.named(tx, "alice"))
    agent = "A browser that says a lot of itself " * 5
    store.write(lambda tx: sessions.begin(tx, user, Source("192.0.2.1"), agent))
    deleted = store.write(lambda tx: acting.act(tx, 1, [Delete(ById(saved.pop()))]))
    assert deleted[0].done
    store.write(lambda tx: sessions.end(tx, 1, sessions.all_of(tx, 1)[0].id))


def test_people_sign_in_and_out_and_delete_on_a_full_disk(small_disk: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, small_disk / "satchel.db")
    store = SqliteStore(small_disk / "satchel.db", FakeClock(), owner=True)
    saved = [_save(store, number) for number in range(60)]
    full = _fill(small_disk)
    with suppress(Unavailable):  # once the room that the database has in its own files is used up
        saved.extend(_save(store, number) for number in range(3000, 6000))
    for _ in range(50):
        _small_things(store, saved)
        with pytest.raises(Unavailable):
            _save(store, 1000)
        with pytest.raises(Unavailable):
            store.write(lambda tx: acting.act(tx, 1, [Add(NewLink("http://example.org/new"))]))
    full.unlink()
    saved.append(_save(store, 2000))
    assert (small_disk / "satchel.ballast").exists(), "there is some for the next time"
    listed = store.read(lambda tx: finding.find(tx, 1, Query(limit=500), total=True))
    assert sorted(item.id for item in listed.items) == sorted(saved)
    assert store.read(lambda tx: tx.all("PRAGMA integrity_check")) == [("ok",)]
    store.close()


def test_the_first_to_meet_a_full_disk_is_let_through_too(small_disk: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, small_disk / "satchel.db")
    store = SqliteStore(small_disk / "satchel.db", FakeClock(), owner=True)
    saved = [_save(store, number) for number in range(60)]
    _fill(small_disk)
    for _ in range(30):
        _small_things(store, saved)
    store.close()


def test_a_disk_that_fills_up_while_many_save_tells_each_the_truth(
    small_disk: Path, sqlite_template: Path
) -> None:
    import asyncio

    shutil.copy(sqlite_template, small_disk / "satchel.db")
    store = SqliteStore(small_disk / "satchel.db", FakeClock())

    async def crowd() -> list[object]:
        links = [NewLink(f"http://example.org/{n}", "T", (), "x" * 4000) for n in range(3000)]
        return await asyncio.gather(
            *(store.awrite(lambda tx, link=link: saving.save(tx, 1, link)) for link in links),
            return_exceptions=True,
        )

    results = asyncio.run(crowd())
    refused = [result for result in results if isinstance(result, BaseException)]
    assert refused
    assert {type(error) for error in refused} == {Unavailable}
    listed = store.read(lambda tx: finding.find(tx, 1, Query(limit=0), total=True))
    assert listed.total == len(results) - len(refused)
    store.close()
    again = SqliteStore(small_disk / "satchel.db", FakeClock())
    assert again.read(lambda tx: finding.find(tx, 1, Query(limit=0), total=True)).total == listed.total
    again.close()
