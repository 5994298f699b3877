"""Turns of each person by themselves: of one person's work so much goes on at once, whatever others do."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class OwnTurns:
    """Who has a turn, by person; nothing is kept of whoever has none and waits for none. Belongs to one event loop."""

    def __init__(self, most: int) -> None:
        """`most` turns of one person go on at once; the others come in the order in which they were asked for."""
        self._most = most
        self._turns: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()

    def of(self, person: int) -> asyncio.Semaphore:
        """What is to be held for a turn of `person`."""
        turn = self._turns.get(person)
        if turn is None:
            turn = self._turns[person] = asyncio.Semaphore(self._most)
        return turn
