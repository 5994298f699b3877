"""Settling: an item is told when its fetch has come to something, or when that takes too long."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from satchel.library import finding
from satchel.library.context import Library
from satchel.library.waiting import signal_of
from satchel.model.items import Item, Saved

#: A wake-up may get lost between processes; a look every so many seconds finds out.
LOOK_AGAIN = 1.0


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
            now = await library.run(finding.get, user, item.id)
            if now is None or now.id != item.id or now.fetched_at >= since:
                return now or item
            left = until - time.monotonic()
            if left <= 0 or library.waiting.over:
                return now
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), min(left, LOOK_AGAIN))
