"""A page that several people save within minutes is asked for once, as far as the site lets others have it."""

from __future__ import annotations

import asyncio

import pytest

from satchel.jobs import downloads
from satchel.jobs.downloads import Downloads
from satchel.model.pages import FetchFailed, Page, Reason
from tests.clock import FakeClock
from tests.faults.hostile_server import Forbidden, Say, Web, answer, failure, fetcher
from tests.patience import until_it

pytestmark = pytest.mark.faults

MINUTE = 60


def shared(clock: FakeClock | None = None, **options: object) -> Downloads:
    return Downloads(fetcher(**options), clock or FakeClock())


class Slow:
    """An answer that comes when the test lets it."""

    def __init__(self, said: bytes) -> None:
        self._said = said
        self.asked = 0
        self.gate = asyncio.Event()

    async def __call__(self, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await self.gate.wait()
        writer.write(self._said)
        await writer.drain()


def test_a_page_is_asked_for_once_in_ten_minutes() -> None:
    async def run() -> None:
        clock = FakeClock()
        async with Web({"/": answer(body=b"the page")}) as web:
            client = shared(clock)
            for _ in range(3):
                assert (await client.fetch(web.url())).body == b"the page"
            assert (await client.fetch(web.url("/#part"))).body == b"the page"
            assert len(web.requests) == 1
            clock.forward(seconds=9 * MINUTE)
            await client.fetch(web.url())
            assert len(web.requests) == 1
            clock.forward(seconds=MINUTE)
            await client.fetch(web.url())
            assert len(web.requests) == 2

    asyncio.run(run())


def test_a_clock_that_is_set_keeps_no_page_for_longer() -> None:
    async def run() -> None:
        clock = FakeClock()
        async with Web({"/": answer()}) as web:
            client = shared(clock)
            await client.fetch(web.url())
            clock.set(hours=-5)
            clock.forward(seconds=10 * MINUTE)
            await client.fetch(web.url())
            assert len(web.requests) == 2

    asyncio.run(run())


@pytest.mark.parametrize("status", ["301 x", "302 x", "307 x"])
def test_the_way_to_a_page_is_shared_with_it(status: str) -> None:
    async def run() -> None:
        async with Web({"/a": answer(status, Location="/b"), "/b": answer(body=b"there")}) as web:
            client = shared()
            first, second = await client.fetch(web.url("/a")), await client.fetch(web.url("/a"))
            assert len(web.requests) == 2
            assert (second.url, second.redirects, second.body) == (first.url, first.redirects, first.body)
            # Who saves the end of it was led nowhere.
            assert (await client.fetch(web.url("/b"))).redirects == ()

    asyncio.run(run())


@pytest.mark.parametrize("said", [answer("404 x"), answer("503 x"), answer("204 x", b""), b"no HTTP\r\n\r\n"])
def test_what_brought_no_page_is_never_kept(said: bytes) -> None:
    async def run() -> None:
        async with Web({"/": said}) as web:
            client = shared()
            for _ in range(2):
                try:
                    await client.fetch(web.url())
                except FetchFailed:
                    continue
            assert len(web.requests) == 2

    asyncio.run(run())


def test_a_page_that_broke_off_is_not_kept() -> None:
    async def run() -> None:
        cut = answer(body=b"x" * 1000).replace(b"Content-Length: 1000", b"Content-Length: 2000")
        async with Web({"/": cut}) as web:
            client = shared()
            assert [(await client.fetch(web.url())).is_cut for _ in range(2)] == [True, True]
            assert len(web.requests) == 2

    asyncio.run(run())


def test_those_who_ask_at_once_wait_for_the_first() -> None:
    async def run() -> None:
        slow = Slow(answer(body=b"the page"))
        async with Web({"/": slow}) as web:
            client = shared()
            asking = [asyncio.create_task(client.fetch(web.url())) for _ in range(20)]
            await until_it(lambda: slow.asked > 0)
            slow.gate.set()
            assert {page.body for page in await asyncio.gather(*asking)} == {b"the page"}
            assert slow.asked == 1

    asyncio.run(run())


@pytest.mark.parametrize("said", [answer("503 x"), answer(body=b"mine", Set_Cookie="k=1")])
def test_those_who_waited_in_vain_ask_for_themselves(said: bytes) -> None:
    async def run() -> None:
        slow = Slow(said)
        async with Web({"/": slow}) as web:
            client = shared()
            asking = [asyncio.create_task(client.fetch(web.url())) for _ in range(3)]
            await until_it(lambda: slow.asked > 0)
            slow.gate.set()
            await asyncio.gather(*asking, return_exceptions=True)
            assert slow.asked == 3

    asyncio.run(run())


def test_nobody_waits_for_a_download_that_was_given_up() -> None:
    async def run() -> None:
        slow = Slow(answer(body=b"the page"))
        async with Web({"/": slow}) as web:
            client = shared()
            first = asyncio.create_task(client.fetch(web.url()))
            await until_it(lambda: slow.asked == 1)
            second = asyncio.create_task(client.fetch(web.url()))
            await asyncio.sleep(0)
            first.cancel()
            await until_it(lambda: slow.asked == 2)
            slow.gate.set()
            assert (await second).body == b"the page"

    asyncio.run(run())


def test_waiting_for_somebody_else_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr(downloads, "MAX_WAIT_SECONDS", 0.01)
        slow = Slow(answer())
        async with Web({"/": slow}) as web:
            client = shared()
            asking = [asyncio.create_task(client.fetch(web.url())) for _ in range(2)]
            await until_it(lambda: slow.asked == 2)
            slow.gate.set()
            await asyncio.gather(*asking)

    asyncio.run(run())


def test_what_is_kept_is_bounded_and_what_came_first_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        pages: dict[str, bytes | Say] = {f"/{n}": answer(body=b"x" * 3_000) for n in range(4)}
        pages["/large"] = answer(body=b"x" * 6_000)
        async with Web(pages) as web:

            async def asked(client: Downloads, path: str) -> bool:
                before = len(web.requests)
                await client.fetch(web.url(path))
                return len(web.requests) > before

            monkeypatch.setattr(downloads, "MAX_BYTES", 10_000)
            monkeypatch.setattr(downloads, "MAX_PAGE_BYTES", 5_000)
            client = shared()
            assert [await asked(client, f"/{n}") for n in (0, 1, 2, 3)] == [True] * 4
            assert [await asked(client, f"/{n}") for n in (3, 2, 1)] == [False] * 3
            assert await asked(client, "/0")
            assert [await asked(client, "/large") for _ in range(2)] == [True] * 2
            monkeypatch.setattr(downloads, "MAX_PAGES", 1)
            client = shared()
            assert [await asked(client, f"/{n}") for n in (0, 1, 1, 0)] == [True, True, False, True]

    asyncio.run(run())


def test_long_addresses_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr(downloads, "MAX_PAGE_BYTES", 5_000)
        long = "/" + "a" * 6_000
        async with Web({"/": answer("301 x", Location=long), long: answer()}) as web:
            client = shared()
            for _ in range(2):
                await client.fetch(web.url())
            assert len(web.requests) == 4

    asyncio.run(run())


async def on(client: Downloads, web: Web, *paths: str) -> Page:
    """The last page, when each leads to the next one by itself."""
    page = None
    for path in paths:
        page = await client.fetch(web.url(path), after=page)
    assert page is not None
    return page


def test_pages_that_lead_on_are_shared_as_they_came() -> None:
    async def run() -> None:
        pages: dict[str, bytes | Say] = {f"/{n}": answer() for n in range(22)}
        async with Web(pages) as web:
            client = shared()
            first = await on(client, web, "/0", "/1")
            second = await on(client, web, "/0", "/1")
            assert first.redirects == second.redirects == (web.url("/0"),)
            assert len(web.requests) == 2
            # As a page of its own it was reached in another way.
            assert (await on(client, web, "/1")).redirects == ()
            for _ in range(2):
                with pytest.raises(FetchFailed) as failed:
                    await on(client, web, "/0", "/1", "/0")
                assert failed.value.reason is Reason.REDIRECTS
                with pytest.raises(FetchFailed) as failed:
                    await on(client, web, *(f"/{n}" for n in range(22)))
                assert failed.value.reason is Reason.REDIRECTS

    asyncio.run(run())


def test_what_follows_a_cookie_is_nobody_elses() -> None:
    async def run() -> None:
        async with Web({"/a": answer(Set_Cookie="k=1; Path=/"), "/b": answer()}) as web:
            client = shared()
            for _ in range(2):
                await on(client, web, "/a", "/b")
            assert len(web.requests) == 4
            assert not (await on(client, web, "/b")).redirects
            assert len(web.requests) == 5

    asyncio.run(run())


def test_the_guard_holds_for_whoever_asks() -> None:
    async def run() -> None:
        with Forbidden() as inside:
            async with Web({"/": answer("302 x", Location=f"http://127.0.0.1:{inside.port}/")}) as web:
                client = shared()
                for _ in range(2):
                    assert (await failure(client, web.url())).reason is Reason.REFUSED  # type: ignore[arg-type]
            assert inside.visitors() == 0

    asyncio.run(run())
