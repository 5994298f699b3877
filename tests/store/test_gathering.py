"""Those who save at the same moment share one commit: a sync of the disk serves them all."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store import writer
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.patience import HANG


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path, clock: FakeClock) -> Iterator[SqliteStore]:
    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    opened = SqliteStore(tmp_path / "satchel.db", clock)
    yield opened
    opened.close()


async def _save_all(store: SqliteStore, name: str) -> list[int]:
    async def save(number: int) -> int:
        link = NewLink(f"https://{name}.example/{number}")
        return (await store.awrite(lambda tx: saving.save(tx, 1, link))).item.id

    async with asyncio.timeout(HANG):
        return list(await asyncio.gather(*map(save, range(20))))


def test_twenty_saves_at_once_are_one_commit(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MAX_BATCH_SECONDS", HANG)  # a slow machine would need two
    commits: list[int] = []

    def count() -> bool:
        commits.append(1)
        return False

    store._writer._connection.set_commit_hook(count)
    ids = asyncio.run(_save_all(store, "one"))
    assert len(set(ids)) == 20
    assert len(commits) == 1


def test_a_second_event_loop_is_heard_like_the_first(store: SqliteStore) -> None:
    first = asyncio.run(_save_all(store, "one"))
    second = asyncio.run(_save_all(store, "two"))
    assert len({*first, *second}) == 40


def test_a_loop_that_ended_before_it_rang_keeps_nobody_waiting(store: SqliteStore) -> None:
    ended = asyncio.new_event_loop()
    store._writer.submit_from_loop(lambda tx: None, 1, ended)
    ended.close()
    assert len(asyncio.run(_save_all(store, "three"))) == 20
