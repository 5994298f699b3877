"""Pages of other sites may call with a name and a password, and never with cookies."""

from __future__ import annotations

from tests.wire.instapaper.shelf import ADD, AUTHENTICATE, known
from tests.wire.server import Wire

ORIGIN = {"Origin": "https://elsewhere.example"}


def test_a_browser_learns_beforehand_that_it_may_send_a_name_and_a_password(wire: Wire) -> None:
    asked = "Origin: https://elsewhere.example\r\nAccess-Control-Request-Headers: authorization\r\n"
    for path in (ADD, AUTHENTICATE):
        reply = wire.raw(f"OPTIONS {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{asked}\r\n".encode())
        assert (reply.status, reply.body) == (204, b"")
        assert reply.headers["access-control-allow-origin"] == "*"
        assert reply.headers["access-control-allow-headers"] == "authorization"
        assert reply.headers["access-control-allow-methods"] == "GET, POST"
        assert "access-control-allow-credentials" not in reply.headers


def test_their_pages_may_read_what_is_answered_right_or_wrong(wire: Wire) -> None:
    for query, status in ((known(), 200), ({"username": "alice", "password": "no"}, 403)):
        reply = wire.get(AUTHENTICATE, query, ORIGIN)
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (status, "*")
        assert "access-control-allow-credentials" not in reply.headers
