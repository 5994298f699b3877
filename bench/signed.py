"""Calls of Instapaper's Full API, each beside the call of Pocket's that does the same."""

from __future__ import annotations

import base64
import hmac
import itertools
import time
from collections.abc import Callable, Iterator
from hashlib import sha1
from urllib.parse import quote, urlencode

from bench.client import request
from bench.loads import Load
from bench.seed import Shelf, url_of
from satchel.library import finding, reading, saving
from satchel.model.items import NewLink, Query, State
from satchel.store import items
from satchel.store.db import Tx

_nonces = itertools.count(int(time.time() * 1000))


def signed_loads(shelf: Shelf) -> list[Load]:
    """All of them, on that shelf."""
    say = {"consumer_key": shelf.consumer_key, "access_token": shelf.access_token}
    long = shelf.items + 1

    def lists(limit: int) -> Callable[[Tx, int], object]:
        return lambda tx, number: finding.find(tx, 1, Query(states=(State.UNREAD,), limit=limit))

    def reads(tx: Tx, number: int) -> object:
        item = items.get(tx, 1, long)
        assert item is not None
        return reading.for_apps(tx, 1, item)

    def pocket(path: str, **fields: str) -> Callable[[], Iterator[bytes]]:
        return lambda: itertools.repeat(request(path, urlencode({**fields, **say}).encode()))

    def full(method: str, **fields: str) -> Callable[[], Iterator[bytes]]:
        return lambda: (_signed(shelf, method, fields) for _ in itertools.count())

    def haves() -> Iterator[bytes]:
        # What the program has is as it is at the first call.
        have = ",".join(f"{shelf.items + 1 - n}:00000000" for n in range(500))
        return (_signed(shelf, "bookmarks/list", {"limit": "500", "have": have}) for _ in itertools.count())

    def adds(tx: Tx, number: int) -> object:
        return saving.save(tx, 1, NewLink(url_of(number % shelf.items + 1)))

    def spread() -> Iterator[str]:
        return (url_of(step * 7919 % shelf.items + 1) for step in itertools.count())

    def adds_by_pocket() -> Iterator[bytes]:
        return (request("/v3/add", urlencode({"url": url, **say}).encode()) for url in spread())

    def adds_by_full() -> Iterator[bytes]:
        return (_signed(shelf, "bookmarks/add", {"url": url}) for url in spread())

    def nothing(tx: Tx, number: int) -> object:
        return None

    return [
        Load("/v3/get, 25", pocket("/v3/get", count="25", detailType="complete"), _ok, lists(25), None),
        Load("signed list, 25", full("bookmarks/list"), _ok, lists(25), None),
        Load("/v3/get, 500", pocket("/v3/get", count="500", detailType="complete"), _ok, lists(500), None),
        Load("signed list, 500", full("bookmarks/list", limit="500"), _ok, lists(500), None),
        Load("signed list, 500 with have of 500", haves, _ok, lists(500), None),
        Load("/v3/add, known", adds_by_pocket, _ok, nothing, adds),
        Load("signed add, known", adds_by_full, _ok, nothing, adds),
        Load("/v3/text, 60 KB", pocket("/v3/text", url=url_of(long), images="1"), _long, reads, None),
        Load("signed get_text, 60 KB", full("bookmarks/get_text", bookmark_id=str(long)), _long, reads, None),
    ]


def _ok(status: int, body: bytes) -> bool:
    return status == 200 and len(body) > 100


def _long(status: int, body: bytes) -> bool:
    return status == 200 and len(body) > 50_000


def _signed(shelf: Shelf, method: str, fields: dict[str, str]) -> bytes:
    """A call, signed in its header."""
    key, secret, token, token_secret = shelf.signs
    path = f"/api/1.1/{method}"
    said = {
        "oauth_consumer_key": key, "oauth_nonce": str(next(_nonces)), "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(time.time())), "oauth_token": token, "oauth_version": "1.0",
    }  # fmt: skip
    pairs = sorted((quote(name, ""), quote(value, "")) for name, value in {**fields, **said}.items())
    base = "&".join(
        (
            "POST",
            quote(f"http://bench{path}", ""),
            quote("&".join(f"{name}={value}" for name, value in pairs), ""),
        )
    )
    signature = base64.b64encode(
        hmac.digest(f"{secret}&{token_secret}".encode(), base.encode(), sha1)
    ).decode()
    header = ", ".join(
        f'{name}="{quote(value, "")}"' for name, value in {**said, "oauth_signature": signature}.items()
    )
    return request(path, urlencode(fields).encode(), authorization=f"OAuth {header}")
