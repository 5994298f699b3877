"""So many calls an hour."""

from __future__ import annotations

from satchel.base.clock import FakeClock
from satchel.library.limits import HOUR, Limits

HALF_PAST = 1_790_000_000_000 // HOUR * HOUR + HOUR // 2


def test_calls_are_counted_for_each_user_and_key_by_the_hour() -> None:
    clock = FakeClock(HALF_PAST)
    limits = Limits(clock, 3, 5)
    assert limits.on
    assert [limits.user(1).remaining for _ in range(3)] == [2, 1, 0]
    assert not limits.user(2).used_up
    assert limits.user(1).used_up
    assert limits.key(1) == (5, 4, 1800)
    clock.forward(seconds=1799)
    assert limits.user(1).used_up
    assert limits.user(1).reset == 1
    clock.forward(seconds=1)
    assert limits.user(1) == (3, 2, 3600)


def test_a_clock_that_steps_back_gives_nobody_a_new_hour() -> None:
    clock = FakeClock(HALF_PAST)
    limits = Limits(clock, 1, 1)
    limits.user(1)
    clock.forward(hours=-1)
    allowance = limits.user(1)
    assert allowance.used_up
    assert allowance.reset == 5400
    clock.forward(hours=2)
    assert not limits.user(1).used_up


def test_no_limit_is_never_used_up() -> None:
    limits = Limits(FakeClock(HALF_PAST), 0, 5)
    assert not limits.on
    assert not any(limits.user(1).used_up for _ in range(100))


def test_nobody_is_told_the_whole_allowance() -> None:
    limits = Limits(FakeClock(HALF_PAST), 3, 5)
    assert limits.user(None) == (3, 3, 1800)
