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
    lines = [f"Content-Type: {media_type}", f"Content-Length: {len(body)}"]
    return _head("POST", path, lines, headers) + body


def page(path: str, **headers: str) -> bytes:
    """A whole GET request."""
    return _head("GET", path, [], headers)


def _head(method: str, path: str, lines: list[str], headers: dict[str, str]) -> bytes:
    further = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: bench", *lines, *further]).encode() + b"\r\n\r\n"


@dataclass
class Run:
    """What came of one load."""

    times: list[float] = field(default_factory=list)  #: seconds of each answered request
    wrong: list[str] = field(
        default_factory=list
    )  #: the beginnings of answers that were not as they should be
    seconds: float = 0.0  #: from the first request to the last answer
    cpu: float = 0.0  #: seconds that the meter went on meanwhile

    @property
    def cost(self) -> float:
        """CPU seconds of the server an answer."""
        return self.cpu / max(1, len(self.times))

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def ms(self, percent: float) -> float:
        """The time in ms within which so many percent were answered."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000 if ordered else 0.0


class _Connection(asyncio.Protocol):
    """Sends the next request when the answer to the one before is whole.

    The first answer is only checked: until then a connection may have waited to be accepted.
    """

    def __init__(self, requests: Iterator[bytes], check: Check, run: Run) -> None:
        self._requests = requests
        self._check = check
        self._run = run
        self._until: float | None = None
        self._sent = 0.0
        self._data = b""
        self._whole = 0  #: bytes of the whole answer; 0: its head is not there yet
        self._head = 0  #: bytes of its head
        self._waits = False
        self.warm = asyncio.get_running_loop().create_future()
        self.done = asyncio.get_running_loop().create_future()

    def begin(self, until: float) -> None:
        """Send one request after the other until then."""
        self._until = until
        self._go_on()

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
        for future in (self.warm, self.done):
            if not future.done():
                future.set_result(None)

    def _send(self) -> None:
        self._waits = True
        self._sent = time.perf_counter()
        self._transport.write(next(self._requests))

    def _answered(self) -> None:
        taken = time.perf_counter() - self._sent
        self._waits = False
        if not self._check(int(self._data[9:12]), self._data[self._head : self._whole]):
            self._run.wrong.append(self._data[:400].decode("utf-8", "replace"))
        self._data, self._whole = b"", 0
        if self._until is None:
            self.warm.set_result(None)
        else:
            self._run.times.append(taken)
            self._go_on()

    def _go_on(self) -> None:
        if self._until is not None and time.perf_counter() < self._until:
            self._send()
        else:
            self._transport.close()


async def drive(
    port: int,
    requests: Iterator[bytes],
    check: Check,
    connections: int,
    seconds: float,
    meter: Callable[[], float] = time.process_time,
) -> Run:
    """Have `connections` send `requests`, one after the other on each, for so many seconds.

    `meter` tells the CPU seconds of the server.
    """
    run = Run()
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Connection(requests, check, run), "127.0.0.1", port)
        for _ in range(connections)
    ]
    protocols = [protocol for _, protocol in made]
    await asyncio.wait([each.warm for each in protocols], timeout=PATIENCE)
    begun, cpu = time.perf_counter(), meter()
    for each in protocols:
        each.begin(begun + seconds)
    _, silent = await asyncio.wait([each.done for each in protocols], timeout=seconds + PATIENCE)
    run.seconds, run.cpu = time.perf_counter() - begun, meter() - cpu
    run.wrong += ["no answer"] * len(silent)
    for transport, _ in made:
        transport.abort()
    return run
