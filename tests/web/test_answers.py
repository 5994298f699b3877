"""Pages on their way out: packed, known again, and with secrets that look different each time."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
import zstandard

from satchel.base import tokens
from satchel.web.compression import chosen
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

UNPACKED = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    "gzip": gzip.decompress,
}
_FORM = re.compile('name="form" value="([0-9a-f]+)"')


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def ask(surfer: Surfer, path: str, **headers: str) -> Reply:
    return surfer.get(path, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"), ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("GZIP;q=0.5", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"), ("br;q=0, zstd;q=0, *", "gzip"), ("deflate", ""), ("identity", ""), ("", ""),
        ("gzip;q=0", ""), ("gzip;q=x", ""), ("*;q=0", ""), ("," * 50_000, ""),
    ],
)  # fmt: skip
def test_the_coding_that_the_browser_likes_best_is_taken(accepted: str, coding: str) -> None:
    assert chosen(accepted, ("zstd", "br", "gzip")) == coding


@pytest.mark.parametrize("coding", ["zstd", "br", "gzip"])
def test_pages_are_packed_as_browsers_like(alice: Surfer, coding: str) -> None:
    plain = ask(alice, "/save")
    assert "content-encoding" not in plain.headers
    reply = ask(alice, "/save", accept_encoding=coding)
    assert (reply.headers["content-encoding"], reply.headers["vary"]) == (coding, "Accept-Encoding")
    assert int(reply.headers["content-length"]) == len(reply.body) < len(plain.body) / 2
    assert _FORM.sub("", UNPACKED[coding](reply.body).decode()) == _FORM.sub("", plain.text)
    assert reply.headers["content-security-policy"]


def test_pages_that_are_kept_nowhere_and_failures_are_packed_too(alice: Surfer) -> None:
    for path, status in (("/account", 200), ("/nothing", 404)):
        reply = ask(alice, path, accept_encoding="br")
        assert (reply.status, reply.headers["content-encoding"]) == (status, "br")
        assert b"<h1>" in brotli.decompress(reply.body)


def test_what_is_short_is_sent_as_it_is(alice: Surfer) -> None:
    for path in ("/health", "/robots.txt"):
        assert "content-encoding" not in ask(alice, path, accept_encoding="br").headers


def test_the_answers_of_dialects_are_left_alone(wire: Wire) -> None:
    token = {"consumer_key": wire.key(), "access_token": wire.token("alice", wire.key())}
    assert "content-encoding" not in wire.post("/v3/get", token, headers={"Accept-Encoding": "br"}).headers


def test_files_are_packed_once_and_fonts_are_packed_already(alice: Surfer) -> None:
    css = re.findall(r'"(/static/[^"]+\.css)"', ask(alice, "/").text)[0]
    for coding in ("br", "gzip"):
        reply = ask(alice, css, accept_encoding=coding)
        assert reply.headers["content-encoding"] == coding
        assert UNPACKED[coding](reply.body) == ask(alice, css).body
    font = ask(alice, re.sub(r"[^/]+$", "fonts/literata-latin.woff2", css), accept_encoding="br")
    assert (font.status, font.body[:4], font.headers["content-type"]) == (200, b"wOF2", "font/woff2")
    assert "content-encoding" not in font.headers


@pytest.mark.parametrize(
    "path", ["/", "/help", "/save", "/save?url=https://example.com/", "/settings/reading"]
)
def test_who_comes_back_is_told_that_nothing_changed(wire: Wire, alice: Surfer, path: str) -> None:
    first = ask(alice, path)
    assert first.headers["cache-control"] == "private, no-cache"
    tag = first.headers["etag"]
    again = ask(alice, path, if_none_match=f'"other", {tag}', accept_encoding="br")
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert "content-type" not in again.headers
    assert ask(alice, path, if_none_match='"other"').status == 200
    bob = Surfer(wire)
    bob.sign_in("bob")
    assert ask(bob, path, if_none_match=tag).status == 200


def test_a_page_of_a_session_that_is_over_is_not_taken_for_todays(wire: Wire, alice: Surfer) -> None:
    """Its forms would be refused."""
    tag = ask(alice, "/save").headers["etag"]
    alice.press("/logout", "Sign out")
    alice.sign_in()
    assert ask(alice, "/save", if_none_match=tag).status == 200


def test_the_form_of_a_page_that_was_kept_still_works(alice: Surfer) -> None:
    tag = ask(alice, "/save").headers["etag"]
    kept = alice.form("/save", "Save").fields
    assert ask(alice, "/save", if_none_match=tag).status == 304
    assert alice.post("/save", {**kept, "url": "https://example.com/"}).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/account", "/account/apps", "/account/password", "/account/browsers", "/account/feeds", "/auth/authorize",
        "/nothing",
    ],
)  # fmt: skip
def test_what_may_show_a_secret_is_kept_nowhere(alice: Surfer, path: str) -> None:
    headers = ask(alice, path).headers
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers


def test_the_page_for_signing_in_is_kept_nowhere(wire: Wire) -> None:
    assert Surfer(wire).get("/login").headers["cache-control"] == "no-store"


def test_the_secret_of_forms_looks_different_in_each_answer(alice: Surfer) -> None:
    seen = {_FORM.findall(ask(alice, "/save").text)[0] for _ in range(5)}
    assert len(seen) == 5
    secret = tokens.form_token(alice.cookies["satchel"])
    assert {tokens.unmasked(each) for each in seen} == {secret}
    assert secret not in ask(alice, "/save").text
    assert alice.post("/save", {"form": secret, "url": "https://example.com/"}).status == 403


@pytest.mark.parametrize(
    "given", ["", "0", "00", "0" * 63, "0" * 126, "x" * 128, "é" * 128, " " * 128, "0" * 128]
)
def test_what_is_no_secret_of_a_form_is_refused(alice: Surfer, given: str) -> None:
    assert alice.post("/save", {"form": given, "url": "https://example.com/"}).status == 403


def test_a_page_that_is_fetched_in_case_somebody_wants_it_counts_for_nothing(
    wire: Wire, alice: Surfer
) -> None:
    wire.clock.forward(hours=3)
    ask(alice, "/save", sec_purpose="prefetch;prerender")
    other = Surfer(wire)
    other.sign_in()
    assert "last seen 3 hours ago" in re.sub("<[^>]+>", "", ask(other, "/account/browsers").text)
    ask(alice, "/save")
    assert "last seen 3 hours ago" not in re.sub("<[^>]+>", "", ask(other, "/account/browsers").text)
