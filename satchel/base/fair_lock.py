"""A lock that people take turns at, by how long each had it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from typing import NamedTuple

#: Seconds up to which a turn is short: nobody rests after it.
MAX_SHORT = 1.0


class _Gap(NamedTuple):
    """What a long turn leaves to those whose own turns are shorter."""

    until: float
    turn: float  #: seconds that the turn before it took


class FairLock:
    """One holder at a time; next comes whoever of those who wait had it for the shortest time.

    So of two who always want it each has it half of the time, however long each of their turns
    is. Nobody saves up time by staying away, and nobody owes any once nobody waits. One
    person's own turns come in the order in which they were asked for. Belongs to one event loop.

    With `max_rest`, a long turn is followed by as many seconds, at most so many, in which nobody
    begins whose own last turn was half as long or longer. Time is thus left to those who come only
    after it ended, and people whose turns are as long do not fill each other's rests.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic, max_rest: float = 0.0) -> None:
        self._seconds = seconds
        self._max_rest = max_rest
        self._held = False
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}
        self._had: dict[Hashable, float] = {}  #: seconds, of those who wait or had a turn meanwhile
        self._least = 0.0  #: seconds that whoever comes now counts as having had
        self._long: dict[Hashable, float] = {}  #: seconds of the last turn, of those for whom it was long
        self._gaps: list[_Gap] = []
        self._alarm: asyncio.TimerHandle | None = None  #: rings when the first who rests may begin

    def locked(self) -> bool:
        """Whether somebody has it."""
        return self._held

    def resting(self) -> set[Hashable]:
        """Those who would not get it now though it were free."""
        now = self._seconds()
        return {person for person in self._long if self._rests_until(person) > now}

    @asynccontextmanager
    async def turn(self, person: Hashable) -> AsyncIterator[None]:
        """Wait for a turn of `person`, and have it."""
        if self._held or self._rests_until(person) > self._seconds():
            await self._wait(person)
        self._held = True
        began = self._seconds()
        try:
            yield
        finally:
            self._note(person, self._seconds() - began)
            self._pass_on()

    def end_rests(self) -> None:
        """From now on nobody rests; those who do have their turns."""
        self._max_rest = 0.0
        self._gaps.clear()
        self._look()

    def _of(self, person: Hashable) -> float:
        return max(self._had.get(person, 0.0), self._least)

    def _note(self, person: Hashable, took: float) -> None:
        self._had[person] = self._of(person) + took
        self._long.pop(person, None)
        if self._max_rest and took > MAX_SHORT:
            self._long[person] = took
            self._gaps.append(_Gap(self._seconds() + min(took, self._max_rest), took))

    def _rests_until(self, person: Hashable) -> float:
        took = self._long.get(person, 0.0)
        return max((gap.until for gap in self._gaps if took >= gap.turn / 2), default=0.0)

    async def _wait(self, person: Hashable) -> None:
        turn = asyncio.get_running_loop().create_future()
        if person not in self._waiting:
            self._had[person] = self._of(person)
        self._waiting.setdefault(person, deque()).append(turn)
        self._look()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()  # it was ours already
            raise

    def _look(self) -> None:
        if not self._held:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        now = self._seconds()
        self._gaps = [gap for gap in self._gaps if gap.until > now]
        while ready := [each for each in self._waiting if self._rests_until(each) <= now]:
            person = min(ready, key=lambda each: self._had[each])
            turns = self._waiting[person]
            turn = turns.popleft()
            if not turns:
                del self._waiting[person]
            if not turn.done():
                self._held = True
                self._least = max(self._least, self._had[person])
                turn.set_result(None)
                return
        self._held = False
        if self._waiting:
            rest = min(map(self._rests_until, self._waiting)) - now
            self._alarm = asyncio.get_running_loop().call_later(rest, self._look)
        else:
            self._had.clear()
            self._least = 0.0
