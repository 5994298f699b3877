"""How a connection ends, and what it takes along: no answer is lost, given to another, or waited for without end."""

from __future__ import annotations

import asyncio

import pytest
from uvicorn.server import ServerState

from satchel.serving import http_protocol
from satchel.serving.crowd import sweep
from tests.cli.talking import ask, taken, talk_with
from tests.patience import until_it

pytestmark = pytest.mark.slow

OFFERS = {
    "HTTP/2": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
    "WebSocket": b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
}


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
@pytest.mark.parametrize("at_once", [True, False], ids=("at once", "in pieces"))
def test_who_offers_another_protocol_is_answered_in_this_one(offer: bytes, at_once: bool) -> None:
    """Java's client offers HTTP/2 with its first request to each server, whatever it is."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        head = b"POST /?echo HTTP/1.1\r\nHost: x\r\n" + offer + b"Content-Length: 39\r\n\r\n"
        body = b"GET /?smuggled HTTP/1.1\r\nHost: evil\r\n\r\n"
        if at_once:
            writer.write(head + body)
        else:
            writer.write(head)
            connected = await taken(state)
            await until_it(lambda: connected.cycle is not None)
            writer.write(body)
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(len(body)) == body
        assert await ask(reader, writer, b"/?next") == b"next"
        many = 1500  # in one piece, as far as the network allows
        writer.write((b"GET /?a HTTP/1.1\r\nHost: x\r\n" + offer + b"\r\n") * many)
        for _ in range(many):
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(1) == b"a"

    talk_with(talk)


def test_what_is_no_http_takes_no_answer_from_the_request_before_it() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"GET /?good HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
        answers = await reader.read()
        assert answers.startswith(b"HTTP/1.1 200 ")
        assert answers.count(b"HTTP/1.1 ") == 1
        assert answers.endswith(b"good")

    talk_with(talk)


def test_a_body_that_is_no_http_takes_no_answer_from_the_request_before_it() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(
            b"GET /?good HTTP/1.1\r\nHost: x\r\n\r\n"
            b"POST /?bad HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        )
        first, second = (await reader.read()).split(b"HTTP/1.1 ")[1:]
        assert first.endswith(b"good")
        assert second.endswith(b"bad refused: The request is not proper HTTP.")

    talk_with(talk)


def test_who_has_said_everything_and_only_listens_is_answered() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"GET /?later HTTP/1.1\r\nHost: x\r\n\r\n")
        connected = await taken(state)
        await until_it(lambda: connected.cycle is not None)
        writer.write_eof()
        await until_it(lambda: not (state.connections and connected.cycle.keep_alive))
        connected.app_state["go"].set()
        assert (await reader.read()).endswith(b"\r\n\r\nlater")
        await until_it(lambda: not state.connections)

    talk_with(talk)


def test_who_goes_in_the_middle_of_a_body_is_not_waited_for() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"POST /?echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        writer.write_eof()
        assert await reader.read() == b""
        await until_it(lambda: not state.connections)

    talk_with(talk)


def test_who_takes_no_answers_and_says_half_of_another_request_is_cut_off() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(b"GET /?large HTTP/1.1\r\nHost: x\r\n\r\n" * 3 + b"GET /?half")
        connected = await taken(state)
        await until_it(lambda: connected.cycle is not None and connected.flow.write_paused)
        now = asyncio.get_running_loop().time()
        assert sweep(state.connections, now + http_protocol.MAX_HEAD_SECONDS + 1) == 0
        assert (
            sweep(
                state.connections, now + http_protocol.MAX_HEAD_SECONDS + http_protocol.MAX_REST_SECONDS + 2
            )
            == 1
        )

    talk_with(talk)


def test_only_its_own_bytes_count_for_the_length_of_a_head() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        connected, one = await taken(state), b"GET /?a HTTP/1.1\r\nHost: x\r\n\r\n"
        many = http_protocol.MAX_HEAD_BYTES // len(one) + 1
        connected.data_received(one * many + b"GET /?la")
        connected.data_received(b"st HTTP/1.1\r\nHost: x\r\n\r\n")
        for said in [b"a"] * many + [b"last"]:
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(len(said)) == said

    talk_with(talk)


def test_of_requests_that_come_all_at_once_few_wait_taken_apart() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        connected, one = await taken(state), b"GET /?%05d HTTP/1.1\r\nHost: x\r\n\r\n"
        most = http_protocol.MAX_WAITING + http_protocol.MAX_FED // len(one % 1) + 1
        connected.data_received(b"".join(one % number for number in range(5000)))
        for number in range(5000):
            assert len(connected.pipeline) <= most
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(5) == b"%05d" % number
        assert await ask(reader, writer, b"/?last") == b"last"

    talk_with(talk)


def test_who_asks_and_asks_and_takes_no_answer_is_not_listened_to_any_more() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        connected = await taken(state)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        one = b"GET /?large HTTP/1.1\r\nHost: x\r\n\r\n"
        writer.write(one * 100_000)
        await until_it(lambda: connected.flow.write_paused and connected.flow.read_paused)
        connected.cycle.flow.resume_reading()
        assert connected.flow.read_paused
        assert len(connected.pipeline) < http_protocol.MAX_WAITING + http_protocol.MAX_FED // len(one) + 2

    talk_with(talk)


def test_who_asked_much_and_has_said_everything_is_answered_to_the_end() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"".join(b"GET /?%05d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(3000)))
        writer.write_eof()
        answers = await reader.read()
        assert answers.count(b"HTTP/1.1 200 ") == 3000
        assert answers.endswith(b"02999")

    talk_with(talk)
