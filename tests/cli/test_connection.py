"""What one client may take of the server before it has said anything worth an answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from uvicorn.server import ServerState

from satchel.base.errors import Busy
from satchel.serving import http_protocol
from satchel.serving.crowd import sweep
from tests.cli.talking import ask, taken, talk_with
from tests.patience import HANG


@pytest.mark.parametrize(
    ("line", "end"),
    [
        (b"GET / HTTP/1.1\r\nX-Long: " + b"a" * 500_000, b"head is too large."),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 100_000, b"head is too large."),
        (b"GET /?" + b"a" * 500_000, b"head is too large."),
        (b"GET /" + b"a" * 500_000, b"head is too large."),
    ],
    ids=("header", "headers", "query", "path"),
)
def test_a_head_without_end_is_refused_while_it_is_small(line: bytes, end: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(line)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert (await reader.readexactly(length)).endswith(end)
        assert not state.connections or next(iter(state.connections)).transport.is_closing()

    talk_with(talk)


def test_a_head_of_usual_length_is_read_in_as_many_pieces_as_it_comes_in() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        for number in range(20):
            writer.write(b"GET /?n=%d HTTP/1.1\r\nHost: x\r\n" % number)
            await asyncio.sleep(0)
            writer.write(b"X: " + b"a" * 20_000 + b"\r\n")
            await asyncio.sleep(0)
            writer.write(b"\r\n")
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(len(b"n=%d" % number)) == b"n=%d" % number

    talk_with(talk)


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost:"])
def test_who_says_nothing_or_half_of_it_is_cut_off(said: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(said)
        await taken(state)
        now = asyncio.get_running_loop().time()
        assert sweep(state.connections, now + http_protocol.MAX_HEAD_SECONDS - 1) == 0
        assert sweep(state.connections, now + http_protocol.MAX_HEAD_SECONDS + 1) == 1
        with suppress(ConnectionResetError):
            assert await reader.read() == b""

    talk_with(talk)


def test_who_waits_between_two_requests_is_left_alone_for_a_while() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        for letter in (b"a", b"b"):
            asked = asyncio.get_running_loop().time()
            assert await ask(reader, writer, b"/?" + letter) == letter
            assert sweep(state.connections, asked + 74) == 0
        assert sweep(state.connections, asyncio.get_running_loop().time() + 76) == 1
        with suppress(ConnectionResetError):
            assert await reader.read() == b""

    talk_with(talk, timeout_keep_alive=75)


def test_requests_that_come_all_at_once_are_answered_one_after_the_other() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"".join(b"GET /?%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(5)))
        for number in range(5):
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(1) == b"%d" % number
        assert state.total_requests == 5

    talk_with(talk)


def test_the_application_hears_whether_the_whole_request_is_there() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        assert await ask(reader, writer, b"/?a") == b"a"
        assert await ask(reader, writer, b"/?whole") == b"whole True"
        writer.write(b"POST /?whole HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab")
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(11) == b"whole False"

    talk_with(talk)


def test_a_body_that_drips_on_after_its_answer_is_cut_off() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"POST /?a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx")
        await reader.readuntil(b"\r\n\r\na")
        now = asyncio.get_running_loop().time()
        assert sweep(state.connections, now) == 0
        writer.write(b"x")
        assert sweep(state.connections, now + http_protocol.MAX_REST_SECONDS + 1) == 1

    talk_with(talk)


def test_who_has_just_come_when_the_server_stops_is_still_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "LAST_WORD", HANG)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        (await taken(state)).shutdown()
        assert await ask(reader, writer, b"/?a") == b"a"

    talk_with(talk)


def test_who_says_nothing_more_does_not_keep_the_server_from_stopping(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_protocol, "LAST_WORD", 0.0)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        (await taken(state)).shutdown()
        assert await reader.read() == b""

    talk_with(talk)


def test_letters_that_are_not_ascii_in_an_address_are_understood() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        target = "/?title=Größe&url=http://example.org/ü%20x".encode()
        assert await ask(reader, writer, target) == b"title=Gr%C3%B6%C3%9Fe&url=http://example.org/%C3%BC%20x"
        assert await ask(reader, writer, b"/?title=Gr\xf6\xdfe") == b"title=Gr%F6%DFe"

    talk_with(talk)


def test_with_too_many_connections_the_application_words_the_refusal() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        assert await ask(reader, writer, b"/?a") == b"a refused: " + Busy().message.encode()

    talk_with(talk, limit_concurrency=1)


BROKEN = {
    "space": b"GET /v3/get?a b HTTP/1.1\r\nHost: x\r\n\r\n",
    "length": b"POST /v3/get?a HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
    "two lengths": b"POST /v3/get?a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "header": b"GET /v3/get?a HTTP/1.1\r\nHost: x\r\nX Y: z\r\n\r\n",
}
LONG = b"GET /?a=" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_no_http_is_refused_by_whose_path_it_names(broken: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        assert await ask(reader, writer, b"/?first") == b"first"
        writer.write(broken + b"GET /?smuggled HTTP/1.1\r\n\r\n")
        answer = await reader.read()
        assert answer.count(b"HTTP/1.1 ") == 1
        assert answer.endswith(b"a refused: The request is not proper HTTP.")
        assert not state.connections

    talk_with(talk)


@pytest.mark.parametrize("broken", [b"\x16\x03\x01\x02\x00", b"get / HTTP/1.1\r\n\r\n", b"nonsense\r\n\r\n"])
def test_what_names_no_path_is_refused_by_the_server(broken: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        assert await ask(reader, writer, b"/?first") == b"first"
        writer.write(broken)
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert answer.endswith(b"Invalid HTTP request received.")

    talk_with(talk)


def test_a_body_that_is_no_http_ends_the_connection() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"POST /?a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")

    talk_with(talk)


def test_an_address_too_long_to_be_taken_apart_is_refused_by_its_path() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(LONG)
        assert (await reader.read()).endswith(b"\r\n\r\n refused: The address is too long.")

    talk_with(talk)
