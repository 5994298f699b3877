"""Addresses that apps want people sent back to."""

from __future__ import annotations

import pytest

from satchel.base import redirect_uris
from satchel.base.errors import RedirectMissing, RedirectRefused


@pytest.mark.parametrize(
    "uri",
    [
        "pocketapp1234:authorizationFinished",
        "http://127.0.0.1:8000/cb",
        "https://www.google.com",
        "rustapi:finishauth",
        "http://localhost",
        "my.app+x-1://a b/é?x=<>",
        "HTTPS://Example.com/",
        "http://[::1]:80/",
        "urn:ietf:wg:oauth:2.0:oob",
        "chrome-extension://abc/x",
        "moz-extension://abc/x",
        "ms-app://s-1-15-2-1234/",
        "shortcuts://",
        "obsidian://pocket-auth",
        "x:",
    ],
)
def test_what_clients_send_is_kept_as_it_is(uri: str) -> None:
    assert redirect_uris.read(uri) == uri
    assert redirect_uris.location(uri).isascii()


def test_nothing_is_told_apart_from_something_bad() -> None:
    with pytest.raises(RedirectMissing):
        redirect_uris.read("  ")
    with pytest.raises(RedirectRefused):
        redirect_uris.read("javascript:x")


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("https://Example.com:8443/x", "example.com:8443"),
        ("https://\u0430pple.com/", "xn--pple-43d.com"),
        ("http://b\u00fccher.example", "xn--bcher-kva.example"),
        ("http://\uff47\uff4f\uff4fgle.com/", "google.com"),
        ("http://[::1]:80/", "[::1]:80"),
        ("http://localhost:3000", "localhost:3000"),
        ("https://xn--pple-43d.com/", "xn--pple-43d.com"),
        ("my.app+x-1://a b", "my.app+x-1:"),
    ],
)
def test_people_are_told_a_host_in_ascii(uri: str, told: str) -> None:
    assert redirect_uris.target(redirect_uris.read(uri)) == told
    assert redirect_uris.location(uri).isascii()


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("https%3A%2F%2Fexample.com%2Fcb", "https://example.com/cb"),
        ("https%253a%252f%252fexample.com", "https://example.com"),
        ("pocketapp1234%3Adone", "pocketapp1234:done"),
        (" https://example.com/?to=https%3A%2F%2Fx ", "https://example.com/?to=https%3A%2F%2Fx"),
        ("not%20needed", "not%20needed"),
        ("com.example.app:/cb", "com.example.app:/cb"),
    ],
)
def test_needless_encoding_is_undone_and_no_other(text: str, uri: str) -> None:
    assert redirect_uris.said(text) == uri


def test_only_an_address_leads_somewhere() -> None:
    for text in ("not_needed", "example.com", "example.com:80/x", "localhost:1", "urn:x", "/cb", "0"):
        assert not redirect_uris.leads(redirect_uris.said(text)), text
    for text in ("app:x", "https://example.com", "com.example.app:8080x", "x:"):
        assert redirect_uris.leads(redirect_uris.said(text)), text


def test_what_a_header_cannot_carry_is_encoded_and_nothing_else() -> None:
    assert redirect_uris.location("http://x/a b?c=%20é&d=[]{}\"'") == "http://x/a%20b?c=%20%C3%A9&d=[]{}\"'"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example/x", "https://www.a.example/y?z", True),
        ("http://127.0.0.1:1/", "http://localhost:2/", True),
        ("http://a.example/", "http://b.example/", False),
        ("http://a.example/", "http://a.example.evil/", False),
        ("app:one", "APP:two", True),
        ("app:one", "other:one", False),
        ("http://a.example:8/", "http://a.example/", False),
    ],
)
def test_places_are_compared_by_their_host_or_their_scheme(one: str, other: str, same: bool) -> None:
    assert redirect_uris.alike(one, other) is same


@pytest.mark.parametrize(
    ("uri", "allowed", "fits"),
    [
        ("http://x.example/", (), True),
        ("https://a.example", ("https://a.example/",), True),
        ("https://a.example/b/c", ("https://a.example/b",), True),
        ("https://a.example/bc", ("https://a.example/b",), False),
        ("app:done", ("app:",), True),
        ("app:done", ("app:do",), False),
        ("http://127.0.0.1:5/x", ("http://localhost/",), True),
        ("https://a.example/", ("https://a.example:port/",), False),
        ("https://a.example/cb/../other", ("https://a.example/cb",), False),
        ("https://a.example/cb/.%2E/other", ("https://a.example/cb",), False),
        ("https://a.example/cb/..", ("https://a.example/cb",), False),
        ("https://a.example/cb/..x?to=/../y", ("https://a.example/cb",), True),
        ("app://cb/../other", ("app://cb",), False),
    ],
)
def test_declared_addresses_hold_what_lies_below_them(uri: str, allowed: tuple[str, ...], fits: bool) -> None:
    assert redirect_uris.declared(uri, allowed) is fits


def test_what_is_too_long_in_any_encoding_is_not_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's saves wait meanwhile, and the key of an app is all that a stranger needs."""
    longest = "http%25253A//a/" + "%25253A" * 1900
    assert redirect_uris.said(longest) == "http://a/" + ":" * 1900

    def undone(encoded: bytes) -> bytes:
        raise AssertionError("it was undone")

    monkeypatch.setattr(redirect_uris, "unquoted", undone)
    with pytest.raises(RedirectRefused):
        redirect_uris.said("http%3A//" + "%" * 900_000)
