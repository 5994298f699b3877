"""Whatever is sent, the answer is one of ours, and nothing is half-saved."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from satchel.dialects.http import bodies, params
from satchel.dialects.http.request import Request
from satchel.dialects.pocket_common import actions
from tests.patience import HANG
from tests.wire.http import Reply
from tests.wire.pocket_common import LIMITS, add, assert_failed, limits, rows, send
from tests.wire.server import Wire

ADDRESSES = {
    "none": "nonsense", "script": "javascript:alert(1)", "data": "data:text/html,<p>", "file": "file:///etc/passwd",
    "ftp": "ftp://a.example.com/", "about": "about:blank", "mail": "mailto:a@example.com",
    "long": "http://a.example.com/" + "a" * 100_000,
    "newline": "http://a.example.com/\nb", "null": "http://a.example.com/\x00",
    "return": "http://a.example.com/\r\nX: 1",
    "tab": "http://a.exa\tmple.com/", "space": "http://a b.example.com/", "bell": "http://a.example.com/\x07",
    "user": "http://user@a.example.com/", "password": "http://user:secret@a.example.com/", "at": "http://@a.example.com/",
    "no host": "http:///path", "only scheme": "http://", "port": "http://a.example.com:99999/", "letters": "http://a.example.com:port/",
    "bracket": "http://[::1/", "turned": "http://a.example.com/\u202ebla", "dots": "http://a..example.com/", "soft": "http://-/",
    "number": 12345, "true": True, "list": ["http://a.example.com/"], "object": {"url": "http://a.example.com/"},
}  # fmt: skip


def test_an_address_that_cannot_be_saved_is_refused(wire: Wire) -> None:
    for url in ADDRESSES.values():
        reply = wire.post("/v3/add", {"url": url, **wire.credentials()}, type="json")
        assert_failed(reply, 400, 130)
        if isinstance(url, str):
            assert_failed(wire.post("/v3/add", {"url": url, **wire.credentials()}), 400, 130)
    answer = send(wire, *({"action": "add", "url": url} for url in ADDRESSES.values()))
    assert dict(zip(ADDRESSES, answer["action_results"], strict=True)) == dict.fromkeys(ADDRESSES, False)
    assert rows(wire, state="all") == []


def json_body(wire: Wire, inner: bytes) -> bytes:
    good = wire.credentials()
    return b'{"consumer_key":"%s","access_token":"%s",%s}' % (
        good["consumer_key"].encode(), good["access_token"].encode(), inner,
    )  # fmt: skip


DEEP = b"[" * 100_000 + b"]" * 100_000
JSON = {
    "cut off": b'"url":"http://a.exa', "lone surrogate": b'"url":"http://a.example.com/\\ud800"',
    "raw surrogate": b'"url":"http://a.example.com/\xed\xa0\x80"',
    "broken utf-8": b'"url":"http://a.example.com/\xff\xfe"',
    "deep": b'"url":"http://a.example.com/","x":' + DEEP,
    "deep objects": b'"x":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "NaN": b'"url":"http://a.example.com/","time":NaN', "infinity": b'"url":"http://a.example.com/","time":Infinity',
    "huge": b'"url":"http://a.example.com/","time":1e999',
    "many digits": b'"url":"http://a.example.com/","time":' + b"1" * 10_000,
    "raw control": b'"url":"http://a.example.com/\x01"', "single quotes": b"'url':'http://a.example.com/'",
    "comment": b'"url":"http://a.example.com/"/* */', "trailing": b'"url":"http://a.example.com/",',
    "tags object": b'"url":"http://a.example.com/","tags":{"a":1}', "tags deep": b'"url":"http://a.example.com/","tags":[[["a"]]]',
    "tags true": b'"url":"http://a.example.com/","tags":true', "title list": b'"url":"http://a.example.com/","title":["a"]',
}  # fmt: skip


def test_json_that_is_broken_or_odd_is_refused(wire: Wire) -> None:
    for name, inner in JSON.items():
        for path in ("/v3/add", "/v1/add"):
            reply = wire.post(path, json_body(wire, inner), headers={"Content-Type": "application/json"})
            assert reply.status == 400, (path, name, reply)
            assert reply.headers["x-error-code"] == "130"
            assert limits(reply) == LIMITS
    assert rows(wire, state="all") == []


def test_actions_nested_without_end_are_refused(wire: Wire) -> None:
    for inner in (b'"actions":' + DEEP, b'"actions":[' + DEEP + b"]", b'"actions":"' + DEEP + b'"'):
        reply = wire.post("/v3/send", json_body(wire, inner), headers={"Content-Type": "application/json"})
        assert_failed(reply, 400, 130)


def test_of_a_name_that_comes_twice_the_last_counts(wire: Wire) -> None:
    body = json_body(wire, b'"url":"http://a.example.com/","url":"http://b.example.com/"')
    assert wire.post("/v3/add", body, headers={"Content-Type": "application/json"}).status == 200
    assert [row["given_url"] for row in rows(wire)] == ["http://b.example.com/"]


def test_json_that_is_no_object_is_refused(wire: Wire) -> None:
    for body in (b"[]", b'"a"', b"5", b"null", b"true", b"[" * 100_000, b"{", b"\x00", b"\xff\xfe{\x00}\x00"):
        for path in ("/v3/add", "/v3/send", "/v3/get"):
            assert_failed(wire.post(path, body, headers={"Content-Type": "application/json"}), 400, 130)


def post_form(wire: Wire, body: bytes) -> Reply:
    return wire.post("/v3/add", body, headers={"Content-Type": "application/x-www-form-urlencoded"})


def test_a_hundred_thousand_fields_are_refused(wire: Wire) -> None:
    fields = b"&".join(b"f%d=1" % number for number in range(100_000))
    assert_failed(post_form(wire, fields), 400, 130)
    parts = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(2000)
    )
    reply = wire.post(
        "/v3/add", parts + b"--b--\r\n", headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert_failed(reply, 400, 130)


BROKEN_PARTS = [
    ("multipart/form-data", b"--b\r\n"), ("multipart/form-data; boundary=", b"--b\r\n"),
    ("multipart/form-data; boundary=b", b"nothing of the kind"), ("multipart/form-data; boundary=b", b"--b\r\nX"),
    ("multipart/form-data; boundary=" + "b" * 5000, b"--b\r\n"),
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="url"\r\n\r\nhttp://a.exa'),
]  # fmt: skip


def test_broken_multipart_bodies_are_refused(wire: Wire) -> None:
    for kind, body in BROKEN_PARTS:
        reply = wire.post("/v3/add", body, headers={"Content-Type": kind}, query=wire.credentials())
        assert_failed(reply, 400, 130)
    assert rows(wire, state="all") == []


def test_a_body_of_fifty_megabytes_is_refused(wire: Wire) -> None:
    for path in ("/v3/add", "/v3/send", "/v1/send"):
        reply = wire.post(path, b"a" * 50_000_000)
        assert (reply.status, reply.headers["x-error-code"]) == (413, "130")


@pytest.mark.parametrize("framing", [b"Content-Length: 90", b"Transfer-Encoding: chunked"])
@pytest.mark.parametrize("begun", [b"", b"4\r\nurl=\r\n"])
def test_a_body_that_never_arrives_is_not_waited_for_for_ever(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, framing: bytes, begun: bytes
) -> None:
    monkeypatch.setattr(bodies, "MAX_SECONDS", 0.05)
    head = b"POST /v3/add HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n" % framing
    assert_failed(wire.raw(head + begun), 400, 130)


def test_bodies_that_wait_to_be_read_count_too(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fast network brings them more quickly than they are read."""
    begun, gate, read = threading.Event(), threading.Event(), Request.read_in_thread

    def slowly(call: Request) -> None:
        begun.set()
        assert gate.wait(HANG)
        read(call)

    monkeypatch.setattr(bodies, "MAX_UNKNOWN_HELD", 300_000)
    monkeypatch.setattr(Request, "read_in_thread", slowly)
    large = {"url": "http://a.example.com/", "tweet_id": "1" * 250_000, **wire.credentials()}
    with ThreadPoolExecutor(1) as others:
        first = others.submit(wire.post, "/v3/add", large)
        try:
            assert begun.wait(HANG)
            assert_failed(wire.post("/v3/add", {**large, "tweet_id": "1" * 100_000}), 503, 199)
        finally:
            gate.set()
        assert first.result(HANG).status == 200
    assert wire.post("/v3/add", {**large, "tweet_id": "1" * 100_000}).status == 200


