"""A lock that people take turns at."""

from __future__ import annotations

import asyncio

import pytest

from satchel.base.fair_lock import FairLock


class Time:
    """Passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def use(lock: FairLock, time: Time, log: list[int], person: int, seconds: float) -> None:
    async with lock.turn(person):
        log.append(person)
        await asyncio.sleep(0)
        time.now += seconds


def test_of_two_each_has_it_half_of_the_time_however_long_their_turns_are() -> None:
    async def work() -> list[int]:
        time, log = Time(), list[int]()
        lock = FairLock(time)
        slow = [use(lock, time, log, 1, 15) for _ in range(5)]
        quick = [use(lock, time, log, 2, 5) for _ in range(9)]
        await asyncio.gather(*slow, *quick)
        assert not lock.locked()
        return log

    assert asyncio.run(work()) == [1, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 1, 1][:14]


def test_nobody_saves_up_time_by_staying_away_and_nobody_owes_any_afterwards() -> None:
    async def work() -> list[int]:
        time, log = Time(), list[int]()
        lock = FairLock(time)
        for _ in range(3):
            await use(lock, time, log, 1, 100)
        log.clear()
        await asyncio.gather(*(use(lock, time, log, person, 1) for person in (1, 1, 2, 2, 2)))
        return log

    assert asyncio.run(work()) == [1, 2, 1, 2, 2]


def test_a_newcomer_waits_for_one_turn() -> None:
    async def work() -> list[int]:
        time, log = Time(), list[int]()
        lock = FairLock(time)
        await asyncio.gather(*(use(lock, time, log, person, 15) for person in (1, 1, 1, 1, 2, 3)))
        return log

    assert asyncio.run(work())[:3] == [1, 2, 3]


@pytest.mark.parametrize("granted", [False, True])
def test_whoever_gives_up_waiting_holds_nobody_up(granted: bool) -> None:
    async def work() -> None:
        time, log = Time(), list[int]()
        lock = FairLock(time)
        entered = lock.turn(1)
        await entered.__aenter__()
        impatient = asyncio.ensure_future(use(lock, time, log, 2, 1))
        patient = asyncio.ensure_future(use(lock, time, log, 3, 1))
        await asyncio.sleep(0)
        if granted:
            await entered.__aexit__(None, None, None)
            impatient.cancel()
        else:
            impatient.cancel()
            await asyncio.sleep(0)
            await entered.__aexit__(None, None, None)
        await patient
        assert log == [3]
        assert not lock.locked()

    asyncio.run(work())
