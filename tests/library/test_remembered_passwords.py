"""A program that sends its password with each call: it is looked up once, and not with each of them."""

from __future__ import annotations

import asyncio

import pytest

from satchel.base.errors import NotSignedIn
from satchel.library.throttle import Throttle
from satchel.library.wrong_passwords import Count, Rule
from tests.clock import FakeClock

HOME = "203.0.113.7"


class _Watched(Throttle):
    """Tells what it counts."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: list[str] = []

    def _keep(self, rule: Rule, key: str, count: Count) -> None:
        self.counted.append(rule.name)
        super()._keep(rule, key, count)

    async def call(self, clock: FakeClock, *, remembered: bool, right: bool = True) -> list[str]:
        """What a call with a password has it count."""
        self.counted = []
        async with self.entry(clock, "alice", HOME, None, remembered=remembered):
            if not right:
                raise NotSignedIn
        return self.counted


def test_what_was_right_a_moment_ago_is_counted_no_more() -> None:
    async def work() -> None:
        throttle, clock = _Watched(), FakeClock()
        assert await throttle.call(clock, remembered=False)
        assert not await throttle.call(clock, remembered=True)

    asyncio.run(work())


def test_what_was_wrong_in_between_is_cleared_by_it() -> None:
    async def work() -> None:
        throttle, clock = _Watched(), FakeClock()
        await throttle.call(clock, remembered=False)
        with pytest.raises(NotSignedIn):
            await throttle.call(clock, remembered=False, right=False)
        assert await throttle.call(clock, remembered=True)
        assert not await throttle.call(clock, remembered=True)

    asyncio.run(work())
