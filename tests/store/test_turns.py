"""Turns: nobody's jobs stand between somebody else and theirs, however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import partial
from typing import Any

import pytest

from satchel.model.jobs import Job, JobKind, Priority, Share, Wanted
from satchel.store import claiming, jobs
from satchel.store.db import Store, Tx
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.store.steps import steps_of

LEASE = 24_000
ALICE, BOB = 1, 2


class Desk:
    """Jobs by the handful; the keys count up."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = 0

    def owe(self, user: int, *hosts: str, priority: Priority = Priority.NOW, delay: int = 0) -> None:
        def owe(tx: Tx) -> None:
            for host in hosts:
                self._key += 1
                jobs.enqueue(tx, JobKind.FETCH, self._key, user, host, delay, priority)

        self._store.write(owe)

    def claim(self, worker: str = "w", running: Collection[int] | None = None, **how: Any) -> Job | None:
        wanted = [Wanted(JobKind.FETCH, **how)]
        return self._store.write(lambda tx: jobs.claim(tx, worker, LEASE, wanted, running=running))

    def claims(self, **how: Any) -> list[Job]:
        """All that can be had, each turn behind the one before."""
        taken: list[Job] = []
        while job := self.claim(after=taken[-1].user_id if taken else 0, **how):
            taken.append(job)
        return taken


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def hosts(number: int, name: str = "h") -> list[str]:
    return [f"{name}{each}.example" for each in range(number)]


def test_one_person_gets_half_of_the_slots_and_a_newcomer_the_next(desk: Desk) -> None:
    desk.owe(ALICE, *hosts(40))
    assert len(desk.claims(share=Share.of(8))) == 4
    desk.owe(BOB, "bobs.example")
    newcomer = desk.claim(share=Share.of(8))
    assert newcomer is not None
    assert newcomer.user_id == BOB


def test_people_take_turns(desk: Desk) -> None:
    desk.owe(ALICE, *hosts(6))
    desk.owe(BOB, *hosts(6, "b"))
    assert [job.user_id for job in desk.claims(share=Share.of(8))] == [ALICE, BOB] * 4


def test_people_take_turns_on_a_single_slot(desk: Desk, store: Store) -> None:
    desk.owe(ALICE, *hosts(5))
    desk.owe(BOB, *hosts(2, "b"))
    turns, last = [], 0
    while job := desk.claim(share=Share.of(1), after=last):
        last = job.user_id
        turns.append(last)
        assert desk.claim(share=Share.of(1), after=last, without={ALICE, BOB} - {last}) is None
        store.write(partial(jobs.finish, job=job))
    assert turns == [ALICE, BOB, ALICE, BOB, ALICE, ALICE, ALICE]


def test_what_somebody_waits_for_comes_before_everything_else(desk: Desk) -> None:
    desk.owe(ALICE, *hosts(20), priority=Priority.AGAIN)
    desk.owe(BOB, *hosts(20, "b"), priority=Priority.LATER)
    desk.owe(ALICE, "now.example")
    first = desk.claim()
    assert first is not None
    assert (first.user_id, first.key) == (ALICE, 41)
    second = desk.claim()
    assert second is not None
    assert second.user_id == BOB


def test_what_nobody_waits_for_leaves_a_slot_for_what_the_same_person_saves(desk: Desk) -> None:
    desk.owe(ALICE, *hosts(20), priority=Priority.LATER)
    assert len(desk.claims(share=Share.of(8))) == 2
    desk.owe(ALICE, "now.example")
    assert [job.key for job in desk.claims(share=Share.of(8))] == [21]


def test_what_nobody_waits_for_gets_half_of_the_slots_whoevers_it_is(desk: Desk) -> None:
    for user in (1, 2, 3):
        desk.owe(user, *hosts(5, f"u{user}-"), priority=Priority.LATER)
    taken = desk.claims(share=Share.of(8))
    assert len(taken) == 4
    assert max(Counter(job.user_id for job in taken).values()) == 2


def test_another_workers_slots_are_its_own(desk: Desk) -> None:
    desk.owe(ALICE, *hosts(20))
    assert len(desk.claims(share=Share.of(8))) == 4
    assert len(desk.claims(share=Share.of(8), worker="other")) == 4


def test_whoever_has_used_up_their_budget_waits_and_loses_nothing(desk: Desk) -> None:
    desk.owe(ALICE, *hosts(3))
    assert desk.claim(without={ALICE}) is None
    desk.owe(BOB, "b.example")
    bobs = desk.claim(without={ALICE})
    assert bobs is not None
    assert bobs.user_id == BOB
    assert len(desk.claims()) == 3


def test_more_people_than_one_look_sees_all_get_their_turn(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "_PEOPLE", 2)
    for user in (1, 2, 3):
        desk.owe(user, f"u{user}.example", f"v{user}.example")
    desk.owe(2, "w.example", delay=60_000)
    assert [job.user_id for job in desk.claims()] == [1, 2, 3, 1, 2, 3]
    assert desk.claim(after=3) is None


def test_a_full_lane_of_any_length_is_passed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "_WINDOW", 4)
    desk.owe(ALICE, *["slow.example"] * 10, "quick.example")
    desk.owe(ALICE, "waits.example", delay=60_000)
    assert [job.key for job in desk.claims()] == [1, 2, 11]


