"""Waiting for a fetch: whoever added a page is woken when it has come to something."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def signal_of(user: int, item_id: int) -> str:
    """What a transaction signals when a fetch of that item has come to something."""
    return f"item:{user}:{item_id}"


class Waiting:
    """Who waits for which item, in this process."""

    def __init__(self) -> None:
        self._events: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self.over = False

    def end(self) -> None:
        """Let nobody wait any longer: the server is stopping, and what is known must do."""
        self.over = True
        self.hear(set(self._events))

    def hear(self, signals: set[str]) -> None:
        """Wake those who wait for one of `signals`; from any thread."""
        for word in signals:
            for loop, event in tuple(self._events.get(word, ())):
                with suppress(RuntimeError):  # the loop may have closed meanwhile
                    loop.call_soon_threadsafe(event.set)

    @contextmanager
    def watch(self, word: str) -> Iterator[asyncio.Event]:
        """An event that is set when `word` is signalled."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        self._events.setdefault(word, set()).add(entry)
        try:
            yield entry[1]
        finally:
            waiters = self._events[word]
            waiters.discard(entry)
            if not waiters:
                del self._events[word]
