"""The bodies of requests, read within bounds: of size, of time, and of what all of them hold together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from satchel.base.errors import Busy, Invalid, TooLarge

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

LARGEST = 16_000_000  #: bytes
SLOWEST = 30.0  #: seconds
#: Bytes of bodies under way at the same time at one door; more callers with large ones are asked to come again.
MOST_HELD = 64_000_000
SMALL = 65_536  #: bytes that one may have in any case


class Gone(Exception):
    """The client hung up before it had said everything."""


class Bodies:
    """Reads the bodies of one door."""

    def __init__(self, largest: int = LARGEST) -> None:
        """`largest` is how many bytes one may have."""
        self._largest = largest
        self._held = 0

    async def read(self, length: bytes, coding: bytes, receive: Receive, *, whole: bool = False) -> bytes:
        """The whole body of a request with these headers, Content-Length and Transfer-Encoding.

        `whole` says that all of it has arrived: a timer would cost a tenth of a small request.

        Raises `TooLarge`, `Busy` while others hold too much, `Invalid` when it takes too long, `Gone` when
        it ends early.
        """
        if length.isdigit() and int(length) > self._largest:
            raise TooLarge
        if whole or (not length and not coding):
            return await self._rest(receive)  # there is nothing to wait for
        try:
            async with asyncio.timeout(SLOWEST):
                return await self._rest(receive)
        except TimeoutError:
            raise Invalid("The request took too long to arrive.") from None

    @contextmanager
    def holding(self, body: bytes) -> Iterator[None]:
        """Count a body that is there, until its call is answered, among those under way."""
        self._held += len(body)
        try:
            yield
        finally:
            self._held -= len(body)

    async def _rest(self, receive: Receive) -> bytes:
        parts: list[bytes] = []
        size = 0
        more = True
        try:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                part = message.get("body", b"")
                size += len(part)
                self._held += len(part)
                if size > self._largest:
                    raise TooLarge
                if size > SMALL and self._held > MOST_HELD:
                    raise Busy
                parts.append(part)
                more = message.get("more_body", False)
        finally:
            self._held -= size
        return b"".join(parts)
