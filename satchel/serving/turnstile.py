"""The way into the application: one request begins in each turn of the event loop.

Without it all that had come in one turn would begin in it, and whoever sends much at once on many connections would
have all of that done before anybody else is heard.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from weakref import WeakKeyDictionary

from uvicorn.server import ServerState

_of_servers: WeakKeyDictionary[ServerState, Turnstile] = WeakKeyDictionary()


def turnstile_of(server: ServerState, loop: asyncio.AbstractEventLoop) -> Turnstile:
    """The one through which all connections of a server go."""
    return _of_servers.get(server) or _of_servers.setdefault(server, Turnstile(loop))


class Turnstile:
    """Lets requests in one after the other; of those who wait, each in turn, whoever has more of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: dict[Hashable, deque[Callable[[], None]]] = {}
        self._turning = False

    def enter(self, who: Hashable, begin: Callable[[], None]) -> None:
        """Call `begin` at once where nobody else did in this turn of the loop, else when it is the turn of `who`."""
        if self._turning:
            self._waiting.setdefault(who, deque()).append(begin)
            return
        self._turning = True
        self._loop.call_soon(self._turn)
        begin()

    def _turn(self) -> None:
        if not self._waiting:
            self._turning = False
            return
        who = next(iter(self._waiting))
        waiting = self._waiting.pop(who)
        begin = waiting.popleft()
        if waiting:
            self._waiting[who] = waiting  # behind all others
        self._loop.call_soon(self._turn)
        begin()
