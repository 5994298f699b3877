"""What came of a page whose end is missing is kept, as browsers keep it."""

from __future__ import annotations

import asyncio
import gzip
import random
import zlib

import brotli
import pytest
import zstandard

from satchel.model.pages import FetchFailed, Page, Reason
from tests.faults.hostile_server import Say, Web, answer, fetcher, one

pytestmark = pytest.mark.faults

_WORDS = random.Random(7)
HTML = b"<p>" + b" ".join(b"%x" % _WORDS.getrandbits(40) for _ in range(40_000)) + b"</p>"
PACK = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def page(found: Page | FetchFailed) -> Page:
    assert isinstance(found, Page), found
    return found


def head(*fields: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html", *fields, "", "")).encode()


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("missing", [1, 8, 9_000])
def test_a_coded_page_without_its_end_is_kept_as_far_as_it_came(coding: str, missing: int) -> None:
    packed = PACK[coding](HTML)
    found = page(asyncio.run(one({"/": head(f"Content-Encoding: {coding}") + packed[:-missing]})))
    assert HTML.startswith(found.body)
    assert len(found.body) > len(HTML) // 2


def test_a_coding_that_is_damaged_further_on_keeps_what_came_before() -> None:
    packed = gzip.compress(HTML)
    broken = packed[:200_000] + bytes(1_000) + packed[201_000:]
    found = page(asyncio.run(one({"/": answer(body=broken, Content_Encoding="gzip")})))
    assert found.is_cut
    assert found.body[:100_000] == HTML[:100_000]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_wrong_check_sum_costs_nothing_of_the_page(coding: str) -> None:
    packed = PACK[coding](HTML)
    wrong = packed[:-4] + bytes(byte ^ 255 for byte in packed[-4:])
    found = page(asyncio.run(one({"/": answer(body=wrong, Content_Encoding=coding)})))
    assert found.body == HTML


def test_a_page_that_is_only_labelled_as_packed_is_had() -> None:
    found = page(asyncio.run(one({"/": answer(body=b"\n" + HTML, Content_Encoding="gzip")})))
    assert found.body == b"\n" + HTML
    assert not found.is_cut


@pytest.mark.parametrize(
    "reply",
    [
        head("Transfer-Encoding: chunked") + b"%x\r\n" % len(HTML) + HTML + b"\r\n",
        head("Transfer-Encoding: chunked") + b"%x\r\n" % len(HTML) + HTML,
        head("Transfer-Encoding: chunked") + b"%x\r\n" % len(HTML) + HTML + b"\r\nnothing\r\n",
        head("Transfer-Encoding: chunked") + b"%x\r\n" % (len(HTML) + 5) + HTML,
        head(f"Content-Length: {len(HTML) + 500}") + HTML,
        head("Content-Length: 900000000") + HTML,
    ],
)
def test_a_body_that_ends_before_its_frame_does_is_kept(reply: bytes) -> None:
    found = page(asyncio.run(one({"/": reply})))
    assert found.body == HTML
    assert found.is_cut


def test_a_body_longer_than_declared_ends_where_it_was_declared_to() -> None:
    found = page(asyncio.run(one({"/": head("Content-Length: 1000", "Connection: close") + HTML})))
    assert found.body == HTML[:1000]
    assert not found.is_cut


def held(start: bytes) -> Say:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await asyncio.Event().wait()

    return say


@pytest.mark.parametrize(
    "start",
    [
        head() + HTML,
        head(f"Content-Length: {len(HTML) + 1}") + HTML,
        head("Transfer-Encoding: chunked") + b"%x\r\n" % len(HTML) + HTML + b"\r\n",
    ],
)
def test_a_connection_left_open_in_silence_has_ended(start: bytes) -> None:
    found = page(asyncio.run(one({"/": held(start)}, silence=0.05)))
    assert found.body == HTML
    assert found.is_cut


def test_a_body_that_has_not_begun_may_be_silent_for_longer() -> None:
    async def run() -> None:
        gate = asyncio.Event()

        async def slow(writer: asyncio.StreamWriter) -> None:
            writer.write(head() + b"<html>")
            await gate.wait()
            writer.write(HTML)
            writer.close()

        async with Web({"/": slow}) as web:
            asyncio.get_running_loop().call_later(0.2, gate.set)
            found = await fetcher(silence=0.01).fetch(web.url())
            assert len(found.body) > 6

    asyncio.run(run())


def test_a_page_that_never_ends_is_kept_at_the_deadline() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(head() + HTML)
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.02)

    found = page(asyncio.run(one({"/": drip}, deadline=1.0)))
    assert found.body.startswith(HTML)
    assert found.is_cut


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (head("Content-Length: 5000") + b"x" * 255, Reason.BROKEN),
        (held(head() + b"x" * 255), Reason.TIMEOUT),
        (head("Content-Encoding: gzip") + gzip.compress(b"x" * 200, mtime=0)[:-8], Reason.BROKEN),
    ],
)
def test_next_to_nothing_is_no_page(reply: bytes | Say, reason: Reason) -> None:
    found = asyncio.run(one({"/": reply}, silence=0.05, deadline=0.5))
    assert isinstance(found, FetchFailed)
    assert (found.reason, found.permanent) == (reason, False)
