"""So many calls an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from satchel.base.errors import Unavailable
from satchel.library.limits import HOUR, MAX_NETWORKS, Allowance, Limits
from satchel.store import calls
from satchel.store.db import Store
from tests.clock import FakeClock

HALF_PAST = 1_790_000_000_000 // HOUR * HOUR + HOUR // 2


def user(limits: Limits, who: int = 1) -> Allowance:
    return asyncio.run(limits.user(who))


def key(limits: Limits, who: int = 1) -> Allowance:
    return asyncio.run(limits.key(who))


def test_calls_are_counted_for_each_user_and_key_by_the_hour() -> None:
    clock = FakeClock(HALF_PAST)
    limits = Limits(clock, 3, 5)
    assert limits.on
    assert [user(limits).remaining for _ in range(3)] == [2, 1, 0]
    assert not user(limits, 2).used_up
    assert user(limits).used_up
    assert key(limits) == (5, 4, 1800)
    clock.forward(seconds=1799)
    assert user(limits).used_up
    assert user(limits).reset == 1
    clock.forward(seconds=1)
    assert user(limits) == (3, 2, 3600)


def test_a_clock_that_is_set_back_gives_nobody_a_new_hour_and_keeps_nobody_out_for_longer_than_one() -> None:
    clock = FakeClock(HALF_PAST)
    limits = Limits(clock, 1, 1)
    user(limits)
    clock.set(hours=-1)
    allowance = user(limits)
    assert allowance.used_up
    assert allowance.reset == 3600
    clock.forward(seconds=3599)
    assert user(limits).used_up
    clock.forward(seconds=1)
    assert not user(limits).used_up


@pytest.mark.parametrize("days", [2 / 24, 4400.0])
def test_a_visit_to_the_future_locks_nobody_out_for_longer_than_an_hour(days: float) -> None:
    clock = FakeClock(HALF_PAST)
    limits = Limits(clock, 1, 1)
    clock.set(days=days)
    user(limits)
    clock.set(days=-days)
    allowance = user(limits)
    assert allowance.used_up
    assert allowance.reset <= 3600
    clock.forward(hours=1)
    assert user(limits) == (1, 0, 1800)


def test_no_limit_is_never_used_up() -> None:
    limits = Limits(FakeClock(HALF_PAST), 0, 5)
    assert not limits.on
    assert not any(user(limits).used_up for _ in range(100))


def test_who_asks_what_is_left_is_not_counted() -> None:
    limits = Limits(FakeClock(HALF_PAST), 3, 5)
    key(limits, 7)
    assert limits.left() == ((3, 3, 1800), (5, 5, 1800))
    assert limits.left(7) == limits.left(7) == ((3, 3, 1800), (5, 4, 1800))


def test_strangers_are_counted_by_their_network_and_take_nothing_from_the_key() -> None:
    limits = Limits(FakeClock(HALF_PAST), 3, 5)
    assert [limits.stranger(f"203.0.113.{n}").used_up for n in range(6)] == [False] * 5 + [True]
    assert not limits.stranger("203.0.114.1").used_up
    assert key(limits) == (5, 4, 1800)


def test_networks_that_come_by_the_thousand_push_out_those_that_called_least() -> None:
    limits = Limits(FakeClock(HALF_PAST), 3, 5)
    for _ in range(6):
        limits.stranger("203.0.113.1")
    for n in range(MAX_NETWORKS + 10):
        limits.stranger(f"2001:db8:{n >> 16:x}:{n & 0xFFFF:x}::1")
    assert limits.stranger("203.0.113.1").used_up
    assert len(limits._networks) <= MAX_NETWORKS


@pytest.mark.slow
@pytest.mark.parametrize("limit", [10, 60, 150, 1000, 5000])
def test_processes_that_share_a_database_let_no_more_calls_through_than_one_would(
    store: Store, clock: FakeClock, limit: int
) -> None:
    clock.time = HALF_PAST
    processes = [Limits(clock, limit, 0, store) for _ in range(4)]
    through = 0
    for _ in range(limit // 4 + 20):
        through += sum(not user(each).used_up for each in processes)
    assert through == limit
    assert all(user(each).used_up for each in processes)


def test_calls_at_once_in_several_processes_are_no_more_than_the_limit(
    store: Store, clock: FakeClock
) -> None:
    processes = [Limits(clock, 50, 0, store) for _ in range(3)]

    async def all_of_them() -> list[Allowance]:
        return await asyncio.gather(*(each.user(1) for each in processes for _ in range(40)))

    assert sum(not each.used_up for each in asyncio.run(all_of_them())) == 50


def test_what_is_left_falls_with_each_call_and_tells_of_other_processes(
    store: Store, clock: FakeClock
) -> None:
    one, other = Limits(clock, 5000, 0, store), Limits(clock, 5000, 0, store)
    assert [user(one).remaining for _ in range(300)] == list(range(4999, 4699, -1))
    assert user(other).remaining <= 4699


@pytest.mark.slow
def test_a_shared_limit_writes_once_for_many_calls(store: Store, clock: FakeClock) -> None:
    writes = 0

    class Counting:
        async def awrite(self, op: Callable[..., int]) -> int:
            nonlocal writes
            writes += 1
            return await store.awrite(op)

    limits = Limits(clock, 5000, 0, Counting())  # type: ignore[arg-type]
    for _ in range(4000):
        user(limits)
    assert writes < 100


def test_a_database_that_takes_no_writes_keeps_nobody_from_calling(clock: FakeClock) -> None:
    class Full:
        async def awrite(self, op: object) -> int:
            raise Unavailable

    limits = Limits(clock, 5, 0, Full())  # type: ignore[arg-type]
    assert [user(limits).used_up for _ in range(7)] == [False] * 5 + [True] * 2


def test_hours_that_are_over_or_far_away_are_forgotten(store: Store, clock: FakeClock) -> None:
    now = clock.now() // HOUR
    for hour in (5, now - 1, now, now + 1, now + 5000):
        store.write(partial(calls.take, kind="user", who=1, hour=hour, size=1))
    user(Limits(clock, 5, 0, store))
    left = store.read(lambda tx: tx.all("SELECT hour FROM calls ORDER BY hour"))
    assert left == [(now - 1,), (now,), (now + 1,)]
