"""One worker for several people: nobody's slow pages hold up another's."""

from __future__ import annotations

import asyncio
import logging

import pytest

from satchel.jobs import runner
from satchel.jobs.budget import Budget
from satchel.library.context import Library
from satchel.model.actions import Add
from satchel.model.items import NewLink
from satchel.model.pages import Page
from satchel.store import jobs
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk, owed
from tests.library.workers import Web, runner_for, running
from tests.patience import until_it


class Silent(Web):
    """Hosts whose names begin with "silent" accept and say nothing."""

    async def fetch(self, url: str) -> Page:
        if "//silent" in url:
            self.fetched.append(url)
            await asyncio.Event().wait()
        return await super().fetch(url)


@pytest.mark.parametrize("slots", [2, 8])
def test_four_hundred_silent_hosts_of_one_person_leave_the_other_half_to_everybody_else(
    library: Library, desk: Desk, bobs: Desk, slots: int
) -> None:
    desk.act(*(Add(NewLink(f"http://silent{number}.example/")) for number in range(400)))
    for number in range(20):
        desk.save(f"http://silent{number}.example/one-by-one")
    web = Silent()

    async def fetched(item: int) -> None:
        await until_it(lambda: bobs.item(item).title == "Fetched")

    async def save() -> None:
        await until_it(lambda: len(web.fetched) == slots // 2)
        for number in range(3):
            item = await asyncio.to_thread(bobs.save, f"http://quick{number}.example/")
            await fetched(item.item.id)
        assert sum("silent" in url for url in web.fetched) == slots // 2

    asyncio.run(running(runner_for(library, web, slots=slots), save, grace=0.01))


def test_what_is_saved_singly_is_not_behind_ones_own_hundreds(library: Library, desk: Desk) -> None:
    desk.act(*(Add(NewLink(f"http://silent{number}.example/")) for number in range(100)))
    web = Silent()

    async def save() -> None:
        await until_it(lambda: len(web.fetched) == 2)
        item = await asyncio.to_thread(desk.save, "http://quick.example/")
        await until_it(lambda: desk.item(item.item.id).title == "Fetched")

    asyncio.run(running(runner_for(library, web), save, grace=0.01))


def test_who_has_to_wait_for_the_extraction_leaves_the_slots_to_others(
    library: Library, desk: Desk, bobs: Desk
) -> None:
    desk.act(*(Add(NewLink(f"http://slow{number}.example/")) for number in range(20)))
    bobs.act(*(Add(NewLink(f"http://quick{number}.example/")) for number in range(20)))
    web = Web()
    rests = {desk.user}

    def fetched(name: str) -> int:
        return sum(name in url for url in web.fetched)

    async def save() -> None:
        await until_it(lambda: fetched("quick") == 20)
        assert not fetched("slow")

    asyncio.run(running(runner_for(library, web, resting=lambda: rests), save))


def test_beyond_the_budget_of_an_hour_pages_wait_and_are_fetched_in_the_next(
    library: Library, desk: Desk, bobs: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LOOK_AGAIN", 0.01)
    seconds = [0.0]
    for number in range(5):
        desk.save(f"http://host{number}.example/")
    web = Web()
    worker = runner_for(library, web, budget=Budget(3, lambda: seconds[0]))

    async def save() -> None:
        await until_it(lambda: owed(store) == 2)
        bobs.save("http://bobs.example/")
        await until_it(lambda: "http://bobs.example/" in web.fetched)
        assert len(web.fetched) == 4
        seconds[0] = 1201.0
        await until_it(lambda: owed(store) == 1)
        seconds[0] = 3600.0

    asyncio.run(running(worker, save, until=lambda: owed(store) == 0))
    assert len(web.fetched) == 6


def test_a_budget_that_is_not_used_does_not_grow() -> None:
    seconds = [0.0]
    budget = Budget(2, lambda: seconds[0])
    assert budget.spent() == set()
    budget.spend(1)
    seconds[0] = 50_000.0
    budget.spent()
    budget.spend(1)
    budget.spend(1)
    assert budget.spent() == {1}
    seconds[0] += 1801
    assert budget.spent() == set()
    unlimited = Budget(0)
    unlimited.spend(1)
    assert unlimited.spent() == set()


def test_a_page_that_is_given_up_is_told_to_the_log(
    library: Library, desk: Desk, store: Store, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    item = desk.save("http://example.org/").item.id
    store.write(lambda tx: tx.run("UPDATE jobs SET deaths = 8"))
    with caplog.at_level(logging.WARNING):
        asyncio.run(running(runner_for(library, Web()), until=lambda: owed(store) == 0))
    given_up = [record for record in caplog.records if record.getMessage() == "given_up"]
    assert len(given_up) == 1
    assert desk.item(item).fetch_reason == "unreadable"


def test_kills_do_not_use_up_the_tries_of_a_page(
    library: Library, desk: Desk, store: Store, clock: FakeClock
) -> None:
    desk.save("http://example.org/")
    for _ in range(5):
        assert store.write(lambda tx: jobs.claim(tx, "killed", 1000)) is not None
        store.write(jobs.free_all)
        clock.forward(hours=2)
    web = Web(TimeoutError())
    asyncio.run(running(runner_for(library, web), until=lambda: len(web.fetched) == 1))
    assert owed(store) == 1, "it is tried again"
