"""Nothing inside is ever contacted: not by any spelling, name, redirect or change of mind."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from satchel.model.pages import FetchFailed, Reason
from satchel.pipeline.fetching.fetcher import Fetcher
from satchel.pipeline.fetching.self_test import self_test
from tests.faults.hostile_server import PUBLIC, Forbidden, Web, answer, contacted, failure, fetcher, names

pytestmark = pytest.mark.faults

SPELLINGS = [
    *(
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "foo.localhost",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
    ),
    *("0x7f.1", "017700000001", "0177.0.0.1", "0", "0.0.0.0", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]"),
    *(
        "[64:ff9b:1::a9fe:a9fe]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::1]",
        "169.254.169.254",
        "[fd00:ec2::254]",
    ),
    *(
        "metadata.google.internal",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "10.0.0.1",
        "172.16.0.1",
    ),
    *("192.168.0.1", "100.64.0.1", "[fc00::1]", "[fec0::1]", "[fe80::1%25lo]", "[::1%25lo]", "①②⑦.⓪.⓪.①"),
    *(
        "127。0。0。1",
        "user:pw@127.0.0.1",
        "example.com@127.0.0.1",
        "127.0.0.1\\@example.com",
        "redis",
        "postgres",
    ),
    *("%31%32%37.0.0.1", "127.0.0.1%2f", "six.test", "translated.test", "mixed.test", "mixed-other.test"),
]
INSIDE_NAMES = names(
    localhost=["127.0.0.1"],
    foo_localhost=["127.0.0.1"],
    redis=["127.0.0.1"],
    postgres=["127.0.0.1"],
    metadata_google_internal=["169.254.169.254"],
    six_test=["::1"],
    translated_test=["64:ff9b::7f00:1"],
    mixed_test=[PUBLIC, "127.0.0.1"],
    mixed_other_test=["127.0.0.1", PUBLIC],
)
NEUTRAL = {Reason.REFUSED, Reason.BAD_ADDRESS}


def outsiders() -> list[object]:
    return [address for address in contacted if address[0] != PUBLIC]  # type: ignore[index]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("allowed", ["127.0.0.9/32", None])
def test_no_spelling_reaches_the_inside(spelling: str, allowed: str | None) -> None:
    networks = [ip_network(allowed)] if allowed else []
    with Forbidden() as inside:
        contacted.clear()
        url = f"http://{spelling}:{inside.port}/"
        client = fetcher(allow_networks=networks, resolver=INSIDE_NAMES)
        assert asyncio.run(failure(client, url)).reason in NEUTRAL
        assert inside.visitors() == 0
    assert contacted == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location",
    [
        *("http://127.0.0.1:{}/", "//127.0.0.1:{}/", "/\\127.0.0.1:{}/", "http://2130706433:{}/"),
        *(
            "http://mixed.test:{}/",
            "http://localhost:{}/",
            "http://[::ffff:127.0.0.1]:{}/",
            "http:\\\\127.1:{}",
        ),
    ],
)
def test_no_redirect_reaches_the_inside(status: int, location: str) -> None:
    async def run(port: int) -> FetchFailed:
        async with Web({"/": answer(f"{status} Go", Location=location.format(port))}) as web:
            return await failure(fetcher(resolver=INSIDE_NAMES), web.url())

    with Forbidden() as inside:
        contacted.clear()
        failed = asyncio.run(run(inside.port))
        assert failed.reason is Reason.REFUSED
        assert str(inside.port) in failed.url
        assert inside.visitors() == 0
    assert outsiders() == []


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://127.0.0.1/", "javascript:1", "data:,x"])
def test_a_redirect_out_of_the_web_is_stopped(location: str) -> None:
    async def run() -> FetchFailed:
        async with Web({"/": answer("302 Go", Location=location)}) as web:
            return await failure(fetcher(), web.url())

    assert asyncio.run(run()).reason is Reason.REDIRECTS


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    async def run(inside: Forbidden) -> None:
        pages = {"/": answer(), "/again": answer("302 Go", Location=f"http://turns.test:{inside.port}/")}
        async with Web(pages) as web:
            client = fetcher(resolver=rebinding)
            page = await client.fetch(web.url("/", "turns.test"))
            assert page.body == b"hello"
            assert asked == ["turns.test"], "one connection asks once"
            assert (await failure(client, web.url("/", "turns.test"))).reason is Reason.REFUSED
            asked.clear()
            assert (await failure(client, web.url("/again", "turns.test"))).reason is Reason.REFUSED

    with Forbidden() as inside:
        contacted.clear()
        asyncio.run(run(inside))
        assert inside.visitors() == 0
    assert contacted, "the oracle sees what is contacted"
    assert outsiders() == []


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> bytes:
        async with Web({"/": answer()}) as web:
            return (await fetcher().fetch(web.url())).body

    with Forbidden() as inside:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{inside.port}")
        assert asyncio.run(run()) == b"hello"
        assert inside.visitors() == 0


@pytest.mark.parametrize("port", [22, 25, 6379, 11211])
def test_ports_that_are_not_the_web_are_not_contacted(port: int) -> None:
    contacted.clear()
    assert asyncio.run(failure(fetcher(), f"http://{PUBLIC}:{port}/")).reason is Reason.REFUSED
    assert contacted == []


def test_an_inner_name_is_fetched_when_its_network_is_allowed() -> None:
    async def run() -> bytes:
        async with Web({"/": answer()}) as web:
            client = fetcher(resolver=names(nas_local=[PUBLIC], nas=["::ffff:" + PUBLIC]))
            page = await client.fetch(web.url("/", "nas.local"))
            return page.body + (await client.fetch(web.url("/", "nas"))).body

    assert asyncio.run(run()) == b"hellohello"


def test_the_self_test_passes_with_the_real_guard() -> None:
    asyncio.run(self_test(Fetcher()))
    asyncio.run(self_test(fetcher(allow_networks=[ip_network("127.0.0.1/32")])))
    asyncio.run(self_test(fetcher(allow_networks=[ip_network("127.0.0.0/8")])))


def test_the_self_test_stops_the_server_when_the_guard_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        client = fetcher(deadline=0.2)
        monkeypatch.setattr(client.guard, "check_addresses", lambda host, found: list(found))
        await self_test(client)

    with pytest.raises(RuntimeError, match="Fetching is switched off"):
        asyncio.run(run())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(st.sampled_from("0127.:[]%/\\@#?x①。hfe"), max_size=30).map("http://{}".format),
        st.tuples(st.sampled_from(["http:", "https://", "//", "HTTP:\\"]), st.text(max_size=30)).map("".join),
    )
)
def test_fetching_any_text_fails_in_our_own_words(url: str) -> None:
    contacted.clear()
    failed = asyncio.run(failure(Fetcher(resolver=names(), deadline=2), url))
    assert isinstance(failed.reason, Reason)
    assert contacted == []
