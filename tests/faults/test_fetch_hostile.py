"""Answers that want our memory, our time or our connections get none of them."""

from __future__ import annotations

import asyncio
import gc
import gzip
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.fetching.fetcher import Fetcher
from satchel.pipeline.fetching.target import Target
from satchel.pipeline.fetching.trip import Trip
from tests.faults.hostile_server import PUBLIC, Say, Web, answer, failure, fetcher, names, one
from tests.patience import CPU, HANG, until_it

pytestmark = pytest.mark.faults

MB = 1_000_000
SLEEPER = 600  #: seconds; no test waits for it


def zeros_as_gzip(size: int) -> bytes:
    packed = zlib.compressobj(1, wbits=31)
    block = bytes(MB)
    return b"".join(packed.compress(block) for _ in range(size // MB)) + packed.flush()


def zeros_as_brotli(size: int) -> bytes:
    packed = brotli.Compressor(quality=5)
    block = bytes(MB)
    parts: list[bytes] = [*(packed.process(block) for _ in range(size // MB)), packed.finish()]
    return b"".join(parts)


def zeros_as_zstd(size: int) -> bytes:
    packed = zstandard.ZstdCompressor().compressobj()
    block = bytes(MB)
    return b"".join(packed.compress(block) for _ in range(size // MB)) + packed.flush()


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: zeros_as_gzip(100 * MB),
    "gzip, gzip": lambda: gzip.compress(zeros_as_gzip(100 * MB)),
    "br": lambda: zeros_as_brotli(500 * MB),
    "gzip, br": lambda: brotli.compress(zeros_as_gzip(100 * MB)),
    "br, br": lambda: brotli.compress(gzip.compress(b"") + zeros_as_brotli(500 * MB)),
    "zstd": lambda: zeros_as_zstd(500 * MB),
    "gzip, zstd": lambda: zstandard.compress(gzip.compress(b"x") + bytes(500 * MB)),
}


@cache
def made(coding: str) -> bytes:
    """A bomb, made once: that takes longer than defusing it."""
    return BOMBS[coding]()


@contextmanager
def within_memory(most: int) -> Iterator[None]:
    """Fail when this process grows by more than `most` bytes at any moment."""
    gc.collect()
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pytest.skip("the peak of memory cannot be measured here")
    before = peak()
    yield
    grown = peak() - before
    assert grown < most, f"grew by {grown / MB:.1f} MB"


def peak() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmHWM")


async def kept(pages: Mapping[str, bytes | Say], **options: Any) -> int | FetchFailed:
    """How much is kept: `asyncio.run` writes out what it returns, and so would a body be."""
    found = await one(pages, **options)
    return found if isinstance(found, FetchFailed) else len(found.body)


@pytest.mark.parametrize("kind", ["text/html", "image/png"])
@pytest.mark.parametrize("coding", BOMBS)
def test_a_bomb_stays_small(kind: str, coding: str) -> None:
    bomb = answer(body=made(coding), Content_Encoding=coding, Content_Type=kind)
    asyncio.run(one({"/": answer()}))  # what is loaded with the first download is not the bomb's
    with within_memory(16 * MB):
        began = time.process_time()
        found = asyncio.run(kept({"/": bomb}, limit=2 * MB))
        assert time.process_time() - began < CPU
    if isinstance(found, FetchFailed):
        assert found.reason in (Reason.TOO_LARGE, Reason.BROKEN)
    else:
        assert found == (65_536 if kind == "image/png" else 2 * MB)


def endless(start: bytes, piece: bytes) -> Say:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()

    return say


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("start", "piece", "reason"),
    [
        (CHUNKED, b"1000\r\n" + bytes(4096) + b"\r\n", None),
        (CHUNKED, b"1\r\nx\r\n" * 1000, None),
        (CHUNKED, b"1;" + b"x" * 60_000 + b"\r\nx\r\n", Reason.TOO_LARGE),
        (CHUNKED, b"1;" + b"x" * MB + b"\r\nx\r\n", Reason.BROKEN),
        (b"HTTP/1.1 200 OK\r\n\r\n", bytes(65_536), None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", bytes(65_536), None),
        (b"HTTP/1.1 200 OK\r\n", b"X-Y: z\r\n" * 1000, Reason.BROKEN),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65_536, Reason.BROKEN),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, Reason.BROKEN),
        (b"", b"\r\n" * 1000, Reason.BROKEN),
        (b"", b"x" * 65_536, Reason.BROKEN),
        (CHUNKED + b"0\r\n", b"X-Y: z\r\n" * 1000, Reason.BROKEN),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"", mtime=0)[:10],
            b"\0\0\0\xff\xff" * 5000,
            Reason.TOO_LARGE,
        ),
    ],
)
def test_an_answer_without_end_is_cut(start: bytes, piece: bytes, reason: Reason | None) -> None:
    """Where a body came before, it is kept up to the limit."""
    asyncio.run(one({"/": answer()}))
    with within_memory(16 * MB):
        began = time.process_time()
        found = asyncio.run(kept({"/": endless(start, piece)}, limit=MB, deadline=HANG))
        assert time.process_time() - began < CPU
    if reason is None:
        assert isinstance(found, int)
        assert 0 < found <= MB
    else:
        assert isinstance(found, FetchFailed)
        assert found.reason is reason


def drip(start: bytes, piece: bytes) -> Say:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await asyncio.sleep(0.02)

    return say


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(SLEEPER)


@pytest.mark.parametrize(
    "page",
    [
        silence,
        drip(b"", b"x"),
        drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        drip(CHUNKED, b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", b"x"),
    ],
)
def test_a_page_that_drips_ends_at_the_deadline_and_frees_its_place(page: Say) -> None:
    async def run() -> None:
        async with Web({"/slow": page, "/": answer()}) as web:
            client = fetcher(deadline=0.2, per_host=1)
            failed = await failure(client, web.url("/slow"))
            assert (failed.reason, failed.permanent) == (Reason.TIMEOUT, False)
            assert not client.is_busy(web.url())
            client._deadline = HANG  # the next one is honest, and the machine may be slow
            assert (await client.fetch(web.url())).body == b"hello"

    asyncio.run(run())


def test_the_deadline_spans_all_hops() -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(answer("302 x", Location=f"/{time.monotonic_ns()}"))

    async def run() -> None:
        async with Web(defaultdict(lambda: slowly)) as web:
            assert (await failure(fetcher(deadline=0.4), web.url())).reason is Reason.TIMEOUT
            assert len(web.requests) < 5

    asyncio.run(run())


def test_one_slow_host_holds_up_nobody_else() -> None:
    async def run() -> None:
        client = fetcher(resolver=names(slow_test=[PUBLIC], quick_test=[PUBLIC]))
        async with Web({"/": silence}) as slow, Web({"/": answer()}) as quick:
            crowd = [asyncio.create_task(client.fetch(slow.url("/", "slow.test"))) for _ in range(4)]
            await until_it(lambda: len(slow.requests) == 2)
            assert client.is_busy(slow.url("/", "slow.test"))
            assert (await client.fetch(quick.url("/", "quick.test"))).body == b"hello"
            assert not client.is_busy(quick.url("/", "quick.test"))
            for one_of_two in range(2):
                crowd[one_of_two].cancel()
            await until_it(lambda: len(slow.requests) == 4)
            assert slow.most_busy == 2
            for waiting in crowd:
                waiting.cancel()
            await asyncio.gather(*crowd, return_exceptions=True)

    asyncio.run(run())


def test_waiting_for_a_place_does_not_count_against_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> list[float]:
        gate, given = asyncio.Event(), []
        client = fetcher(per_host=1)
        visit = client._visit

        async def noted(target: Target, trip: Trip, cookies: str) -> Page | Target:
            given.append(trip.seconds)
            return await visit(target, trip, cookies)

        async def gated(writer: asyncio.StreamWriter) -> None:
            await gate.wait()
            writer.write(answer())

        monkeypatch.setattr(client, "_visit", noted)
        async with Web({"/": gated}) as web:
            fetches = [asyncio.create_task(client.fetch(web.url())) for _ in range(2)]
            await until_it(lambda: web.requests)
            await asyncio.sleep(0.02)  # which the second one spends waiting
            gate.set()
            await asyncio.gather(*fetches)
        return given

    assert asyncio.run(run()) == [HANG, HANG]


def test_a_cancelled_download_stays_cancelled_and_frees_its_place() -> None:
    async def run() -> None:
        asked = asyncio.Event()

        async def silent(writer: asyncio.StreamWriter) -> None:
            asked.set()
            await silence(writer)

        client = fetcher(per_host=1)
        async with Web({"/": silent, "/next": answer()}) as web:
            task = asyncio.create_task(client.fetch(web.url()))
            await asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert isinstance(await client.fetch(web.url("/next")), Page)

    asyncio.run(run())


def test_other_work_goes_on_while_a_bomb_is_defused() -> None:
    async def run() -> int:
        turns, stop = 0, False

        async def watch() -> None:
            nonlocal turns
            while not stop:
                turns += 1
                await asyncio.sleep(0)

        async with Web({"/": answer(body=zeros_as_brotli(100 * MB), Content_Encoding="br")}) as web:
            client: Fetcher = fetcher(limit=50 * MB)
            before = turns
            watcher = asyncio.create_task(watch())
            assert len((await client.fetch(web.url())).body) == 50 * MB
            stop = True
            await watcher
        return turns - before

    assert asyncio.run(run()) > 20, "a turn for others after each megabyte or two"
