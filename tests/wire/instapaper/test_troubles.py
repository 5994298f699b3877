"""What is not there, not allowed, too large or broken: always a number, and never a traceback."""

from __future__ import annotations

import logging

import pytest

from satchel.base.errors import Busy, SatchelError, Unavailable
from satchel.dialects.instapaper import errors
from satchel.store.db import Store
from tests.errors import every_error
from tests.wire.instapaper.shelf import ADD, AUTHENTICATE, PAGE, known, nothing_kept
from tests.wire.server import Wire


def test_only_errors_of_ours_say_when_to_come_back() -> None:
    assert set(errors.RETRY_AFTER) <= every_error()


PATHS = ["/api", "/api/", "/api/ad", "/api/add/x", "/api/Add", "/api//add", "/api/delete", "/api/addendum"]


def test_other_paths_are_404(wire: Wire) -> None:
    for path in PATHS:
        for reply in (wire.get(path, {**known(), "url": PAGE, "jsonp": "f"}), wire.post(path, known())):
            assert (reply.status, reply.body) == (404, b"404")
            assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert nothing_kept(wire)


METHODS = ["PUT", "DELETE", "PATCH", "PROPFIND", "TRACE"]


def test_other_methods_are_405(wire: Wire) -> None:
    for method in METHODS:
        for path in (ADD, AUTHENTICATE):
            target = f"{path}?username=alice&password=correct%20horse%20alice&url=https://example.com/"
            reply = wire.raw(f"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            assert (reply.status, reply.body) == (405, b"405")
            assert reply.headers["allow"] == (
                "GET, OPTIONS, POST" if path == ADD else "GET, HEAD, OPTIONS, POST"
            )
            assert not [name for name in reply.headers if name.startswith("access-control")]
        assert nothing_kept(wire)


def test_another_method_cannot_be_smuggled_in(wire: Wire) -> None:
    reply = wire.get(AUTHENTICATE, {**known(), "_method": "DELETE"}, {"X-HTTP-Method-Override": "DELETE"})
    assert reply.status == 200


def test_a_body_that_is_too_large_is_413_before_it_is_read(wire: Wire) -> None:
    raw = b"POST /api/add%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99000000\r\n\r\n"
    reply = wire.raw(raw % b"")
    assert (reply.status, reply.body) == (413, b"413")
    assert wire.raw(raw % b"?jsonp=f").body == b'f({"status":413});'


UNREADABLE = [
    ("application/json", b"{broken"),
    ("application/json", b"[1, 2]"),
    ("application/json", b'{"username": ["alice"], "password": {}}'),
    ("application/json", b'{"username": "alice", "password": "correct horse alice", "url": ["x"]}'),
    ("application/json", b'{"a":' * 5000),
    ("application/json", b'{"jsonp": ["f"], "username": "alice"}'),
    ("application/json", b"\xff\xfe\x00"),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=x", b"no boundary in here"),
    ("application/x-www-form-urlencoded", b"a=1&" * 5000),
]


def test_a_body_that_cannot_be_read_is_400(wire: Wire) -> None:
    for content_type, body in UNREADABLE:
        for path in (ADD, AUTHENTICATE):
            reply = wire.post(path, body, headers={"Content-Type": content_type})
            if path == AUTHENTICATE and b'"url"' in body:
                continue
            assert (reply.status, reply.body) == (400, b"400")
        assert nothing_kept(wire)


ODD = [b"\xff\xfe", b"%", b"%zz=%zz&&&===", b"%00=%00", b"username=%ff%fe&password=%uD800"]


def test_odd_bytes_name_nobody(wire: Wire) -> None:
    for raw in ODD:
        assert wire.post(ADD, raw).body == b"403"


def failing(wire: Wire, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    async def fails(self: Store, op: object, weight: int = 1, person: int = 0) -> None:
        raise error

    monkeypatch.setattr(type(wire.library.store), "awrite", fails)


@pytest.mark.parametrize(("error", "wait"), [(Busy(), "2"), (Unavailable(), "30")])
def test_a_full_disk_or_a_busy_server_is_503_with_a_time_to_wait(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, error: SatchelError, wait: str
) -> None:
    failing(wire, monkeypatch, error)
    reply = wire.post(ADD, {**known(), "url": PAGE})
    assert (reply.status, reply.body, reply.headers["retry-after"]) == (503, b"503", wait)
    monkeypatch.undo()
    assert wire.post(ADD, {**known(), "url": PAGE}).status == 201


def test_our_own_fault_is_500_and_tells_nothing(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(wire, monkeypatch, RuntimeError("the secret inside"))
    with caplog.at_level(logging.DEBUG):
        reply = wire.get(ADD, {**known(), "url": PAGE})
        page = wire.get(ADD, {**known(), "url": PAGE, "redirect": "close"})
    assert (reply.status, reply.body) == (500, b"500")
    assert page.status == 500
    assert "Not saved" in page.text
    assert "secret" not in page.text
    ours = " ".join(
        f"{record.__dict__}{record.exc_text}"
        for record in caplog.records
        if record.name.startswith("satchel") and record.name != "satchel.security"
    )
    assert "/api/add" in ours
    for secret in ("alice", "correct horse", "correct%20horse"):
        assert secret not in ours
