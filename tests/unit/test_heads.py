"""Heads of answers that are not as the standard wants them, and that browsers read."""

from __future__ import annotations

import h11
import pytest

from satchel.pipeline.fetching.heads import MAX_HEAD_BYTES, Heads

PAGE = b"<h1>The weir</h1>"


def _passed(answer: bytes, size: int) -> bytes:
    heads = Heads()
    pieces = [answer[at : at + size] for at in range(0, len(answer), size)]
    return b"".join(heads.feed(piece) for piece in [*pieces, b""])


def _read(answer: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, fields and body as the library under the fetcher reads them."""
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("Host", "a.example")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(answer)
    connection.receive_data(b"")
    head: h11.Response | None = None
    body = b""
    while not isinstance(event := connection.next_event(), h11.EndOfMessage):
        if isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
    assert head is not None
    return head.status_code, dict(head.headers), body


@pytest.mark.parametrize("size", [1, 7, 4096])
@pytest.mark.parametrize(
    "lines",
    [
        b"this is no field\r\nContent-Type: text/html",
        b"Content-Type : text/html",
        b": nothing\r\nContent-Type: text/html\r\nX Y: 1",
        b"<html>\r\n goes on\r\nContent-Type: text/html",
        b" begins with a blank\r\nContent-Type: text/html",
        b"Content-Type:\r\n text/html",
        b"X-Made: \x00by\x0b hand\r\nContent-Type: text/html",
        b"Content-Type: text/html\nX-Ends: otherwise",
        b"Caf\xe9: 1\r\nContent-Type: text/html",
    ],
)
def test_what_is_no_field_is_left_out_and_the_page_is_read(lines: bytes, size: int) -> None:
    answer = _passed(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\nConnection: close\r\n\r\n" + PAGE, size)
    status, fields, body = _read(answer)
    assert (status, fields[b"content-type"], body) == (200, b"text/html", PAGE)


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_a_head_that_comes_before_the_answer_is_made_readable_too(size: int) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nno field\r\nLink: </a.css>\r\n\r\n"
    answer = early + b"HTTP/1.1 200 OK\r\nno field\r\nConnection: close\r\n\r\n" + PAGE
    assert _read(_passed(answer, size))[::2] == (200, PAGE)


@pytest.mark.parametrize("size", [1, 4096])
@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nHalf", b"SSH-2.0-x\r\n", PAGE, b"H"])
def test_what_has_no_head_is_passed_on_as_it_came(answer: bytes, size: int) -> None:
    assert _passed(answer, size) == answer


def test_nothing_behind_the_head_is_touched_and_no_head_is_held_for_ever() -> None:
    body = b"a: b\r\n\r\nno field\r\n\r\n"
    assert _passed(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n" + body, 5).endswith(b"A: b\r\n\r\n" + body)
    assert Heads().feed(b"HTTP/1.1 200 OK\r\nA: " + b"b" * MAX_HEAD_BYTES) != b""
