"""Waiting for what must happen.

A machine may be ten times slower than the one on which a test was written. So a test never assumes
that something asynchronous has happened: it waits for it here, and the bound is there only to end a
hang. That something was quick is never asserted of a clock: an order or a count says it as well.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

HANG = 60.0  #: seconds after which nobody believes any more that it will happen
#: Seconds of CPU for what is done in one or two at most where the bound was set. What is not linear
#: takes minutes in the sizes that the tests choose.
CPU = 30.0


def until(true: Callable[[], Any]) -> Any:
    """What `true` says once it says yes. Raises `AssertionError` when it never does."""
    end = time.monotonic() + HANG
    while not (found := true()):
        assert time.monotonic() < end, "that never happened"
        time.sleep(0.005)
    return found


async def until_it(true: Callable[[], Any]) -> Any:
    """The same for coroutines: others on the loop go on meanwhile."""
    end = time.monotonic() + HANG
    while not (found := true()):
        assert time.monotonic() < end, "it never came to that"
        await asyncio.sleep(0.005)
    return found
