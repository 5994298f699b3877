"""A plain HTTP/1.1 client of the tests' own: what is sent is what the test wrote."""

from __future__ import annotations

import base64
import json
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from tests.patience import HANG

BOUNDARY = "----satcheltest"


@dataclass
class Reply:
    """One answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


def basic(name: str, password: str, encoding: str = "utf-8") -> dict[str, str]:
    """The header of HTTP Basic."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode(encoding)).decode()}


def encode(body: bytes | str | dict[str, Any], kind: str) -> tuple[bytes, str | None]:
    """A body and its content type; `kind` is form, json or multipart for a dict."""
    if isinstance(body, bytes):
        return body, None
    if isinstance(body, str):
        return body.encode(), None
    if kind == "json":
        return json.dumps(body).encode(), "application/json; charset=UTF-8"
    if kind == "multipart":
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in body.items()
        ]
        return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode(), f"multipart/form-data; boundary={BOUNDARY}"
    return urlencode(body).encode(), "application/x-www-form-urlencoded"


def request(
    method: str,
    path: str,
    body: bytes,
    headers: dict[str, str],
    query: dict[str, Any] | str | None,
) -> bytes:
    """The bytes of a request."""
    if isinstance(query, dict):
        query = urlencode(query, quote_via=quote)
    target = path + (f"?{query}" if query else "")
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close"]
    if body or method in ("POST", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def exchange(port: int, raw: bytes, timeout: float = HANG) -> Reply:
    """Send `raw` and read the whole answer."""
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        # The server may answer and hang up before it has read everything.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(raw)
        received = bytearray()
        while True:
            try:
                part = connection.recv(65536)
            except ConnectionResetError:
                break
            if not part:
                break
            received += part
            if _whole(received):
                break
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    cookies = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("set-cookie:")]
    return Reply(int(status_line.split(" ")[1]), headers, body, cookies)


def _whole(received: bytearray) -> bool:
    head, found, body = bytes(received).partition(b"\r\n\r\n")
    if not found:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.partition(b":")[2])
    return False
