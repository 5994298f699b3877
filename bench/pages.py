"""Pages that are fetched and read: what a page costs from the link to the article."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from bench.client import Run, drive, request
from bench.seed import Shelf
from bench.server import Memory, Server
from satchel.pipeline.extract import extract

SOURCES = Path(__file__).parent.parent / "tests" / "pages"
HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")


class Extraction(NamedTuple):
    """What extraction takes."""

    ms: float  #: CPU of one page
    kilobytes: float  #: size of one page


def sources() -> dict[str, bytes]:
    """Our own pages by name, and the longest of them once more at the size of a real one."""
    found = {file.parent.name: file.read_bytes() for file in sorted(SOURCES.glob("*/source.html"))}
    page = found["news-article"]
    start, end = page.find(b"<p"), page.rfind(b"</p>") + 4
    found["long"] = page[:start] + page[start:end] * 20 + page[end:]
    return found


def extraction(names: list[str], seconds: float) -> Extraction:
    """Extract the named pages again and again for so many seconds of CPU."""
    pages = [sources()[name] for name in names]
    for page in pages:
        extract(page, "https://site.example/2024/page")
    begun, count = time.process_time(), 0
    while time.process_time() - begun < seconds:
        extract(pages[count % len(pages)], "https://site.example/2024/page")
        count += 1
    return Extraction((time.process_time() - begun) * 1000 / count, sum(map(len, pages)) / len(pages) / 1024)


class Fetched(NamedTuple):
    """What saving with fetching came to."""

    run: Run
    memory: Memory  #: with the extraction child


async def fetched(server: Server, shelf: Shelf, seconds: float) -> Fetched:
    """Add pages of a site on loopback and wait for each; its articles must be in the answers."""
    say = {"consumer_key": shelf.consumer_key, "access_token": shelf.access_token}
    async with _site(list(sources().values())) as port:
        numbers = itertools.count()

        def requests() -> Iterator[bytes]:
            for number in numbers:
                url = f"http://{HOSTS[number % len(HOSTS)]}:{port}/{number}"
                yield request("/v3/add", urlencode({"url": url, **say}).encode())

        def check(status: int, body: bytes) -> bool:
            return status == 200 and b'"response_code":"200"' in body

        run = await drive(server.port, requests(), check, 6, seconds, server.cpu)
        return Fetched(run, server.memory())


@contextlib.asynccontextmanager
async def _site(pages: list[bytes]) -> AsyncIterator[int]:
    """A web site on some loopback addresses, all at one port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ValueError):
            head = await reader.readuntil(b"\r\n\r\n")
            number = int(head.split(b" ")[1].rpartition(b"/")[2])
            # Each address is a page of its own, or all of them would become one article.
            page = pages[number % len(pages)].replace(b"</title>", b" %d</title>" % number)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                % len(page) + page
            )  # fmt: skip
        writer.close()

    first = await asyncio.start_server(answer, HOSTS[0], 0)
    port = first.sockets[0].getsockname()[1]
    others = [await asyncio.start_server(answer, host, port) for host in HOSTS[1:]]
    try:
        yield port
    finally:
        for server in (first, *others):
            server.close()
