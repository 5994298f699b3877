"""What is no proper HTTP is refused in the words of whoever was asked."""

from __future__ import annotations

import pytest

from satchel.dialects.http import bodies
from satchel.web import forms
from tests.wire.pocket_common import LIMITS, assert_failed, limits
from tests.wire.server import Wire

BROKEN = (
    b"GET %s?title=two words HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
)


@pytest.mark.parametrize("broken", BROKEN, ids=("space", "length", "two lengths"))
def test_every_door_refuses_it_in_its_own_shape(wire: Wire, broken: bytes) -> None:
    assert_failed(wire.raw(broken % b"/v3/add"), 400, 130)
    reply = wire.raw(broken % b"/v1/send")
    assert (reply.status, reply.json()["error"]["code"], limits(reply)) == (400, 400, LIMITS)
    reply = wire.raw(broken % b"/api/add")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (
        400,
        b"400",
        "text/plain; charset=utf-8",
    )
    reply = wire.raw(broken % b"/login")
    assert (reply.status, "not proper HTTP" in reply.text) == (400, True)


def test_an_address_that_is_too_long_is_refused_in_shape(wire: Wire) -> None:
    query = b"url=" + b"x" * 70_000
    assert_failed(wire.raw(b"GET /v3/add?" + query + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, 130)
    assert wire.raw(b"GET /api/add?" + query + b" HTTP/1.1\r\nHost: localhost\r\n\r\n").body == b"400"


def test_a_path_that_is_too_long_is_refused_in_shape(wire: Wire) -> None:
    """To undo 60,000 percent signs takes the server a tenth of a second."""
    for path in (b"/v3/add/", b"/v3/"):
        reply = wire.raw(b"GET " + path + b"%" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert_failed(reply, 400, 130)
        assert "too long" in reply.headers["x-error"]
    name = "%F0%9F%93%9A" * 255
    assert wire.get(f"/users/{name}/feed/all").status == 404


def test_slashes_too_many_lead_to_the_same_door(wire: Wire) -> None:
    """A server's address that was given with a slash at its end, and the program's path after it."""
    assert wire.post("//v3/get//", wire.credentials()).status == 200
    assert_failed(wire.post("//v3/get"), 400, 138)
    assert wire.post("//v1/get", wire.credentials(), type="json").status == 200
    simple = {"username": "alice", "password": wire.password("alice")}
    assert wire.get("//api/authenticate", simple).body == b"200"
    assert wire.get("//login").status == 404


DOORS = ("/v3/get", "/v1/get", "/api/add", "/users/a/b/feed/all", "/login")


def test_an_answer_that_a_browser_is_shown_may_do_nothing(wire: Wire) -> None:
    for path in DOORS:
        policy = wire.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "frame-ancestors 'none'" in policy


def test_where_people_use_https_every_door_says_that_they_should_stay_there(wire: Wire) -> None:
    assert not any("strict-transport-security" in wire.get(path).headers for path in DOORS)
    wire.set(secure=True)
    for path in DOORS[:-1]:
        assert wire.get(path).headers["strict-transport-security"] == "max-age=31536000"


def test_a_form_that_is_too_late_ends_the_connection(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise whoever sends a byte now and then would be waited for twice."""
    monkeypatch.setattr(bodies, "MAX_SECONDS", 0.05)
    monkeypatch.setattr(forms, "MAX_FORM_SECONDS", 0.05)
    for path in ("/v3/add", "/v1/add", "/api/add", "/login"):
        kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
        reply = wire.raw(
            b"POST %s HTTP/1.1\r\nHost: x\r\n%bContent-Length: 9\r\n\r\na" % (path.encode(), kind)
        )
        assert (reply.status, reply.headers["connection"]) == (400, "close"), path


@pytest.mark.parametrize(
    "rest",
    [b"0\r\nA: " + b"b" * 400_000 + b"\r\n\r\n", b"0\r\n" + b"A: b\r\n" * 60_000 + b"\r\n"],
    ids=("one", "many"),
)
def test_a_trailer_is_not_read_without_end(wire: Wire, rest: bytes) -> None:
    reply = wire.raw(b"POST /v3/get HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + rest)
    assert (reply.status, "too large" in reply.text) == (431, True)


def test_a_short_trailer_is_passed_over(wire: Wire) -> None:
    head = b"POST /v3/get HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert_failed(wire.raw(head + b"1\r\na\r\n0\r\nA: b\r\n\r\n"), 400, 138)
