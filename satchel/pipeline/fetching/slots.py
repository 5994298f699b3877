"""Politeness: at most so many connections to one host at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from satchel.model.pages import FetchFailed, Reason


class HostSlots:
    """`each` places per host; whoever comes later waits, first come, first served."""

    def __init__(self, each: int) -> None:
        self._each = each
        self._hosts: dict[str, tuple[asyncio.Semaphore, list[int]]] = {}

    @asynccontextmanager
    async def place(self, host: str, patience: float) -> AsyncIterator[None]:
        """A place at `host`, given back at the end.

        Raises `FetchFailed` with `Reason.TIMEOUT` when none becomes free within `patience` seconds.
        """
        semaphore, users = self._hosts.setdefault(host, (asyncio.Semaphore(self._each), [0]))
        users[0] += 1
        try:
            try:
                async with asyncio.timeout(patience):
                    await semaphore.acquire()
            except TimeoutError:
                raise FetchFailed(Reason.TIMEOUT, f"too many downloads wait for {host}") from None
            try:
                yield
            finally:
                semaphore.release()
        finally:
            users[0] -= 1
            if not users[0]:
                del self._hosts[host]

    def is_full(self, host: str) -> bool:
        """Whether a download from `host` would have to wait now."""
        entry = self._hosts.get(host)
        return entry is not None and entry[0].locked()
