"""What programs send a little wrong, and what they mean by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from tests.wire.pocket_common import addresses, assert_failed, rows
from tests.wire.server import Wire

BOM = b"\xef\xbb\xbf"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("kind", [FORM, "application/json", "text/plain", ""])
@pytest.mark.parametrize("start", [b"", BOM], ids=("plain", "bom"))
def test_a_form_and_json_are_told_apart_whatever_they_are_called(wire: Wire, kind: str, start: bytes) -> None:
    wire.set(add_wait=0)
    good = wire.credentials()
    headers = {"Content-Type": kind} if kind else {}
    bodies: tuple[Callable[[dict[str, str]], str], ...] = (urlencode, json.dumps)
    for number, body in enumerate(bodies):
        encoded = start + body({**good, "url": f"http://a.example.com/{number}"}).encode()
        assert wire.post("/v3/add", encoded, headers=headers).status == 200, encoded
    assert len(rows(wire)) == 2


def test_what_the_body_leaves_empty_the_address_may_give(wire: Wire) -> None:
    good = wire.credentials()
    for empty in (None, ""):
        body = json.dumps({**dict.fromkeys(good, empty), "search": "x"}).encode()
        reply = wire.post(
            "/v3/get", body, headers={"Content-Type": "application/json"}, query={**good, "search": "y"}
        )
        assert reply.status == 200, reply
    assert_failed(wire.post("/v3/get", {**good, "consumer_key": "1-x"}, query=good), 403, 152)


def test_a_plus_that_nobody_encoded_does_not_lose_the_link(wire: Wire) -> None:
    wire.set(add_wait=0)
    good = urlencode(wire.credentials())
    assert (
        wire.post(
            "/v3/add", f"{good}&url=http://a.example.com/?q=one+two".encode(), headers={"Content-Type": FORM}
        ).status
        == 200
    )
    simple = "username=alice&password=correct+horse+alice"
    assert wire.get("/api/add", f"{simple}&url=http://a.example.com/one+two").body == b"201"
    assert addresses(wire) == ["http://a.example.com/one%20two", "http://a.example.com/?q=one%20two"]


def test_an_answer_without_content_claims_no_length(wire: Wire) -> None:
    reply = wire.raw(b"OPTIONS /v3/add HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert (reply.status, reply.body) == (204, b"")
    assert not {"content-length", "content-type", "transfer-encoding"} & reply.headers.keys()
