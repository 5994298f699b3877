"""Waiting for a fetch: whoever added a page is woken when it is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from satchel.library import finding
from satchel.model.items import Item, Saved

if TYPE_CHECKING:
    from satchel.library.context import Library

#: A wake-up may get lost between processes; a look every so many seconds finds out.
LOOK_AGAIN = 1.0


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


async def settled(library: Library, user: int, saved: Saved, seconds: float | None = None) -> Item:
    """The item, as soon as its fetch has come to something, at the latest after `seconds`.

    Without `seconds`, as long as the server's owner lets an add wait.
    """
    item = saved.item
    return await fetched(library, user, item, item.changed_at, seconds) if saved.fetching else item


async def fetched(library: Library, user: int, item: Item, since: int, seconds: float | None = None) -> Item:
    """The item, as soon as a fetch has come to something at or after `since` (ms); as `settled`."""
    seconds = library.add_wait if seconds is None else seconds
    if seconds <= 0:
        return item
    until = time.monotonic() + seconds
    with library.waiting.watch(signal_of(user, item.id)) as event:
        while True:
            event.clear()
            now = await library.store.aread(lambda tx: finding.get(tx, user, item.id), quick=True)
            if now is None or now.id != item.id or now.fetched_at >= since:
                return now or item
            left = until - time.monotonic()
            if left <= 0 or library.waiting.over:
                return now
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), min(left, LOOK_AGAIN))
