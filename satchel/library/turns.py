"""Turns: of each person, one long piece of writing at a time waits for the database, and two of reading.

So nobody's many calls, or long ones, stand before what others save or read: between two pieces of one
person everybody else who waits is served.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from satchel.base.own_turns import OwnTurns
from satchel.store.db import Op, ReadOp, Store, T

#: Long pieces of reading that one person has under way: there are threads for more.
MAX_READS = 2
#: Articles that one person has opened and not yet as a page: a long one is some ten megabytes until then.
MAX_OPENINGS = 2


class Turns:
    """Who is at work. Those of one person go one after the other, in the order in which they came."""

    def __init__(self) -> None:
        self._writes, self._reads, self._openings = OwnTurns(1), OwnTurns(MAX_READS), OwnTurns(MAX_OPENINGS)

    async def write(self, store: Store, user: int, op: Op[T], weight: int) -> T:
        """`store.awrite` when it is the turn of this piece of `user`'s work."""
        async with self._writes.of(user):
            return await store.awrite(op, weight, user)

    async def read(self, store: Store, user: int, op: ReadOp[T]) -> T:
        """`store.aread` when it is the turn of this piece of `user`'s work."""
        async with self.reading(user):
            return await store.aread(op)

    @asynccontextmanager
    async def reading(self, user: int) -> AsyncIterator[None]:
        """Wait for a turn of `user` to read, or to make something of what was read, in a thread; and have it."""
        async with self._reads.of(user):
            yield

    @asynccontextmanager
    async def opening(self, user: int) -> AsyncIterator[None]:
        """Wait for a turn of `user` to read an article and make of it what a page shows; and have it."""
        async with self._openings.of(user):
            yield
