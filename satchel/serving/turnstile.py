"""The way into the application: one request begins in each turn of the event loop.

Without it all that had come in one turn would begin in it, and whoever sends much at once on many connections would
have all of that done before anybody else is heard. Who sent more than is taken at once waits here for being read on.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from uvicorn.server import ServerState

#: Seconds between reading on from one and from the next. Without it one client that sent 20,000 requests at once kept
#: others waiting for 0.2 s; with one for each connection 20 that sent chunks of one byte did for 0.1 s.
BREATH = 0.004

_of_servers: WeakKeyDictionary[ServerState, Turnstile] = WeakKeyDictionary()


def turnstile_of(server: ServerState, loop: asyncio.AbstractEventLoop) -> Turnstile:
    """The one through which all connections of a server go."""
    return _of_servers.get(server) or _of_servers.setdefault(server, Turnstile(loop))


class Turnstile:
    """Lets requests in one after the other; of those who wait, each in turn, whoever has more of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._entering = _Line()
        self._resting = _Line()
        self._turning = self._breathing = False

    def enter(self, who: Hashable, begin: Callable[[], None]) -> None:
        """Call `begin` at once where nobody else did in this turn of the loop, else when it is the turn of `who`."""
        if self._turning:
            self._entering.add(who, begin)
            return
        self._turning = True
        self._loop.call_soon(self._turn)
        begin()

    def rest(self, who: Hashable, go_on: Callable[[], None]) -> None:
        """Call `go_on` when it is the turn of `who`; before each the loop has a breath for others."""
        self._resting.add(who, go_on)
        if not self._breathing:
            self._breathing = True
            self._loop.call_later(BREATH, self._breathe)

    def _turn(self) -> None:
        begin = self._entering.next()
        if begin is None:
            self._turning = False
            return
        self._loop.call_soon(self._turn)
        begin()

    def _breathe(self) -> None:
        go_on = self._resting.next()
        if go_on is None:
            self._breathing = False
            return
        try:
            go_on()
        finally:
            self._loop.call_later(BREATH, self._breathe)


class _Line:
    """What waits for its turn, by those whose it is."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[Callable[[], None]]] = {}

    def add(self, who: Hashable, what: Callable[[], None]) -> None:
        self._waiting.setdefault(who, deque()).append(what)

    def next(self) -> Callable[[], None] | None:
        """The first of whoever waits the longest, who then stands behind all others; None where nobody waits."""
        if not self._waiting:
            return None
        who = next(iter(self._waiting))
        waiting = self._waiting.pop(who)
        what = waiting.popleft()
        if waiting:
            self._waiting[who] = waiting
        return what
