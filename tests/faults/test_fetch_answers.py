"""What ordinary and odd answers become."""

from __future__ import annotations

import asyncio
import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from satchel.model.pages import FetchFailed, Page, Reason
from tests.faults.hostile_server import PUBLIC, Web, answer, failure, fetcher, names, one

pytestmark = pytest.mark.faults

HTML = b"<p>hello</p>" * 500


def page(found: Page | FetchFailed) -> Page:
    assert isinstance(found, Page), found
    return found


def failed(found: Page | FetchFailed) -> FetchFailed:
    assert isinstance(found, FetchFailed)
    return found


def test_a_page_comes_with_address_type_and_charset() -> None:
    async def run() -> tuple[Page, list[bytes]]:
        async with Web(
            {"/a?b=c": answer(body=HTML, Content_Type='Text/HTML; a=b; Charset="ISO-8859-1"')}
        ) as web:
            found = await fetcher(resolver=names(news_test=[PUBLIC])).fetch(web.url("/a?b=c#d", "news.test"))
            assert found.url == web.url("/a?b=c", "news.test")
            assert f"Host: news.test:{web.port}\r\n".encode() in web.requests[0]
            return found, web.requests

    found, requests = asyncio.run(run())
    assert (found.status, found.media_type, found.charset) == (200, "text/html", "iso-8859-1")
    assert found.body == HTML
    assert found.redirects == ()
    assert b"User-Agent: Satchel/" in requests[0]
    assert b"Accept-Encoding: gzip, br, zstd\r\n" in requests[0]
    assert not any(word in requests[0].lower() for word in (b"cookie", b"authorization", b"referer"))


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("x-gzip", gzip.compress(HTML[:100], mtime=0) + gzip.compress(HTML[100:], mtime=0)),
        ("gzip", gzip.compress(HTML, mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML, wbits=-15)),
        ("br", brotli.compress(HTML)),
        ("zstd", zstandard.compress(HTML)),
        ("zstd", zstandard.compress(HTML[:100]) + zstandard.compress(HTML[100:])),
        ("gzip, br", brotli.compress(gzip.compress(HTML, mtime=0))),
        ("identity", HTML),
        ("utf-8", HTML),
    ],
)
@pytest.mark.parametrize("drip", [False, True])
def test_content_codings_are_undone(coding: str, body: bytes, drip: bool) -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode())
        for start in range(min(len(body), 60)):
            writer.write(body[start : start + 1])
            await asyncio.sleep(0)
        writer.write(body[60:])

    whole = answer(body=body, Content_Encoding=coding)
    assert page(asyncio.run(one({"/": slowly if drip else whole}))).body == HTML


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_damaged_coding_is_a_broken_answer(coding: str) -> None:
    pack = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "zstd": zstandard.compress,
    }
    body = b"\xffgarbage" + pack[coding](HTML)
    found = failed(asyncio.run(one({"/": answer(body=body, Content_Encoding=coding)})))
    assert found.reason is Reason.BROKEN
    assert page(asyncio.run(one({"/": answer(body=b"", Content_Encoding=coding)}))).body == b""


@pytest.mark.parametrize("codings", ["gzip," * 200, "gzip, gzip, gzip", "br, gzip, zstd"])
def test_more_than_two_codings_are_refused(codings: str) -> None:
    found = asyncio.run(one({"/": answer(Content_Encoding=codings)}))
    assert isinstance(found, FetchFailed)
    assert found.reason is Reason.BROKEN


def test_a_gzip_of_countless_empty_members_ends() -> None:
    body = gzip.compress(b"") * 20_000
    found = asyncio.run(one({"/": answer(body=body, Content_Encoding="gzip")}))
    assert isinstance(found, Page | FetchFailed)


def test_redirects_are_followed_and_remembered() -> None:
    async def run() -> None:
        pages = {
            "/a": answer("300 x", Location="/b#f"),
            "/b": answer("308 x", Location="//two.test:{}/c?d=ü"),
        }
        async with Web(pages) as web:
            web.pages["/b"] = answer("308 x", Location=f"//two.test:{web.port}/c?d=ü")
            web.pages["/c?d=%FC"] = web.pages["/c?d=%C3%BC"] = answer()
            client = fetcher(resolver=names(one_test=[PUBLIC], two_test=[PUBLIC]))
            found = await client.fetch(web.url("/a", "one.test"))
            assert found.redirects == (web.url("/a", "one.test"), web.url("/b", "one.test"))
            assert found.url == web.url("/c?d=%C3%BC", "two.test")
            assert b"one.test" not in web.requests[-1]

    asyncio.run(run())


