"""What a stranger sends is read on the event loop only where it is small: everybody waits for what is done there."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from satchel.dialects.http import params
from satchel.dialects.http.app import MAX_AT_ONCE
from tests.wire.server import Wire

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
