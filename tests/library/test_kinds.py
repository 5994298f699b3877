"""Kinds of jobs: each is run, tried again and given up in its own way; what nobody here knows is left alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from satchel import wiring
from satchel.base.settings import Settings
from satchel.jobs import runner
from satchel.jobs.kinds import Kind, Retry
from satchel.library.context import Library
from satchel.model.actions import Delete
from satchel.model.jobs import Job, JobKind, Priority
from satchel.store import jobs
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk, owed
from tests.library.workers import Extractor, Web, runner_for, running
from tests.patience import until_it

PAGE = "http://example.org/page"
MINUTE = 60_000


class Bell:
    """A kind that only these tests know: it rings, or breaks."""

    def __init__(self, library: Library, *answers: BaseException) -> None:
        self._library = library
        self.answers = list(answers)
        self.rung: list[int] = []
        self.given_up: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def ring(self, job: Job) -> None:
        self.rung.append(job.key)
        await self.gate.wait()
        if self.answers:
            raise self.answers.pop(0)
        await self._library.store.awrite(lambda tx: jobs.finish(tx, job))

    async def give_up(self, job: Job) -> None:
        self.given_up.append(job.key)
        await self._library.store.awrite(lambda tx: jobs.finish(tx, job))

    def kind(self, **how: Any) -> Kind:
        return Kind(self.ring, self.give_up, **{"retry": Retry((7, 9)), "max_claims": 3, **how})


def owe(
    store: Store, *keys: int, kind: str = "bell", priority: Priority = Priority.NOW, user: int = 1
) -> None:
    def all_of_them(tx: Tx) -> None:
        for key in keys:
            jobs.enqueue(tx, kind, key, user, f"{kind}{key}", 0, priority)

    store.write(all_of_them)


def rest(store: Store) -> list[tuple[object, ...]]:
    return store.read(lambda tx: tx.all("SELECT kind, key, worker, attempts, deaths, lease_until FROM jobs"))


def test_a_kind_is_run_tried_again_and_given_up_in_its_own_way(
    library: Library, store: Store, clock: FakeClock
) -> None:
    bell = Bell(library, *(ZeroDivisionError() for _ in range(3)))
    owe(store, 5)

    def once() -> None:
        rings = len(bell.rung) + len(bell.given_up)
        done = lambda: len(bell.rung) + len(bell.given_up) > rings and _nothing_in_hands(store)  # noqa: E731
        asyncio.run(running(runner_for(library, Web(), bell=bell.kind()), until=done))

    for minutes in (7, 9, 9):
        once()
        row = store.read(lambda tx: tx.one("SELECT run_at FROM jobs"))
        assert row is not None
        assert minutes * MINUTE <= row[0] - clock.now() <= minutes * MINUTE * 1.2
        clock.forward(hours=1)
    once()
    assert (bell.rung, bell.given_up) == ([5, 5, 5], [5])
    assert owed(store) == 0


def _nothing_in_hands(store: Store) -> bool:
    return store.read(lambda tx: tx.one("SELECT 1 FROM jobs WHERE worker <> ''")) is None


def test_giving_up_one_kind_says_nothing_of_an_item_with_the_same_number(
    library: Library, desk: Desk, store: Store
) -> None:
    item = desk.save(PAGE).item.id
    owe(store, item)
    store.write(lambda tx: tx.run("UPDATE jobs SET deaths = 8 WHERE kind = 'bell'"))
    bell = Bell(library)
    asyncio.run(running(runner_for(library, Web(), bell=bell.kind()), until=lambda: owed(store) == 0))
    assert bell.given_up == [item]
    assert (desk.item(item).title, desk.item(item).fetch_reason) == ("Fetched", "")


def test_a_kind_whose_slots_are_full_keeps_no_other_waiting(
    library: Library, desk: Desk, store: Store
) -> None:
    bell = Bell(library)
    owe(store, 1, 2, 3)
    web = Web()

    async def ring() -> None:
        bell.gate.clear()
        await until_it(lambda: bell.rung)
        await asyncio.to_thread(desk.save, PAGE)
        await until_it(lambda: desk.item(1).title == "Fetched")
        assert len(bell.rung) == 1
        bell.gate.set()

    asyncio.run(running(runner_for(library, web, bell=bell.kind()), ring, until=lambda: owed(store) == 0))
    assert sorted(bell.rung) == [1, 2, 3]


def test_jobs_of_a_kind_that_this_program_does_not_know_are_left_alone(
    library: Library, desk: Desk, store: Store, clock: FakeClock
) -> None:
    owe(store, 1, 2, 3, kind="of a newer program")
    store.write(
        lambda tx: tx.run(
            "UPDATE jobs SET worker = 'newer', attempts = 1, lease_until = :past WHERE key = 3",
            past=clock.now() - 1,
        )
    )
    before = rest(store)
    desk.save(PAGE)
    asyncio.run(running(runner_for(library, Web()), until=lambda: owed(store) == 3))
    assert desk.item(1).title == "Fetched"
    assert rest(store) == before
    assert store.write(lambda tx: jobs.claim(tx, "w", runner.LEASE)) is None


def test_the_more_urgent_comes_first_whatever_its_kind(library: Library, desk: Desk, store: Store) -> None:
    bell = Bell(library)
    for key, priority in enumerate(sorted(Priority, reverse=True)):
        owe(store, key, priority=priority)
    asyncio.run(running(runner_for(library, Web(), bell=bell.kind()), until=lambda: owed(store) == 0))
    assert bell.rung == [4, 3, 2, 1, 0]


def test_the_order_is_saves_then_many_then_again_then_imports_then_the_index() -> None:
    now, later, again = Priority.NOW, Priority.LATER, Priority.AGAIN
    assert sorted(Priority) == [now, later, again, Priority.IMPORT, Priority.REINDEX]
    assert (now, later, again) == (0, 5, 10), "these numbers stand in databases"


def test_deleting_an_item_strikes_off_its_work_and_leaves_that_of_others(
    desk: Desk, bobs: Desk, store: Store
) -> None:
    mine, theirs = desk.save(PAGE).item.id, bobs.save(PAGE).item.id
    assert mine == theirs
    owe(store, mine, kind="bell")
    desk.do(Delete, mine)
    rows = store.read(
        lambda tx: tx.all("SELECT kind, user_id, key FROM jobs WHERE kind <> 'purge' ORDER BY kind")
    )
    assert rows == [("bell", desk.user, mine), ("fetch", bobs.user, theirs)]


def test_every_kind_has_its_row_in_the_table_of_the_worker(library: Library) -> None:
    kinds = wiring.make_kinds(Settings(), library, Web(), Extractor())  # type: ignore[arg-type]
    assert set(kinds) == set(JobKind)


@pytest.mark.parametrize("least", [0, 7200])
def test_a_retry_waits_as_long_as_it_was_asked_to(least: int) -> None:
    job = Job(20, "bell", 1, 1, 1, "w", tries=1)
    assert Retry((1, 4)).at(0, job, least) == max(4 * MINUTE, least * 1000)
    assert Retry((1,)).at(0, job) is None
    assert Retry((1,)).anyhow(0, job) == MINUTE
