"""Who the client is behind a proxy: nobody can make an address up."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network
from typing import Any

import pytest

from satchel.serving.forwarded import forwarded

PROXY = ("10.0.0.1", 5000)


def _seen(*said: str, client: tuple[str, int] | None = PROXY) -> Any:
    """The client that the server sees for a request with such lines of X-Forwarded-For."""
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"])

    headers = [(b"x-forwarded-for", each.encode("latin-1")) for each in said]
    scope = {"type": "http", "scheme": "http", "client": client, "headers": headers}
    asyncio.run(forwarded(app, [ip_network("10.0.0.0/30")])(scope, None, None))  # type: ignore[arg-type]
    return seen[0] and seen[0][0]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (["203.0.113.7"], "203.0.113.7"),
        (["203.0.113.7:4711"], "203.0.113.7"),
        (["[2001:db8::7]:4711"], "2001:db8::7"),
        (["192.0.2.1, 203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        (["192.0.2.1", "203.0.113.7"], "203.0.113.7"),
    ],
)
def test_the_client_is_the_last_address_that_is_no_proxy(said: list[str], address: str) -> None:
    assert _seen(*said) == address


@pytest.mark.parametrize(
    "said", ["unknown", "_hidden", "guess-1", "203.0.113.7:x, a", "999.1.1.1", "é", " , "]
)
def test_words_that_are_no_address_give_nobody_a_new_one(said: str) -> None:
    assert _seen(said) == "10.0.0.1"
    assert _seen("203.0.113.7", said) in ("10.0.0.1", "203.0.113.7")


def test_what_others_claim_counts_for_nothing() -> None:
    assert _seen("203.0.113.7", client=("192.0.2.9", 1)) == "192.0.2.9"
    assert _seen("203.0.113.7", client=None) is None


def test_without_proxies_there_is_nothing_to_ask() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    assert forwarded(app, []) is app
