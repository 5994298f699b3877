"""Room for large bodies: what strangers hold is never in the way of those who show who they are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest

from satchel.dialects.http import bodies
from satchel.dialects.http.request import Request
from tests.patience import HANG, until
from tests.wire.instapaper_full.program import Program
from tests.wire.pocket_common import assert_failed
from tests.wire.server import Wire

ROOM = 300_000
HEAD = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture(autouse=True)
def small_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MAX_UNKNOWN_HELD", ROOM)
    monkeypatch.setattr(bodies, "MAX_KNOWN_HELD", ROOM)


def begun(wire: Wire, body: bytes, length: int = 900_000) -> socket.socket:
    """A caller that has sent `body` and owes the rest of `length`."""
    caller = socket.create_connection(("127.0.0.1", wire.port), HANG)
    caller.sendall(HEAD % (b"/v3/add", length) + body)
    return caller


def called(wire: Wire, size: int, **given: str) -> bytes:
    """A form that begins with Alice's credentials, of about `size` bytes."""
    return urlencode(
        {**wire.credentials(), "url": "http://a.example.com/", **given, "x": "x" * size}
    ).encode()


def held(wire: Wire) -> int:
    return wire.server.bodies.known + wire.server.bodies.unknown


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, list[bool]]]:
    """What is read in a thread waits for the event; whether each of these named Alice's key."""
    opened, read, reading = threading.Event(), list[bool](), Request.read_in_thread

    def slowly(call: Request) -> None:
        read.append(b"consumer_key" in call.body)
        assert opened.wait(HANG)
        reading(call)

    monkeypatch.setattr(Request, "read_in_thread", slowly)
    yield opened, read
    opened.set()


def test_what_is_there_goes_before_what_is_still_to_come(wire: Wire) -> None:
    """Otherwise somebody who sends all but the last byte of a few bodies keeps everybody out."""
    with ExitStack() as stack:
        slow = [stack.enter_context(begun(wire, b"a" * 99_000)) for _ in range(3)]
        until(lambda: held(wire) == 3 * 99_000)
        stranger = wire.post("/api/add", {"username": "nobody", "x": "x" * 150_000})
        assert stranger.status == 403
        answer = slow[0].recv(10_000)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nconnection: close\r\n" in answer.lower()
        until(lambda: held(wire) == 99_000)
        assert list(wire.server.bodies.arriving) != []
    until(lambda: held(wire) == 0)


def test_whoever_is_known_has_room_whatever_strangers_hold(
    wire: Wire, gate: tuple[threading.Event, list[bool]]
) -> None:
    opened, read = gate
    with ThreadPoolExecutor(4) as callers:
        strangers = [
            callers.submit(wire.post, "/v3/add", b"x=" + b"x" * (ROOM // 2 - 20_000)) for _ in range(2)
        ]
        until(lambda: wire.server.bodies.unknown > ROOM - 50_000)
        assert_failed(wire.post("/v3/add", b"x" * 100_000), 503, 199)
        alice = callers.submit(wire.post, "/v3/add", called(wire, 200_000))
        until(lambda: wire.server.bodies.known > 200_000)
        opened.set()
        assert alice.result(HANG).status == 200
        assert [each.result(HANG).status for each in strangers] == [400, 400]
    assert read == [False, True, False]


def test_whoever_is_known_makes_room_for_others_who_are(wire: Wire) -> None:
    with begun(wire, called(wire, 250_000)) as slow:
        until(lambda: wire.server.bodies.known > 250_000)
        assert wire.post("/v3/add", called(wire, 100_000)).status == 200
        assert slow.recv(100).startswith(b"HTTP/1.1 503 ")
    assert wire.post("/v3/get", {**wire.credentials(), "x": "x" * 250_000}).status == 200


def test_one_alone_may_be_longer_than_the_room(wire: Wire) -> None:
    """Coming again would not help: who sends credentials last would never be heard."""
    with begun(wire, b"a" * 250_000, 400_000) as alone:
        alone.sendall(b"a" * 150_000)
        assert alone.recv(100).startswith(b"HTTP/1.1 400 ")
    last = urlencode({"x": "x" * 1_500_000, **wire.credentials(), "actions": "[]"}).encode()
    assert wire.post("/v3/send", last).status == 200
    until(lambda: held(wire) == 0)


@pytest.mark.parametrize(("path", "status"), [("/api/2/bookmarks", 401), ("/api/1/bookmarks/add", 413)])
def test_whole_pages_of_strangers_are_not_even_taken_apart(
    wire: Wire, path: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_UNKNOWN_HELD", 10_000_000)
    monkeypatch.setattr(Request, "read_in_thread", lambda call: pytest.fail("It was read."))
    for begin in (b"", b"oauth_token=nobody&"):
        answer = wire.post(path, begin + b"a=%C3" * 370_000, headers={"Authorization": "Bearer nobody"})
        assert answer.status == status


@pytest.mark.parametrize("place", ["header", "body"])
def test_programs_that_sign_send_whole_pages(wire: Wire, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MAX_KNOWN_HELD", 10_000_000)
    assert Program(wire).send("bookmarks/list", {"x": "x" * 1_500_000}, place=place).status == 200
