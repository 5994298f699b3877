"""A web of our own on loopback: 127.0.0.9 plays the internet, 127.0.0.1 stays forbidden.

`Web` answers each path with raw bytes or with a function that writes them, so that it can be as
hostile as needed. `Forbidden` is a listener that nobody may reach: it counts who came all the same.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from ipaddress import ip_network
from typing import cast

from satchel.model.pages import FetchFailed, Page
from satchel.pipeline.fetching.fetcher import Fetcher
from tests.patience import HANG

PUBLIC = "127.0.0.9"
ALLOWED = (ip_network("127.0.0.9/32"),)

Say = Callable[[asyncio.StreamWriter], Awaitable[None]]

#: Every address that this process connects to, seen by the interpreter itself.
contacted: list[object] = []
sys.addaudithook(lambda event, args: contacted.append(args[1]) if event == "socket.connect" else None)


def answer(status: str = "200 OK", body: bytes = b"hello", **headers: str) -> bytes:
    """A well-formed answer; `content_type="text/plain"` and the like become headers."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class Web:
    """A server on 127.0.0.9. `async with Web({"/": answer()}) as web:`"""

    def __init__(self, pages: Mapping[str, bytes | Say], tls: ssl.SSLContext | None = None) -> None:
        self.pages = cast("dict[str, bytes | Say]", pages)
        self.requests: list[bytes] = []  #: heads of requests as they came
        self.busy = 0
        self.most_busy = 0
        self.port = 0
        self._tls = tls
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, path: str = "/", host: str = PUBLIC) -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    async def __aenter__(self) -> Web:
        self._server = await asyncio.start_server(self._serve, PUBLIC, 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.busy += 1
        self.most_busy = max(self.busy, self.most_busy)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(head)
            page = self.pages[head.split(b" ")[1].decode()]
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                # Like a real server, notice when the client hangs up.
                acts = {asyncio.ensure_future(page(writer)), asyncio.ensure_future(reader.read())}
                try:
                    await asyncio.wait(acts, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for act in acts:
                        act.cancel()
                    await asyncio.gather(*acts, return_exceptions=True)
        except (OSError, KeyError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.busy -= 1
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            self._tasks.discard(task)


class Forbidden:
    """A listener on `host` that must stay alone. `with Forbidden() as inside: ... inside.visitors()`"""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._socket = socket.create_server((host, 0))
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Forbidden:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def visitors(self) -> int:
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1


def names(**table: list[str]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A name server with a fixed table, dots written as `_`; other names do not exist."""

    async def resolve(host: str, port: int) -> list[str]:
        return table.get(host.replace(".", "_").replace("-", "_"), [])

    return resolve


def fetcher(**options: object) -> Fetcher:
    """A fetcher that may reach 127.0.0.9, with more patience than anything honest needs."""
    return Fetcher(**{"allow_networks": ALLOWED, "deadline": HANG, "connect_timeout": HANG} | options)  # type: ignore[arg-type]


async def failure(client: Fetcher, url: str) -> FetchFailed:
    """The failure that fetching `url` ends with."""
    try:
        page = await client.fetch(url)
    except FetchFailed as failed:
        return failed
    raise AssertionError(f"fetched {page!r:.200}")


async def one(pages: Mapping[str, bytes | Say], path: str = "/", **options: object) -> Page | FetchFailed:
    """What a single fetch of `path` from a server with `pages` gives."""
    client = fetcher(**options)
    async with Web(pages) as web:
        try:
            return await client.fetch(web.url(path))
        except FetchFailed as failed:
            return failed
        finally:
            await client.aclose()
