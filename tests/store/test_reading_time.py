"""A reading ends: one that takes too long is refused in words, and none keeps a server from stopping."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest

from satchel.base.errors import Busy, Invalid, Unavailable
from satchel.library import saving
from satchel.model.conditions import AllFit, HasTag, NotFits
from satchel.model.items import NewLink
from satchel.store import conditions, sqlite
from satchel.store.db import ReadTx, Store
from satchel.store.sqlite import SqliteStore
from tests.patience import HANG
from tests.store.steps import steps_of

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"


@pytest.fixture
def embedded(store: Store) -> SqliteStore:
    if not isinstance(store, SqliteStore):
        pytest.skip("PostgreSQL has a limit of its own for statements")
    return store


def test_a_reading_that_takes_too_long_is_refused_in_words(
    embedded: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "MAX_READING_SECONDS", 0.01)

    async def ask() -> None:
        with pytest.raises(Invalid, match="takes too long"):
            await embedded.aread(lambda tx: tx.one(ENDLESS))
        assert await embedded.aread(lambda tx: tx.one("SELECT 1")) == (1,), "the next one is read as ever"

    asyncio.run(ask())


def test_a_reading_that_is_under_way_does_not_keep_a_store_open(store: Store) -> None:
    begun = threading.Event()

    def endless(tx: ReadTx) -> object:
        begun.set()
        return tx.one(ENDLESS if store.kind == "sqlite" else "SELECT pg_sleep(1000)")

    async def stop_meanwhile() -> None:
        reading = asyncio.create_task(store.aread(endless))
        assert await asyncio.to_thread(begun.wait, HANG)
        await asyncio.to_thread(store.close)
        with pytest.raises((Busy, Unavailable)):
            await reading

    asyncio.run(stop_meanwhile())


def test_what_has_none_of_very_many_tags_is_found_by_gathering_what_has_one(
    embedded: SqliteStore, alice: int
) -> None:
    for number in range(200):
        link = NewLink(f"http://example.org/{number}", tags=(f"t{number}",))
        embedded.write(partial(saving.save, user=alice, link=link))
    names = tuple(f"t{number}" for number in range(100))

    def found(some: tuple[str, ...], tx: ReadTx) -> int:
        writer = conditions.Conditions(tx, alice)
        fits = writer.written(AllFit((NotFits(HasTag(some)),)))
        sql = f"SELECT COUNT(*) FROM items i WHERE i.user_id = :user AND {fits.sql}"
        return int(tx.all(sql, user=alice, **writer.values)[0][0])

    few, many = (steps_of(embedded, partial(found, some)) for some in (names[:1], names))
    assert embedded.read(partial(found, names)) == 100
    assert many < 3 * few
