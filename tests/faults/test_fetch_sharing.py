"""Whether, and for how long, a site lets others have what it answered."""

from __future__ import annotations

import asyncio

import pytest

from tests.clock import FakeClock
from tests.faults.hostile_server import Say, Web, answer
from tests.faults.test_fetch_shared import shared

pytestmark = pytest.mark.faults


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache_Control": "no-store"},
        {"Cache_Control": "max-age=600, Private"},
        {"Cache_Control": 'private="x-account"'},
        {"Cache_Control": "no-cache"},
        {"Cache_Control": "max-age=0"},
        {"Cache_Control": "public, max-age=600, s-maxage=0"},
        {"Cache_Control": "max-age=soon"},
        {"Cache_Control": "max-age=100", "Age": "100"},
        {"Pragma": "no-cache"},
        {"Expires": "0"},
        {"Expires": "Thu, 01 Jan 2026 00:00:00 GMT", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"},
        {"Vary": "*"},
        {"Vary": "Accept-Encoding, Cookie"},
        {"Vary": "User-Agent"},
        {"Set_Cookie": "visitor=1"},
        {"Set_Cookie": "visitor=1", "Cache_Control": "public, max-age=600"},
    ],
    ids=str,
)
def test_what_a_site_does_not_let_others_have_is_asked_for_each_time(headers: dict[str, str]) -> None:
    async def run() -> None:
        pages: dict[str, bytes | Say] = {
            "/page": answer("200 OK", b"hello", **headers),
            "/away": answer("301 x", b"", Location="/open", **headers),
            "/open": answer(),
        }
        async with Web(pages) as web:
            client = shared()
            for path in ("/page", "/away"):
                await client.fetch(web.url(path))
                before = len(web.requests)
                await client.fetch(web.url(path))
                assert len(web.requests) > before, path

    asyncio.run(run())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache_Control": "max-age=60"}, 60),
        ({"Cache_Control": "MAX-AGE=60"}, 60),
        ({"Cache_Control": "max-age=300, s-maxage=60"}, 60),
        ({"Cache_Control": "max-age=300", "Age": "240"}, 60),
        ({"Expires": "Thu, 01 Jan 2026 00:01:00 GMT", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"}, 60),
        ({"Cache_Control": "max-age=99999999999"}, 600),
        ({"Cache_Control": "public"}, 600),
        ({"Vary": "accept-encoding"}, 600),
        ({"Pragma": "no-cache", "Cache_Control": "max-age=60"}, 60),
    ],
    ids=str,
)
def test_a_site_says_for_how_long_others_may_have_a_page(headers: dict[str, str], seconds: int) -> None:
    async def run() -> None:
        clock = FakeClock()
        async with Web({"/": answer("200 OK", b"hello", **headers)}) as web:
            client = shared(clock)
            await client.fetch(web.url())
            clock.forward(seconds=seconds - 1)
            await client.fetch(web.url())
            assert len(web.requests) == 1
            clock.forward(seconds=1)
            await client.fetch(web.url())
            assert len(web.requests) == 2

    asyncio.run(run())