@pytest.mark.parametrize("hops", [20, 21])
def test_twenty_redirects_are_followed_and_more_are_not(hops: int) -> None:
    pages = {f"/{n}": answer("302 x", Location=f"/{n + 1}") for n in range(hops)}
    pages[f"/{hops}"] = answer()
    found = asyncio.run(one(pages, "/0"))
    if hops == 20:
        assert page(found).body == b"hello"
    else:
        assert failed(found).reason is Reason.REDIRECTS
        assert failed(found).permanent


def test_a_circle_of_redirects_is_left_at_once() -> None:
    async def run() -> None:
        pages = {"/a": answer("302 x", Location="/b"), "/b": answer("302 x", Location="/a")}
        async with Web(pages) as web:
            assert (await failure(fetcher(), web.url("/a"))).reason is Reason.REDIRECTS
            assert len(web.requests) == 2

    asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        *((400, True), (401, True), (403, True), (404, True), (407, True), (410, True), (451, True)),
        *((408, False), (425, False), (429, False), (500, False), (502, False), (503, False), (999, False)),
        *((300, True), (304, True), (302, True)),
    ],
)
def test_an_error_status_is_told_and_retried_only_if_that_may_help(status: int, permanent: bool) -> None:
    found = failed(asyncio.run(one({"/": answer(f"{status} No", WWW_Authenticate="Basic")})))
    assert (found.reason, found.status, found.permanent) == (Reason.STATUS, status, permanent)
    assert found.url.endswith("/")


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        *(
            ("120", 120),
            ("1000000000", 86_400),
            ("9" * 400, 86_400),
            ("-5", None),
            ("soon", None),
            ("", None),
        ),
        *(("Fri, 31 Dec 2049 23:59:59 GMT", 86_400), ("Sat, 01 Jan 2000 00:10:00 GMT", 600)),
        *(("Fri, 31 Dec 1999 00:00:00 GMT", 0), ("Fri, 99 Foo 99999 99:99:99", None), ("\xb2", None)),
    ],
)
def test_the_wait_a_site_asks_for_is_a_day_at_most(asked: str, waits: int | None) -> None:
    reply = answer("429 Slow", Retry_After=asked, Date="Sat, 01 Jan 2000 00:00:00 GMT")
    assert failed(asyncio.run(one({"/": reply}))).retry_after == waits


@pytest.mark.parametrize(
    ("reply", "body"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n", b""),
        (answer("206 Part", b"hello", Content_Range="bytes 0-4/5"), b"hello"),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", b"until the end"),
        (b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + answer(), b"hello"),
    ],
)
def test_odd_but_lawful_answers_are_pages(reply: bytes, body: bytes) -> None:
    assert page(asyncio.run(one({"/": reply}))).body == body


@pytest.mark.parametrize(
    "reply",
    [
        answer("206 Part", b"hello", Content_Range="bytes 0-4/50"),
        answer("206 Part", b"hello"),
        b"<html>HTTP/0.9 was like this</html>\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFFFFFFF\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"",
        b"HTTP/1.1 2000 OK\r\n\r\n",
    ],
)
def test_an_answer_that_is_not_http_is_broken(reply: bytes) -> None:
    found = failed(asyncio.run(one({"/": reply})))
    assert found.reason in (Reason.BROKEN, Reason.STATUS)
    assert found.status in (0, 101, 206)


def test_a_closed_port_and_an_unknown_name_have_their_reasons() -> None:
    closed = asyncio.run(failure(fetcher(), f"http://{PUBLIC}:1024/"))
    assert (closed.reason, closed.permanent) == (Reason.UNREACHABLE, False)
    unknown = asyncio.run(failure(fetcher(resolver=names()), "http://nowhere.test/"))
    assert unknown.reason is Reason.NAME


FIELDS = [
    "Content-Length: 3",
    "Transfer-Encoding: chunked",
    "Content-Encoding: gzip",
    "Content-Type: text/html;",
]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.tuples(
            st.sampled_from(["HTTP/1.1 200 OK", "HTTP/1.0 302 x", "HTTP/1.1 503 y", "HTTP/1.1 206 z"]),
            st.lists(
                st.sampled_from([*FIELDS, "Location: /x", "Retry-After: 1"]) | st.text(max_size=30),
                max_size=4,
            ),
            st.text(max_size=50),
        ).map(lambda parts: "\r\n".join([parts[0], *parts[1], "", parts[2]]).encode("utf-8", "replace")),
    )
)
def test_any_answer_is_a_page_or_a_failure(reply: bytes) -> None:
    found = asyncio.run(one({"/": reply, "/x": reply}, deadline=2))
    assert isinstance(found, Page | FetchFailed)
