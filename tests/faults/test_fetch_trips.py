"""One fetch over many hops: cookies, circles, bounds, and never a step inside."""

from __future__ import annotations

import asyncio

import pytest

from satchel.model.pages import FetchFailed, Page, Reason
from tests.faults.hostile_server import PUBLIC, Forbidden, Say, Web, answer, failure, fetcher, names
from tests.patience import until_it

pytestmark = pytest.mark.faults


class Door(Web):
    """A site whose page is behind a cookie: without it, one is set and `away` is where it leads."""

    def __init__(self, away: str, cookie: str = "seen=1; Path=/") -> None:
        super().__init__({})
        self.away = away
        self.cookie = cookie
        self.pages = _Anything(self._show)  # type: ignore[assignment]

    async def _show(self, writer: asyncio.StreamWriter) -> None:
        if b"\r\nCookie: seen=1\r\n" in self.requests[-1]:
            writer.write(answer(body=b"behind the door"))
        else:
            away = self.away.format(n=len(self.requests))
            writer.write(answer("302 x", Location=away, Set_Cookie=self.cookie))


class _Anything(dict[str, Say]):
    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say

    def __missing__(self, path: str) -> Say:
        return self._say


@pytest.mark.parametrize("away", ["/", "", "/?_r={n}", "#here"])
def test_a_page_behind_a_cookie_is_had(away: str) -> None:
    async def run() -> None:
        async with Door(away) as web:
            client = fetcher()
            assert (await client.fetch(web.url())).body == b"behind the door"
            # Nothing is kept: the next fetch begins as a stranger.
            assert (await client.fetch(web.url())).body == b"behind the door"
            assert [b"Cookie:" in head for head in web.requests] == [False, True] * 2

    asyncio.run(run())


@pytest.mark.parametrize("cookie", ["seen=1; Path=/elsewhere", "seen=1; Max-Age=0", "seen=1; Domain=x.test"])
def test_a_cookie_that_does_not_come_back_leaves_a_circle(cookie: str) -> None:
    async def run() -> None:
        async with Door("/", cookie) as web:
            failed = await failure(fetcher(), web.url())
            assert (failed.reason, failed.permanent) == (Reason.REDIRECTS, True)
            assert len(web.requests) == 1

    asyncio.run(run())


def test_a_site_that_sets_a_new_cookie_each_time_is_left_after_twenty_hops() -> None:
    async def run() -> None:
        async with Web({}) as web:

            async def again(writer: asyncio.StreamWriter) -> None:
                writer.write(answer("302 x", Location="/", Set_Cookie=f"k={len(web.requests)}"))

            web.pages["/"] = again
            assert (await failure(fetcher(), web.url())).reason is Reason.REDIRECTS
            assert len(web.requests) == 21

    asyncio.run(run())


def test_cookies_do_not_go_to_another_site() -> None:
    async def run() -> None:
        client = fetcher(resolver=names(one_test=[PUBLIC], two_test=[PUBLIC]))
        async with Web({"/there": answer()}) as web:
            there = web.url("/there", "two.test")
            web.pages["/"] = answer("302 x", Location=there, Set_Cookie="k=1; Path=/")
            await client.fetch(web.url("/", "one.test"))
            assert not any(b"cookie" in head.lower() for head in web.requests)

    asyncio.run(run())


async def on(web: Web, *paths: str, **options: object) -> Page | FetchFailed:
    """What a fetch of the first path comes to when each page leads to the next one."""
    client = fetcher(**options)
    page: Page | None = None
    try:
        for path in paths:
            page = await client.fetch(path if "://" in path else web.url(path), after=page)
    except FetchFailed as failed:
        return failed
    assert page is not None
    return page


def test_a_page_that_leads_on_belongs_to_the_same_fetch() -> None:
    async def run() -> None:
        pages = {
            "/a": answer(Set_Cookie="k=1; Path=/", Refresh="0;/b"),
            "/b": answer("302 x", Location="/c"),
            "/c": answer(),
        }
        async with Web(pages) as web:
            found = await on(web, "/a", "/b")
            assert isinstance(found, Page)
            assert found.redirects == (web.url("/a"), web.url("/b"))
            assert [b"Cookie: k=1" in head for head in web.requests] == [False, True, True]

    asyncio.run(run())


def test_pages_that_lead_on_count_among_the_twenty() -> None:
    async def run() -> None:
        pages = {f"/{n}": answer() for n in range(22)}
        async with Web(pages) as web:
            assert isinstance(await on(web, *(f"/{n}" for n in range(21))), Page)
            more = await on(web, *(f"/{n}" for n in range(22)))
            assert isinstance(more, FetchFailed)
            assert more.reason is Reason.REDIRECTS

    asyncio.run(run())


def test_a_page_that_leads_to_itself_is_a_circle_unless_it_set_a_cookie() -> None:
    async def run() -> None:
        async with Web({"/": answer(), "/k": answer(Set_Cookie="k=1")}) as web:
            circle = await on(web, "/", "/")
            assert isinstance(circle, FetchFailed)
            assert circle.reason is Reason.REDIRECTS
            assert isinstance(await on(web, "/k", "/k"), Page)
            assert len(web.requests) == 3

    asyncio.run(run())


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"])
def test_no_page_leads_inside(host: str) -> None:
    async def run() -> None:
        with Forbidden() as inside:
            async with Web({"/": answer(Set_Cookie="k=1")}) as web:
                resolver = names(localhost=["127.0.0.1"])
                found = await on(web, "/", f"http://{host}:{inside.port}/", resolver=resolver)
                assert isinstance(found, FetchFailed)
                assert found.reason is Reason.REFUSED
            assert inside.visitors() == 0

    asyncio.run(run())


def test_waits_for_a_place_do_not_add_up_over_hops() -> None:
    async def run() -> None:
        async with Web({"/a": answer("302 x", Location="/b"), "/b": answer()}) as web:
            client = fetcher(per_host=1, patience=0.05)
            page = await client.fetch(web.url("/a"))
            assert 0 < page.trip.patience <= 0.05
            page.trip.patience = 0.0
            async with client._slots.place(PUBLIC, 1.0):
                with pytest.raises(FetchFailed) as failed:
                    await client.fetch(web.url("/c"), after=page)
            assert failed.value.reason is Reason.TIMEOUT

    asyncio.run(run())


def test_waiting_for_a_place_has_an_end_too() -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        client = fetcher(per_host=1, patience=0.05)
        async with Web({"/": silent}) as web:
            first = asyncio.create_task(client.fetch(web.url()))
            await until_it(lambda: client.is_busy(web.url()))
            assert "wait" in (await failure(client, web.url())).detail
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)

    asyncio.run(run())