def test_nobody_waits_while_a_large_form_is_read(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, answered, read = threading.Event(), threading.Event(), params.body_values

    def slowly(body: bytes, content_type: str) -> Any:
        begun.set()
        assert answered.wait(HANG), "others had to wait"
        return read(body, content_type)

    monkeypatch.setattr(params, "body_values", slowly)
    form = {"url": "http://a.example.com/", "tags": "%" * 100_000, **wire.credentials()}
    with ThreadPoolExecutor(1) as other:
        adding = other.submit(wire.post, "/v3/add", form)
        assert begun.wait(HANG)
        assert wire.get("/health").status == 200
        answered.set()
        assert adding.result().status == 200


@pytest.mark.parametrize("path", ["/v3/send", "/v1/send"])
def test_nobody_waits_while_large_actions_are_read(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    begun, answered, read = threading.Event(), threading.Event(), actions.entries

    def slowly(given: Any) -> list[Any]:
        begun.set()
        assert answered.wait(HANG), "others had to wait"
        return read(given)

    monkeypatch.setattr(actions, "entries", slowly)
    acts = [{"action": "add", "url": "http://a.example.com/", "title": "t" * 300_000}]
    with ThreadPoolExecutor(1) as other:
        sending = other.submit(wire.post, path, {"actions": acts, **wire.credentials()}, type="json")
        assert begun.wait(HANG)
        assert wire.get("/health").status == 200
        answered.set()
        assert sending.result().json()["status"] == 1


def test_forms_in_broken_encodings_are_read_as_well_as_can_be(wire: Wire) -> None:
    good = wire.credentials()
    tail = f"&consumer_key={good['consumer_key']}&access_token={good['access_token']}".encode()
    assert post_form(wire, b"url=http://a.example.com/%zz%e9%&title=Caf%e9%00%ed%a0%80" + tail).status == 200
    (row,) = rows(wire)
    assert row["given_title"].startswith("Café")
    assert "\x00" not in row["given_title"]


def test_types_that_nobody_knows_are_no_obstacle(wire: Wire) -> None:
    body = json_body(wire, b'"url":"http://a.example.com/"')
    for kind in ("", ";", "application/json; charset=klingon", "text/plain", "a" * 5000, "json"):
        assert wire.post("/v3/add", body, headers={"Content-Type": kind}).status == 200, kind


def test_odd_texts_are_stored_clean(wire: Wire) -> None:
    values: dict[str, Any] = {
        "title": "a\x00b\x1b[31m\r\nc" + "x" * 5000,
        "tags": ["a\x00b", "\u202e", "💥" * 50, "\x07"],
    }
    add(wire, "http://a.example.com/", **values)
    (row,) = rows(wire, detailType="complete")
    assert row["given_title"].startswith("ab[31m c")
    assert len(row["given_title"]) <= 500
    assert "ab" in row["tags"]
    assert "💥" * 25 in row["tags"]
    assert all("\x00" not in tag and len(tag) <= 25 for tag in row["tags"])
