"""Whoever holds connections without saying anything keeps nobody out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any, cast

import pytest
from uvicorn.server import ServerState

from satchel.base.errors import Busy
from satchel.serving import crowd
from tests.cli.talking import ask, talk_with
from tests.patience import until_it

LIMIT = 4  #: connections at which they are too many
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def another(writer: asyncio.StreamWriter) -> AsyncIterator[Streams]:
    """One more connection to the server of `writer`."""
    host, port = writer.get_extra_info("peername")
    streams = await asyncio.open_connection(host, port)
    try:
        yield streams
    finally:
        streams[1].close()


def _are(state: ServerState, number: int) -> bool:
    return len(state.connections) == number


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET /?a HTTP/1.1\r\n", b"POST /?echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na"],
    ids=("silent", "in the head", "in the body"),
)
def test_the_one_that_is_silent_for_longest_makes_room(begun: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        async with AsyncExitStack() as stack:
            silent: list[Streams] = [(reader, writer)]
            writer.write(begun)
            for number in range(2, LIMIT):
                silent.append(await stack.enter_async_context(another(writer)))
                silent[-1][1].write(begun)
                await until_it(partial(_are, state, number))
            for number in range(2):
                asking = await stack.enter_async_context(another(writer))
                with suppress(ConnectionResetError):
                    assert await silent[number][0].read() == b""
                assert await ask(*asking, b"/?b") == b"b"
            assert not silent[2][0].at_eof()

    talk_with(talk, limit_concurrency=LIMIT)


def test_whoever_is_being_answered_stays() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        writer.write(b"GET /?later HTTP/1.1\r\nHost: x\r\n\r\n")
        connected = cast("Any", next(iter(state.connections)))
        await until_it(lambda: connected.cycle is not None)
        async with another(writer) as late:
            assert await ask(*late, b"/?a") == b"a refused: " + Busy().message.encode()
        connected.app_state["go"].set()
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")

    talk_with(talk, limit_concurrency=2)


class Held:
    """A connection of a network that is silent since a time."""

    def __init__(self, network: str, since: float | None, stuck: tuple[float, int] | None = None) -> None:
        self.network = network
        self.waiting_since = since
        self.stuck = stuck
        self.gone = False
        self.transport = self

    def overdue(self, now: float) -> bool:
        return False

    def abort(self) -> None:
        self.gone = True


def test_the_network_that_holds_most_makes_room_first() -> None:
    crowded = [Held("a", float(n)) for n in range(10)]
    others = [Held("b", 0.0), Held("c", 0.0), Held("b", None)]
    newcomer = Held("d", 0.0)
    held: set[Any] = {*crowded, *others, newcomer}
    crowd.make_room(held, newcomer, 12)
    assert [each.gone for each in crowded] == [True] * 3 + [False] * 7
    assert not any(each.gone for each in (*others, newcomer))
    assert len(held) == 11


def test_answers_that_nobody_takes_hold_so_much_memory_and_no_more() -> None:
    answer = crowd.MAX_UNSENT_BYTES // 10
    hoarders = [Held("a", None, (float(n), answer)) for n in range(13)]
    asking = Held("a", 0.0)
    others = [Held("b", None, (0.0, answer)), Held("c", None, (0.0, answer))]
    assert crowd.sweep([*hoarders, asking, *others], 20.0) == 5
    assert [each.gone for each in hoarders] == [True] * 5 + [False] * 8
    assert not any(each.gone for each in (asking, *others))
    assert crowd.sweep([*hoarders[5:], asking, *others], 23.0) == 0


def test_whoever_leaves_a_large_answer_unread_goes_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        assert await ask(reader, writer, b"/?a") == b"a"
        (connection,) = cast("Any", state.connections)
        connection.transport.write(b"x" * 50_000_000)
        now = asyncio.get_running_loop().time()
        assert crowd.sweep(state.connections, now) == 0
        monkeypatch.setattr(crowd, "MAX_UNSENT_BYTES", 1_000_000)
        assert crowd.sweep(state.connections, now + 3) == 1

    talk_with(talk)
