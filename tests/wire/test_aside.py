"""What a stranger sends is read on the event loop only where it is small: everybody waits for what is done there."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from satchel.dialects.http import params
from satchel.dialects.http.weight import MAX_AT_ONCE, MAX_UNWEIGHED, is_light
from satchel.library import saving
from satchel.library.browsing import Leaf
from satchel.model.items import NewLink
from satchel.web import forms
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

BODIES = {
    "form": (b"a=" + b"%81" * 200_000, "application/x-www-form-urlencoded"),
    "bytes": (b"a=" + b"\x81" * 600_000, "application/x-www-form-urlencoded"),
    "parts": (b"--b\r\nA:\r\n\r\n\r\n" * 40_000, "multipart/form-data; boundary=b"),
    "json": (b'{"a":[' + b"[[]]," * 100_000 + b"1]}", "application/json"),
}


@pytest.mark.parametrize(
    "path", ["/v3/add", "/v3/send", "/v3/oauth/request", "/v1/add", "/v1/send", "/api/add"]
)
@pytest.mark.parametrize(("body", "kind"), BODIES.values(), ids=BODIES)
def test_no_large_body_is_read_on_the_loop(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, path: str, body: bytes, kind: str
) -> None:
    read: list[tuple[bool, int]] = []

    def noted(reader: Any) -> Any:
        def reading(body: bytes, *more: str) -> Any:
            read.append((threading.current_thread() is wire._socket._thread, len(body)))
            return reader(body, *more)

        return reading

    monkeypatch.setattr(params, "body_values", noted(params.body_values))
    monkeypatch.setattr(params, "json_values", noted(params.json_values))
    assert wire.post(path, body, headers={"Content-Type": kind}).status in (400, 403)
    assert wire.post(path, body[:1000], headers={"Content-Type": kind}).status in (400, 403)
    assert max(size for _, size in read) == len(body)
    assert max(size for on_loop, size in read if on_loop) <= MAX_AT_ONCE


@pytest.mark.parametrize(
    "each",
    [b"a[b][c][d][e][f][g][h]&", b"a%5B%5D%5B%5D&", b"%81=%&", b"&", b"--b\r\nA:\r\n\r\n\r\n", b"[[]],"],
)
def test_what_takes_long_for_its_size_is_not_light(each: bytes) -> None:
    body = each * (8000 // len(each))
    assert is_light(b"", body[:MAX_UNWEIGHED])
    assert not is_light(b"", body)
    assert not is_light(body, b"")
    assert not is_light(body[: len(body) // 2], body[: len(body) // 2])


def test_what_programs_send_is_light() -> None:
    assert is_light(b"", b"url=http%3A%2F%2Fexample.com%2F&tags=" + b"a%2C" * 500)
    assert is_light(b"", b'{"actions":[' + b'{"action":"archive","item_id":"1"},' * 60 + b"]}")


@pytest.mark.parametrize("path", ["/v3/add", "/v3/get", "/api/add", "/users/alice/feed/all"])
def test_no_long_address_is_read_on_the_loop(wire: Wire, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    on_loop: list[bool] = []
    read = params.query_values

    def reading(query: bytes) -> Any:
        on_loop.append(threading.current_thread() is wire._socket._thread)
        return read(query)

    monkeypatch.setattr(params, "query_values", reading)
    assert wire.raw(b"GET %s?%s HTTP/1.1\r\nHost: x\r\n\r\n" % (path.encode(), b"%" * 60_000)).status >= 400
    assert on_loop == [False]


def test_no_page_reads_what_is_long_on_the_loop(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[bool, int]] = []
    fields = forms._fields

    def reading(encoded: bytes, errors: str, *most: int) -> dict[str, str]:
        read.append((threading.current_thread() is wire._socket._thread, len(encoded)))
        return fields(encoded, errors, *most)

    monkeypatch.setattr(forms, "_fields", reading)
    for size in (100, 60_000):
        query = b"next=" + b"%" * size
        assert wire.raw(b"GET /login?%s HTTP/1.1\r\nHost: x\r\n\r\n" % query).status == 200
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        assert wire.post("/login", query, headers=kind).status in (400, 403)
    assert read == [(True, 105), (True, 105), (False, 60_005), (False, 60_005)]


@pytest.mark.parametrize("path", ["/v3/get", "/v1/get", "/v3/get.php", "/parts/rows", "/"])
def test_a_short_list_of_items_with_very_many_tags_is_read_away_from_the_loop(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    alice, kind = Surfer(wire), type(wire.library.store)
    alice.sign_in()
    read, aread = list[bool](), kind.aread

    async def noted(store: Any, op: Any, *, quick: bool = False) -> Any:
        answer = await aread(store, op, quick=quick)
        parts = (answer, *answer) if isinstance(answer, tuple) else (answer,)
        if any(isinstance(each, bytearray | Leaf) for each in parts):
            read.append(quick)
        return answer

    def ask() -> None:
        if path.startswith("/parts") or path == "/":
            assert alice.get(path).status == 200
        else:
            asked = {**wire.credentials(), "count": 30, "detailType": "complete"}
            assert wire.post(path, asked, type="json").status == 200

    monkeypatch.setattr(kind, "aread", noted)
    for number, many in enumerate((10, 10, 1000, 1000, 1000)):
        tags = tuple(f"a-tag-of-some-length-{each}" for each in range(many))
        wire.library.run_sync(saving.save, 1, NewLink(f"http://example.com/{number}", tags=tags))
        if number in (1, 4):
            ask()
    assert read == [True, False]
