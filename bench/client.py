"""A client that costs little: keep-alive connections that send ready bytes and check every answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

PATIENCE = 5.0  #: seconds to wait for the last answers

Check = Callable[[int, bytes], bool]


def request(
    path: str, body: bytes = b"", media_type: str = "application/x-www-form-urlencoded", **headers: str
) -> bytes:
    """A whole POST request. `headers` are further ones, with underscores for hyphens."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: bench",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Run:
    """What came of one load."""

    times: list[float] = field(default_factory=list)  #: seconds of each answered request
    wrong: list[str] = field(
        default_factory=list
    )  #: the beginnings of answers that were not as they should be
    seconds: float = 0.0  #: from the first request to the last answer

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def ms(self, percent: float) -> float:
        """The time in ms within which so many percent were answered."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000 if ordered else 0.0


class _Connection(asyncio.Protocol):
    """Sends the next request when the answer to the one before is whole."""

    def __init__(self, requests: Iterator[bytes], check: Check, until: float, run: Run) -> None:
        self._requests = requests
        self._check = check
        self._until = until
        self._run = run
        self._sent = 0.0
        self._data = b""
        self._whole = 0  #: bytes of the whole answer; 0: its head is not there yet
        self._head = 0  #: bytes of its head
        self._waits = False
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._data = self._data + data if self._data else data
        if not self._whole:
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                return
            self._head = end + 4
            at = self._data.lower().find(b"content-length:", 0, end) + 15
            self._whole = self._head + int(self._data[at : self._data.find(b"\r\n", at)])
        if len(self._data) >= self._whole:
            self._answered()

    def connection_lost(self, error: Exception | None) -> None:
        if self._waits:
            self._run.wrong.append(f"the connection was lost: {error}")
        if not self.done.done():
            self.done.set_result(None)

    def _send(self) -> None:
        following = next(self._requests, None) if time.perf_counter() < self._until else None
        if following is None:
            self._transport.close()
            return
        self._waits = True
        self._sent = time.perf_counter()
        self._transport.write(following)

    def _answered(self) -> None:
        self._run.times.append(time.perf_counter() - self._sent)
        self._waits = False
        body = self._data[self._head : self._whole]
        if not self._check(int(self._data[9:12]), body):
            self._run.wrong.append(self._data[:400].decode("utf-8", "replace"))
        self._data, self._whole = b"", 0
        self._send()


async def drive(port: int, requests: Iterator[bytes], check: Check, connections: int, seconds: float) -> Run:
    """Have `connections` send `requests`, one after the other on each, for so many seconds."""
    run = Run()
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    made = [
        await loop.create_connection(
            lambda: _Connection(requests, check, begun + seconds, run), "127.0.0.1", port
        )
        for _ in range(connections)
    ]
    _, silent = await asyncio.wait([protocol.done for _, protocol in made], timeout=seconds + PATIENCE)
    run.seconds = time.perf_counter() - begun
    run.wrong += ["no answer"] * len(silent)
    for transport, _ in made:
        transport.abort()
    return run
