"""After a long turn others have as long, also those who come only after it has ended."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine

import pytest

from satchel.base.fair_lock import FairLock

Log = list[tuple[int, float]]  #: who had a turn, and when it began


class Skips(selectors.DefaultSelector):
    """Where a loop would wait until some time, it is that time already."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "all wait for each other"
        self.now += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """A loop on which hours pass at once."""

    def __init__(self) -> None:
        self._skips = Skips()
        super().__init__(self._skips)

    def time(self) -> float:
        return self._skips.now


def now() -> float:
    return asyncio.get_running_loop().time()


def go(work: Callable[[FairLock], Coroutine[None, None, Log]]) -> Log:
    async def with_lock() -> Log:
        return await work(FairLock(now, max_rest=60))

    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(with_lock())


async def use(lock: FairLock, log: Log, person: int, seconds: float) -> None:
    async with lock.turn(person):
        log.append((person, round(now(), 1)))
        await asyncio.sleep(seconds)


async def one_by_one(lock: FairLock, log: Log, person: int, many: int) -> None:
    """Short turns, of which each is asked for when the one before has ended and a little later."""
    for _ in range(many):
        await use(lock, log, person, 0.1)
        await asyncio.sleep(0.9)


def of(log: Log, person: int) -> list[float]:
    return [at for who, at in log if who == person]


def test_short_turns_that_come_one_by_one_pass_in_the_rest_after_a_long_one() -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        slow = [use(lock, log, 1, 15) for _ in range(4)]
        await asyncio.gather(*slow, one_by_one(lock, log, 2, 12))
        return log

    log = go(work)
    assert of(log, 1) == [0, 30, 60, 90]
    assert of(log, 2) == [15.0 + second for second in range(12)]


def test_people_with_long_turns_do_not_fill_each_others_rests() -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        slow = [use(lock, log, person, 15 - person) for person in (1, 3) for _ in range(3)]
        await asyncio.gather(*slow, one_by_one(lock, log, 2, 24))
        return log

    log = go(work)
    begun = [(who, at) for who, at in log if who != 2]
    # That the turns of the second are long is known when the first of them has ended.
    assert begun == [(1, 0), (3, 14), (3, 38), (1, 62), (3, 90), (1, 114)]
    assert of(log, 2) == [*range(26, 38), *range(50, 62)]


def test_who_has_no_page_waiting_when_the_rest_ends_waits_for_one_long_turn() -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        slow = asyncio.gather(*(use(lock, log, 1, 15) for _ in range(2)))
        await asyncio.sleep(31)
        await use(lock, log, 2, 0.1)
        await slow
        return log

    assert go(work) == [(1, 0), (1, 30), (2, 45)]


def test_nobody_rests_after_short_turns_nor_longer_than_is_allowed() -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        for seconds in (0.5, 0.5, 200, 0.5):
            await use(lock, log, 1, seconds)
        return log

    assert go(work) == [(1, 0), (1, 0.5), (1, 1), (1, 261)]


def test_a_long_turn_of_somebody_with_a_longer_one_behind_is_not_held_up() -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        await use(lock, log, 1, 15)
        await use(lock, log, 2, 2)
        await use(lock, log, 2, 2)
        return log

    assert go(work) == [(1, 0), (2, 15), (2, 19)]


@pytest.mark.parametrize("after", [5.0, 20.0])  # seconds: in the rest, and in the turn after it
def test_whoever_gives_up_in_a_rest_holds_nobody_up(after: float) -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        await use(lock, log, 1, 15)
        impatient = asyncio.ensure_future(use(lock, log, 1, 15))
        patient = asyncio.ensure_future(use(lock, log, 1, 1))
        await asyncio.sleep(after)
        impatient.cancel()
        await asyncio.wait([impatient, patient])
        assert not lock.locked()
        return log

    assert go(work)[1:] == ([(1, 30)] if after < 15 else [(1, 30), (1, 40)])


def test_all_rests_can_be_ended() -> None:
    async def work(lock: FairLock) -> Log:
        log = Log()
        slow = [asyncio.ensure_future(use(lock, log, 1, 15)) for _ in range(3)]
        await asyncio.sleep(20)
        assert not lock.locked()
        assert lock.resting() == {1}
        lock.end_rests()
        assert not lock.resting()
        await asyncio.gather(*slow)
        return log

    assert go(work) == [(1, 0), (1, 20), (1, 35)]
