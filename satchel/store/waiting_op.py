"""An op that waits for its turn in the writer, and whoever waits for it."""

from __future__ import annotations

import asyncio
from typing import Any

from satchel.store.db import Op


class Entry:
    """An op, whoever waits for it, and what came of it."""

    __slots__ = ("error", "future", "loop", "op", "result", "weight")

    def __init__(
        self, op: Op[Any], weight: int, future: Any, loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        self.op = op
        self.weight = weight
        self.future = future
        self.loop = loop
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        """Answer whoever waits, unless they have gone. Only once."""
        # Let go of both: an error knows where it was raised, and so this entry, which would be a circle.
        future, error, self.future, self.error = self.future, self.error, None, None
        if future.done():
            return
        if error is None:
            future.set_result(self.result)
        elif isinstance(error, StopIteration):
            # A future cannot carry one: it would end the coroutine that waits as if all were well.
            future.set_exception(RuntimeError(repr(error)))
        else:
            future.set_exception(error)


def settle_all(entries: list[Entry]) -> None:
    """Answer everybody who waits for one of these."""
    for entry in entries:
        entry.settle()
