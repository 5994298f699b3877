"""Whoever added a page is woken when it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from satchel.library import settling
from satchel.library.context import Library
from satchel.library.settling import settled
from satchel.model.actions import Delete
from satchel.model.items import Item
from satchel.model.pages import FetchFailed, Reason
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk, claim, fail, keep
from tests.patience import HANG, until, until_it

PAGE = "http://example.org/page"


async def _while_waiting(
    library: Library, desk: Desk, act: Callable[[], object], seconds: float = HANG
) -> Item:
    saved = desk.save(PAGE)
    waiter = asyncio.create_task(settled(library, desk.user, saved, seconds))
    await asyncio.sleep(0)
    await asyncio.to_thread(act)
    return await waiter


def test_the_article_is_there_as_soon_as_it_is_fetched(
    library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "LOOK_AGAIN", 10 * HANG)
    item = asyncio.run(_while_waiting(library, desk, desk.fetch))
    assert item.article is not None


def test_a_failure_ends_the_waiting_too(library: Library, desk: Desk, store: Store) -> None:
    failure = FetchFailed(Reason.STATUS, status=404, permanent=True)
    item = asyncio.run(_while_waiting(library, desk, lambda: fail(store, claim(store), failure)))
    assert (item.article, item.fetch_status) == (None, 404)


def test_who_waits_for_an_item_that_is_merged_gets_the_one_that_remains(library: Library, desk: Desk) -> None:
    elder = desk.save("http://example.org/2024/the-final-page").item.id
    desk.fetch(item=elder)
    item = asyncio.run(
        _while_waiting(library, desk, lambda: desk.fetch("http://example.org/2024/the-final-page", item=2))
    )
    assert item.id == elder
    assert item.article is not None


def test_waiting_ends_in_time_with_the_item_as_it_is(library: Library, desk: Desk) -> None:
    item = asyncio.run(_while_waiting(library, desk, lambda: None, seconds=0.05))
    assert item.article is None


def test_zero_seconds_and_known_pages_are_not_waited_for(library: Library, desk: Desk) -> None:
    async def at_once() -> None:
        saved = desk.save(PAGE)
        assert await settled(library, desk.user, saved, 0) is saved.item
        desk.fetch()
        known = desk.save(PAGE)
        assert await settled(library, desk.user, known, 10 * HANG) is known.item

    asyncio.run(asyncio.wait_for(at_once(), HANG))


def test_the_owner_says_how_long_an_add_waits(make_library: Callable[..., Library], desk: Desk) -> None:
    library = make_library(add_wait=0.0)
    saved = desk.save(PAGE)
    assert asyncio.run(settled(library, desk.user, saved)) is saved.item


def test_a_page_known_but_not_fetched_yet_is_waited_for_again(library: Library, desk: Desk) -> None:
    desk.save(PAGE)
    item = asyncio.run(_while_waiting(library, desk, desk.fetch))
    assert item.article is not None


def test_a_wake_up_that_is_lost_is_made_good_by_looking(
    library: Library, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "LOOK_AGAIN", 0.02)
    monkeypatch.setattr(library.waiting, "hear", lambda signals: None)
    monkeypatch.setattr(library.store, "_listeners", [])
    item = asyncio.run(_while_waiting(library, desk, desk.fetch))
    assert item.article is not None


def test_nobody_is_remembered_who_has_ceased_to_wait(library: Library, desk: Desk) -> None:
    async def give_up() -> None:
        waiter = asyncio.create_task(settled(library, desk.user, desk.save(PAGE), HANG))
        await until_it(lambda: library.waiting._events)
        waiter.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiter

    asyncio.run(give_up())
    assert library.waiting._events == {}
    desk.fetch()


def test_many_wait_for_one_page_and_all_are_woken(library: Library, desk: Desk) -> None:
    async def all_at_once() -> list[Item]:
        saved = [desk.save(PAGE) for _ in range(20)]
        waiters = [asyncio.create_task(settled(library, desk.user, one, HANG)) for one in saved]
        await until_it(lambda: library.waiting._events)
        await asyncio.to_thread(desk.fetch)
        return await asyncio.gather(*waiters)

    assert all(item.article for item in asyncio.run(all_at_once()))


@pytest.mark.postgres
def test_another_process_worker_wakes_who_waits_here(
    database: dict[str, object],
    make_library: Callable[..., Library],
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NOTIFY alone does it: the poll behind it is made slower than the test."""
    if desk.store.kind != "postgres":
        pytest.skip("one process owns an embedded database")
    from satchel.store.postgres import PostgresStore

    monkeypatch.setattr(settling, "LOOK_AGAIN", 10 * HANG)
    library = make_library()
    other = PostgresStore(str(database["database_url"]), FakeClock(), connections=2)
    try:
        _until_listening(desk.store)
        item = asyncio.run(_while_waiting(library, desk, lambda: keep(other, claim(other), PAGE)))
    finally:
        other.close()
    assert item.article is not None


def _until_listening(store: Store) -> None:
    heard: list[set[str]] = []
    store.listen(heard.append)
    told = 0

    def told_by_the_server_too() -> bool:
        """Each word comes from the commit here, and from the server as well once it listens."""
        nonlocal told
        told += 1
        store.write(lambda tx: tx.signal("anybody there"))
        return len(heard) > told

    until(told_by_the_server_too)


def test_deleting_what_is_waited_for_breaks_nothing(library: Library, desk: Desk) -> None:
    item = asyncio.run(_while_waiting(library, desk, lambda: desk.do(Delete, 1), seconds=0.3))
    assert item.article is None
