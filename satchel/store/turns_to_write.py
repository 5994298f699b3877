"""Turns to write: one person's writes wait for each other in PostgreSQL, and need no connections for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from satchel.base.errors import Busy
from satchel.base.own_turns import OwnTurns

#: Writes of one person on connections at the same time: one works, and another one is there when it is done. With
#: more, those who wait for one person's lock had all connections, and everybody else waited behind them.
MAX_WRITES = 2


class TurnsToWrite:
    """Who has a turn, in this process."""

    def __init__(self) -> None:
        self._turns = OwnTurns(MAX_WRITES)

    @asynccontextmanager
    async def of(self, person: int, seconds: float) -> AsyncIterator[None]:
        """Wait for a turn of `person` to write, and have it; 0 has one always. Raises `Busy` after so many seconds."""
        if not person:
            yield
            return
        turn = self._turns.of(person)
        try:
            async with asyncio.timeout(seconds):
                await turn.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            yield
        finally:
            turn.release()
