"""Waiting for work that a thread is to begin with soon, or never."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TypeVar

from satchel.base.errors import Busy

T = TypeVar("T")


async def begun_in_time(work: Future[T], seconds: float) -> T:
    """What comes of `work`, if a thread begins with it within `seconds`. Raises `Busy` else, and it never begins."""
    is_late = False

    def give_up() -> None:
        nonlocal is_late
        is_late = work.cancel()

    late = asyncio.get_running_loop().call_later(seconds, give_up)
    try:
        return await asyncio.wrap_future(work)
    except asyncio.CancelledError:
        if is_late:
            raise Busy from None
        raise
    finally:
        late.cancel()
