"""What every visitor meets: the first page, failures in our own words, and headers that hold."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable

import pytest

from satchel.base.errors import Busy, Unavailable
from satchel.library.context import Library
from satchel.web.failures import WORDS
from tests.errors import every_error
from tests.web.conftest import GOOD, TOKEN, Visitor


def test_a_server_without_anybody_says_where_its_link_is(visitor: Visitor) -> None:
    page = visitor.ask("GET", "/")
    assert page.status == 200
    assert "terminal" in page.body
    assert TOKEN not in page.body


def test_the_first_page_tells_the_address_and_no_secret(visitor: Visitor) -> None:
    keys = re.findall(r"[0-9]{5}-[0-9a-f]{24}", visitor.post(GOOD).body)
    page = visitor.ask("GET", "/")
    assert "http://satchel.test" in page.text
    assert keys
    assert keys[0] not in page.body
    assert "alice" not in page.body


def test_a_host_that_is_no_host_is_not_shown(visitor: Visitor) -> None:
    visitor.post(GOOD)
    page = visitor.ask("GET", "/", {"host": 'evil"><script>'})
    assert "evil" not in page.body
    assert "http://127.0.0.1:8080" in page.text


def test_health_says_ready(visitor: Visitor) -> None:
    reply = visitor.ask("GET", "/health")
    assert (reply.status, json.loads(reply.body)) == (200, {"status": "ready"})
    assert reply.headers["cache-control"] == "no-store"


def test_health_says_so_when_the_database_is_away(
    visitor: Visitor, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Unavailable

    monkeypatch.setattr(library.store, "ping", away)
    reply = visitor.ask("GET", "/health")
    assert (reply.status, json.loads(reply.body)) == (503, {"status": "unavailable"})


@pytest.mark.parametrize("path", ["/", "/account", "/health", "/static/app.css"])
def test_with_too_many_callers_every_page_asks_for_patience(visitor: Visitor, path: str) -> None:
    page = visitor.ask("GET", path, full=True)
    assert page.status == 503
    assert page.headers["retry-after"]
    assert "too much to do" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/nothing/<script>alert(1)</script>", 404),
        ("GET", "/setup/", 404),
        ("GET", "/static/../pages.py", 404),
        ("GET", "/static/base.html", 404),
        ("POST", "/", 405),
        ("DELETE", "/setup", 405),
        ("PUT", "/health", 405),
        ("BREW", "/", 405),
    ],
)
def test_where_there_is_nothing_the_page_is_ours(
    visitor: Visitor, method: str, path: str, status: int
) -> None:
    page = visitor.ask(method, path)
    assert page.status == status
    assert "<h1>" in page.body
    assert "<script>" not in page.body
    if status == 405:
        assert "GET" in page.headers["allow"]


def test_a_crash_shows_the_reference_that_is_in_the_log(
    visitor: Visitor, library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the reason")

    monkeypatch.setattr(library.store, "aread", broken)
    with caplog.at_level(logging.ERROR, "satchel.web"):
        page = visitor.ask("GET", "/")
    assert page.status == 500
    assert "the reason" not in page.body
    [record] = caplog.records
    assert record.facts["reference"] in page.body  # type: ignore[attr-defined]
    assert record.exc_info
    assert record.exc_info[0] is ZeroDivisionError
    assert page.headers["content-security-policy"]


def test_a_busy_database_says_when_to_come_back(
    visitor: Visitor, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(library.store, "aread", busy)
    page = visitor.ask("GET", "/")
    assert page.status == 503
    assert page.headers["retry-after"] == "5"


def test_every_error_has_words() -> None:
    assert all(any(parent in WORDS for parent in error.__mro__) for error in every_error())


@pytest.mark.parametrize(
    "path", ["/", "/setup", f"/setup?token={TOKEN}", "/health", "/nothing", "/robots.txt"]
)
def test_strict_headers_are_on_everything(visitor: Visitor, path: str) -> None:
    headers = visitor.ask("GET", path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_https_is_remembered_where_people_use_it(visiting: Callable[..., Visitor]) -> None:
    visitor = visiting(public_url="https://read.example.org")
    assert "max-age" in visitor.ask("GET", "/health").headers["strict-transport-security"]


def test_files_change_their_address_with_their_content_and_are_kept_for_ever(visitor: Visitor) -> None:
    found = re.findall(r'"(/static/[^"]+)"', visitor.ask("GET", "/").text)
    assert {address.rpartition("/")[2] for address in found} == {"app.css", "app.js", "satchel.svg"}
    assert len({address.rpartition("/")[0] for address in found}) == 1
    for address in found:
        assert re.match(r"/static/[0-9a-f]{16}/", address)
        reply = visitor.ask("GET", address)
        assert reply.status == 200
        assert "immutable" in reply.headers["cache-control"]
        assert visitor.ask("GET", re.sub("[0-9a-f]{16}", "0" * 16, address)).status == 404


def test_below_a_path_all_links_begin_with_it(visiting: Callable[..., Visitor]) -> None:
    page = visiting(public_url="http://example.org/satchel").ask("GET", f"/setup?token={TOKEN}")
    assert 'action="/satchel/setup"' in page.text
    assert re.search('href="/satchel/static/[0-9a-f]{16}/app.css"', page.text)


def test_searching_machines_stay_outside(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/robots.txt").body == "User-agent: *\nDisallow: /\n"
    assert "noindex" in visitor.ask("GET", "/").headers["x-robots-tag"]


def test_a_bookmark_has_a_picture(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/favicon.ico").headers["content-type"] == "image/svg+xml"
