"""The way into the application: few requests begin in each turn of the event loop.

Without it all that had come in one turn would begin in it, and whoever sends much at once on many connections would
have all of that done before anybody else is heard. As long as turns are short some begin together, since those are
saved together, too: with one in each turn, each save of thirty-two clients was a commit of its own. Once a turn was
long, one begins in each. Who sent more than is taken at once waits here for being read on.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from uvicorn.server import ServerState

#: Seconds between reading on from one and from the next. Without it one client that sent 20,000 requests at once kept
#: others waiting for 0.2 s; with one for each connection 20 that sent chunks of one byte did for 0.1 s.
BREATH = 0.004

#: Requests that begin in one turn of the loop while turns are short. The dearest first steps take some 5 ms, so what
#: comes before it is known that they are dear holds others up for 40 ms, once.
MAX_TOGETHER = 8
#: Seconds of work in a turn after which one request begins in the next. Eight saves, with the answers to eight others,
#: take 2 ms on a slow computer; and a question of somebody else is answered after some five turns.
LONG = 0.005

_of_servers: WeakKeyDictionary[ServerState, Turnstile] = WeakKeyDictionary()


def turnstile_of(server: ServerState, loop: asyncio.AbstractEventLoop) -> Turnstile:
    """The one through which all connections of a server go."""
    return _of_servers.get(server) or _of_servers.setdefault(server, Turnstile(loop))


class Turnstile:
    """Lets requests in, few in each turn; of those who wait, each in turn, whoever has more of them."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, clock: Callable[[], float] = time.thread_time
    ) -> None:
        self._loop = loop
        self._clock = clock
        self._entering = _Line()
        self._resting = _Line()
        self._turning = self._breathing = False
        self._together = MAX_TOGETHER  #: how many may begin in a turn
        self._begun = 0  #: how many did in this one
        self._since = 0.0  #: when that began

    def enter(self, who: Hashable, begin: Callable[[], None]) -> None:
        """Call `begin` at once where few others did in this turn of the loop, else when it is the turn of `who`."""
        is_first, self._turning = not self._turning, True
        if is_first:
            self._begun, self._since = 0, self._clock()
        if self._begun < self._together and not self._entering:
            self._begun += 1
            begin()
        else:
            self._entering.add(who, begin)
        if is_first:
            self._loop.call_soon(self._turn)

    def rest(self, who: Hashable, go_on: Callable[[], None]) -> None:
        """Call `go_on` when it is the turn of `who`; before each the loop has a breath for others."""
        self._resting.add(who, go_on)
        if not self._breathing:
            self._breathing = True
            self._loop.call_later(BREATH, self._breathe)

    def _turn(self) -> None:
        now = self._clock()
        self._together = 1 if now - self._since > LONG else min(2 * self._together, MAX_TOGETHER)
        if not (self._entering or self._begun):
            self._turning = False
            return
        self._begun, self._since = 0, now
        while self._begun < self._together and (begin := self._entering.next()):
            self._begun += 1
            begin()
        # Behind their first steps, so that it sees how long these took.
        self._loop.call_soon(self._turn)

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

    def __bool__(self) -> bool:
        return bool(self._waiting)

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
