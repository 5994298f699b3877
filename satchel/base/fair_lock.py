"""A lock that people take turns at, by how long each had it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager


class FairLock:
    """One holder at a time; next comes whoever of those who wait had it for the shortest time.

    So of two who always want it each has it half of the time, however long each of their turns
    is. Nobody saves up time by staying away, and nobody owes any once the lock was free. One
    person's own turns come in the order in which they were asked for. Belongs to one event loop.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._held = False
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}
        self._had: dict[Hashable, float] = {}  #: seconds, of those who wait or had a turn meanwhile
        self._least = 0.0  #: seconds that whoever comes now counts as having had

    def locked(self) -> bool:
        """Whether somebody has it."""
        return self._held

    @asynccontextmanager
    async def turn(self, person: Hashable) -> AsyncIterator[None]:
        """Wait for a turn of `person`, and have it."""
        if self._held:
            await self._wait(person)
        self._held = True
        began = self._seconds()
        try:
            yield
        finally:
            self._had[person] = self._of(person) + self._seconds() - began
            self._pass_on()

    def _of(self, person: Hashable) -> float:
        return max(self._had.get(person, 0.0), self._least)

    async def _wait(self, person: Hashable) -> None:
        turn = asyncio.get_running_loop().create_future()
        if person not in self._waiting:
            self._had[person] = self._of(person)
        self._waiting.setdefault(person, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()  # it was ours already
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            person = min(self._waiting, key=lambda each: self._had[each])
            turns = self._waiting[person]
            turn = turns.popleft()
            if not turns:
                del self._waiting[person]
            if not turn.done():
                self._least = self._had[person]
                turn.set_result(None)
                return
        self._held = False
        self._had.clear()
        self._least = 0.0
