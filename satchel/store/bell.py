"""The bell that wakes a thread for what waits."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Sized

#: Turns of an event loop in which more are heard before it is rung: few requests begin in each.
MAX_TURNS_HEARD = 4


class Bell:
    """Rung from any thread; rung twice, it wakes whoever waits for it twice."""

    def __init__(self, waiting: Sized) -> None:
        """`waiting` is what the thread is woken for."""
        self._waiting = waiting
        self._rung: queue.SimpleQueue[None] = queue.SimpleQueue()
        #: The loop that will ring as soon as it has heard everybody.
        self._ringing: asyncio.AbstractEventLoop | None = None

    def wait(self) -> None:
        """Wait until it is rung."""
        self._rung.get()

    def ring(self) -> None:
        """Ring it at once."""
        self._ringing = None
        self._rung.put(None)

    def ring_when_heard(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ring it when `loop` has heard everybody who speaks just now: one commit then serves them all.

        As long as more and more wait, there are others to be heard; one who is alone is not made to wait for them.
        """
        if self._ringing is not loop:
            self._ringing = loop
            loop.call_soon(self._hear, loop, 1, 0)

    def _hear(self, loop: asyncio.AbstractEventLoop, before: int, turns: int) -> None:
        waiting = len(self._waiting)
        if waiting > before and turns < MAX_TURNS_HEARD:
            loop.call_soon(self._hear, loop, waiting, turns + 1)
        else:
            self.ring()
