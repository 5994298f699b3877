"""The client for the one service that the owner of the server named. It may be on a private network.

It follows no redirect, keeps no cookie, reads no more than a bounded answer, and waits no longer than a few seconds.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpcore2
import msgspec

from satchel.base.errors import Unavailable

MAX_ANSWER_BYTES = 512 * 1024
DEADLINE = 10.0  #: seconds for one question with all that belongs to it
MAX_CONNECTIONS = 4


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """The object that the answer holds. Raises `Unavailable` where it holds none."""
        try:
            found = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Unavailable("The sign-in service gave an answer that cannot be read.")
        return found


class Client:
    """Asks addresses of the service; at most four questions at a time, the others wait."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        """`tls` stands in for the system's trusted authorities in tests."""
        self._tls = tls
        self._turns = asyncio.Semaphore(MAX_CONNECTIONS)

    async def ask(
        self, method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """The answer of `url`. Raises `Unavailable` when there is none in time, or none that ends."""
        sent = {
            "Host": urlsplit(url).netloc, "Accept": "application/json", "Accept-Encoding": "identity",
            "Connection": "close", "Content-Length": str(len(body)), **(headers or {}),
        }  # fmt: skip
        try:
            async with asyncio.timeout(DEADLINE), self._turns:
                return await self._ask(method, url, sent, body)
        except (TimeoutError, OSError, ssl.SSLError, httpcore2.ConnectError, *_BROKEN) as error:
            raise Unavailable("The sign-in service cannot be reached. Please try again later.") from error

    async def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        secure = await self._secure() if url.startswith("https:") else None
        async with (
            httpcore2.AsyncConnectionPool(secure, max_connections=1) as pool,
            pool.stream(method, url, headers=list(headers.items()), content=body) as response,
        ):
            found = bytearray()
            async for part in response.aiter_stream():
                found += part
                if len(found) > MAX_ANSWER_BYTES:
                    raise Unavailable("The sign-in service gave an answer that is too long.")
            return Answer(response.status, bytes(found))

    async def _secure(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = await asyncio.to_thread(httpcore2.default_ssl_context)
        return self._tls


_BROKEN = (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException)
