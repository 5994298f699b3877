"""At the start: does the guard hold on this machine, with these libraries?

An update of a library can move the hook that the guard hangs on. So the server tries what it
must never be able to do, and does not fetch anything if it can.
"""

from __future__ import annotations

import asyncio
import socket

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.fetcher import Fetcher

#: All of 127/8 answers on most systems; one that the settings do not allow is needed.
_CANDIDATES = ("127.0.0.1", "127.83.65.84")


async def self_test(fetcher: Fetcher) -> None:
    """Open a listener on loopback and let `fetcher` try to reach it.

    Raises `RuntimeError` with one sentence for people unless the fetch is refused without a
    connection. Does nothing when the settings allow all of loopback.
    """
    for address in _CANDIDATES:
        if fetcher.guard.permits(address):
            continue
        try:
            listener = socket.create_server((address, 0))
        except OSError:
            continue
        with listener:
            listener.setblocking(False)
            await _must_be_refused(fetcher, listener)
        return


async def _must_be_refused(fetcher: Fetcher, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    reason: object = "an answer"
    try:
        async with asyncio.timeout(3):
            await fetcher.fetch(f"http://{host}:{port}/")
    except FetchFailed as failure:
        reason = failure.reason
    except TimeoutError:
        reason = "silence"
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        if reason is Reason.REFUSED:
            return
    raise RuntimeError(
        "Fetching is switched off: the guard against private addresses does not hold here "
        f"(a test download from {host} ended with {reason})."
    )
