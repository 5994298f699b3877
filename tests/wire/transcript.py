"""Plays transcripts: files of raw requests and what must come back.

    === A sentence that says what is promised
    POST /v3/add
    Content-Type: application/json

    {"url": "http://example.com", "consumer_key": "{{consumer_key}}"}
    --- 200
    Content-Type: application/json
    X-Error-Code: (absent)

    {"item": {"item_id": "<digits:id>", "...": "..."}, "status": 1}

`{{name}}` in a request, a header or a body stands for a value that the test gave or an earlier
answer left. In the JSON that is expected, "<any>", "<text>", "<digits>" and "<number>" stand for
values of that kind (with ":name" the value is kept), and "...": "..." lets an object have more
members than are named. Members are compared in no order, but "<order>": [names] demands one.
A body that is not JSON must be equal to the letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.wire.http import Reply
from tests.wire.server import Wire

_KINDS: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "text": lambda value: isinstance(value, str) and value != "",
    "digits": lambda value: isinstance(value, str) and value.isdigit(),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
_MARK = re.compile(r"<(any|text|digits|number)(?::(\w+))?>")


@dataclass
class Exchange:
    """One request and the answer it must get."""

    title: str
    request: str
    status: int
    headers: list[tuple[str, str]]
    body: str


def read(file: Path) -> list[Exchange]:
    """All exchanges of a transcript."""
    found = []
    for part in re.split(r"^=== ", file.read_text(), flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        request, answer = re.split(r"^--- ", rest, maxsplit=1, flags=re.MULTILINE)
        head, _, body = answer.partition("\n\n")
        status, *lines = head.strip().split("\n")
        headers = [
            (name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)
        ]
        found.append(Exchange(title, request.rstrip("\n"), int(status), headers, body.strip()))
    return found


def play(wire: Wire, file: Path, **values: str) -> None:
    """Play a transcript from its first exchange to its last; fails at the first that differs."""
    known = dict(values)
    for exchange in read(file):
        reply = wire.raw(_request(_filled(exchange.request, known)))
        where = f"{file.name}: {exchange.title}\n{reply.status} {reply.headers}\n{reply.body[:3000]!r}"
        assert reply.status == exchange.status, where
        _check_headers(reply, exchange, known, where)
        if exchange.body.startswith(("{", "[")):
            _compare(reply.json(), json.loads(_filled(exchange.body, known)), known, f"{where}\nat ")
        elif exchange.body:
            assert reply.text == _filled(exchange.body, known), where


def _filled(text: str, known: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda match: known[match[1]], text)


def _request(text: str) -> bytes:
    head, _, body = text.partition("\n\n")
    first, *headers = head.split("\n")
    encoded = body.encode()
    if "multipart" in head:
        encoded = encoded.replace(b"\n", b"\r\n")
    lines = [f"{first} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
    if encoded or first.startswith("POST"):
        lines.append(f"Content-Length: {len(encoded)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + encoded


def _check_headers(reply: Reply, exchange: Exchange, known: dict[str, str], where: str) -> None:
    for name, wanted in exchange.headers:
        value = reply.headers.get(name.lower())
        if wanted == "(absent)":
            assert value is None, f"{where}\n{name}"
        elif wanted == "(number)":
            assert value is not None, f"{where}\n{name}"
            assert value.isdigit(), f"{where}\n{name}"
        else:
            assert value == _filled(wanted, known), f"{where}\n{name}"


def _compare(found: Any, wanted: Any, known: dict[str, str], where: str) -> None:
    if isinstance(wanted, dict):
        _compare_objects(found, dict(wanted), known, where)
    elif isinstance(wanted, list):
        assert isinstance(found, list), f"{where}: {found!r}"
        assert len(found) == len(wanted), f"{where}: {found!r}"
        for place, (one, other) in enumerate(zip(found, wanted, strict=True)):
            _compare(one, other, known, f"{where}[{place}]")
    elif isinstance(wanted, str) and (mark := _MARK.fullmatch(wanted)):
        assert _KINDS[mark[1]](found), f"{where}: {found!r}"
        if mark[2]:
            known[mark[2]] = str(found)
    else:
        assert found == wanted, f"{where}: {found!r}"
        assert type(found) is type(wanted), f"{where}: {found!r}"


def _compare_objects(found: Any, wanted: dict[str, Any], known: dict[str, str], where: str) -> None:
    assert isinstance(found, dict), f"{where}: {found!r}"
    order = wanted.pop("<order>", None)
    more = wanted.pop("...", None)
    if order is not None:
        assert list(found) == order, f"{where}: {list(found)}"
    missing = wanted.keys() - found.keys()
    assert not missing, f"{where}: without {sorted(missing)}"
    if more is None:
        surplus = found.keys() - wanted.keys()
        assert not surplus, f"{where}: with {sorted(surplus)}"
    for name, value in wanted.items():
        _compare(found[name], value, known, f"{where}.{name}")
