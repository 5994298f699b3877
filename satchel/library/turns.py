"""Turns: of each person, one long piece of work at a time waits for the database.

So nobody's many calls, or long ones, stand before what others save: between two pieces of one
person everybody else who waits is served.
"""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from satchel.store.db import Op, Store, T


class Turns:
    """Who is at work. Those of one person go one after the other, in the order in which they came."""

    def __init__(self) -> None:
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def write(self, store: Store, user: int, op: Op[T], weight: int) -> T:
        """`store.awrite` when it is the turn of this piece of `user`'s work."""
        turn = self._turns.get(user)
        if turn is None:
            turn = self._turns[user] = asyncio.Lock()
        async with turn:
            return await store.awrite(op, weight)
