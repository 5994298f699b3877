"""One person's many long calls leave others their turn to read."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

from satchel.library.turns import MAX_READS, Turns
from satchel.store.db import Store
from tests.patience import HANG


class _Slow:
    """A store that reads when it is told to, and knows who reads."""

    def __init__(self) -> None:
        self.reading: list[int] = []
        self.go = asyncio.Event()

    async def aread(self, op: Any) -> int:
        user: int = op(None)
        self.reading.append(user)
        await self.go.wait()
        self.reading.remove(user)
        return user


def _user(tx: object, user: int) -> int:
    return user


def test_of_one_persons_many_long_reads_two_are_under_way() -> None:
    async def many() -> None:
        slow, turns = _Slow(), Turns()
        store: Store = slow  # type: ignore[assignment]
        calls = [
            asyncio.ensure_future(turns.read(store, user, partial(_user, user=user)))
            for user in [1] * 50 + [2]
        ]
        await asyncio.sleep(0)
        assert slow.reading == [1] * MAX_READS + [2]
        slow.go.set()
        async with asyncio.timeout(HANG):
            assert sum(await asyncio.gather(*calls)) == 52
        assert slow.reading == []

    asyncio.run(many())