def test_a_retry_comes_behind_what_somebody_waits_for(desk: Desk, store: Store, clock: FakeClock) -> None:
    desk.owe(ALICE, "a.example")
    job = desk.claim()
    assert job is not None
    store.write(lambda tx: jobs.retry_at(tx, job, clock.now() + 60_000, "timeout"))
    clock.forward(seconds=61)
    desk.owe(ALICE, "b.example")
    assert [(each.key, each.tries) for each in desk.claims()] == [(2, 0), (1, 1)]


@pytest.mark.parametrize("back", [{"seconds": -70}, {"hours": -1}, {"days": -3650}])
def test_no_job_waits_for_a_clock_that_was_set_back(
    desk: Desk, store: Store, clock: FakeClock, back: dict[str, float]
) -> None:
    desk.owe(ALICE, *hosts(3))
    job = desk.claim()
    assert job is not None
    store.write(lambda tx: jobs.retry_at(tx, job, clock.now() + 240_000, "timeout"))
    clock.forward(**back)
    assert [each.key for each in desk.claims()] == [2, 3, 1]


def test_a_clock_that_is_set_right_by_a_little_makes_no_retry_early(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    desk.owe(ALICE, "a.example")
    job = desk.claim()
    assert job is not None
    store.write(lambda tx: jobs.retry_at(tx, job, clock.now() + 60_000, "timeout"))
    clock.forward(seconds=-50)
    assert desk.claim() is None
    clock.forward(seconds=111)
    assert desk.claim() is not None


def test_a_lease_from_a_clock_that_was_ahead_is_taken_over(desk: Desk, clock: FakeClock) -> None:
    desk.owe(ALICE, "a.example")
    assert desk.claim("killed") is not None
    clock.forward(hours=-1)
    assert desk.claim("other") is not None


def test_a_worker_keeps_what_it_runs_whatever_the_clock_does(desk: Desk, clock: FakeClock) -> None:
    desk.owe(ALICE, "a.example")
    job = desk.claim()
    assert job is not None
    for hours in (2, -5):
        clock.forward(hours=hours)
        assert desk.claim(running={job.id}) is None


def test_a_job_whose_end_could_not_be_written_down_is_taken_up_again(desk: Desk) -> None:
    desk.owe(ALICE, "a.example")
    first = desk.claim(running=())
    again = desk.claim(running=())
    assert first is not None
    assert again is not None
    assert (again.id, again.deaths) == (first.id, 0)


def test_only_what_runs_is_kept_alive(desk: Desk, store: Store, clock: FakeClock) -> None:
    desk.owe(ALICE, "a.example", "b.example")
    first, second = desk.claims()
    clock.forward(seconds=20)
    assert store.write(lambda tx: jobs.renew(tx, "w", LEASE, {first.id})) == 1
    clock.forward(seconds=10)
    heir = desk.claim("heir")
    assert heir is not None
    assert heir.id == second.id
    assert desk.claim("heir") is None


def test_a_kill_costs_a_job_no_time_and_many_kills_put_it_behind(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    desk.owe(ALICE, "a.example")
    waits = []
    for _ in range(6):
        job = desk.claim()
        while job is None:
            clock.forward(seconds=10)
            job = desk.claim()
        began = clock.now()
        store.write(jobs.free_all)
        while store.read(lambda tx: tx.one("SELECT 1 FROM jobs WHERE run_at > :now", now=clock.now())):
            clock.forward(seconds=10)
        waits.append((clock.now() - began) // 60_000)
    assert waits == [0, 1, 4, 16, 64, 64]
    last = desk.claim()
    assert last is not None
    assert (last.deaths, last.tries) == (6, 0)


def test_a_hundred_kills_in_a_row_give_no_page_up(desk: Desk, store: Store, clock: FakeClock) -> None:
    desk.owe(ALICE, *hosts(60))
    worst = 0
    for _ in range(110):
        taken = desk.claims(share=Share.of(8))
        worst = max([worst, *(job.deaths for job in taken)])
        store.write(jobs.free_all)
        clock.forward(seconds=3)
    assert worst < 8
    clock.forward(days=1)
    seen = set()
    while taken := desk.claims():
        seen |= {job.key for job in taken}
        for job in taken:
            store.write(partial(jobs.finish, job=job))
    assert len(seen) == 60


@pytest.mark.parametrize("others", ["one host", "one person", "retries"])
def test_a_claim_costs_the_same_whatever_waits_in_front(desk: Desk, store: Store, others: str) -> None:
    if not isinstance(store, SqliteStore):
        pytest.skip("SQLite counts its steps")
    costs = []
    for number in (1_000, 20_000):
        if others == "one host":
            desk.owe(ALICE, *["slow.example"] * number)
            desk.claims()
            how: dict[str, Any] = {}
        elif others == "one person":
            desk.owe(ALICE, *hosts(number))
            how = {"without": {ALICE}}
        else:
            desk.owe(ALICE, *hosts(number), delay=600_000)
            how = {}
        desk.owe(BOB, f"bob{number}.example")
        costs.append(
            steps_of(
                store, partial(jobs.claim, worker="w", lease=LEASE, wanted=[Wanted(JobKind.FETCH, **how)])
            )
        )
    assert costs[1] <= costs[0] + 5, costs
