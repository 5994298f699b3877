"""Being told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable


def on_stop(stop: Callable[[], None]) -> None:
    """Call `stop` at the first SIGTERM or SIGINT; at the second one end at once.

    Ending at once loses nothing: what was answered is on the disk. For the running loop.
    """
    loop = asyncio.get_running_loop()
    told = False

    def hear(number: int) -> None:
        nonlocal told
        if told:
            os._exit(128 + number)
        told = True
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, hear, number)
