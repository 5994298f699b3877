"""A client that sends a lot at once leaves others their turns.

Turns of the event loop are counted, not seconds: whoever else is there comes to its own in each of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest
from uvicorn.server import ServerState

from satchel.serving.http_protocol import MAX_FED, MAX_PIECES, MAX_WAITING, Connection
from satchel.serving.turnstile import BREATH
from tests.cli.talking import talk_with

REQUEST = b"GET /?whole HTTP/1.1\r\nHost: x\r\n\r\n"


async def each_turn(look: Callable[[], None], until: Callable[[], bool]) -> None:
    """Look once in each turn of the loop, until that is true."""
    while not until():
        look()
        await asyncio.sleep(0)


def test_between_a_few_requests_and_the_next_others_have_the_loop_for_themselves() -> None:
    begun: list[int] = []
    idle: set[int] = set()
    many = 40 * MAX_WAITING

    class Counted(Connection):
        def on_message_begin(self) -> None:
            begun.append(1)
            super().on_message_begin()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        read, most = 0, 0

        def look() -> None:
            nonlocal read, most
            read, most = len(begun), max(most, len(begun) - read)
            for each in cast("set[Any]", state.connections):
                if each._behind and not each.pipeline and each.cycle.response_complete:
                    idle.add(state.total_requests)

        writer.write(REQUEST * many)
        await each_turn(look, lambda: state.total_requests >= many)
        answers = await reader.readexactly(10)
        assert answers.startswith(b"HTTP/1.1 ")
        at_once = MAX_WAITING + MAX_FED // len(REQUEST) + 1
        assert most <= at_once
        assert len(idle) >= many // at_once

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.cli.talking.Connection", Counted)
        talk_with(talk)


def test_a_body_in_tiny_chunks_is_read_a_part_in_each_turn() -> None:
    pieces: list[int] = []

    class Counted(Connection):
        def on_body(self, body: bytes) -> None:
            pieces.append(1)
            super().on_body(body)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        read, most = 0, 0

        def look() -> None:
            nonlocal read, most
            read, most = len(pieces), max(most, len(pieces) - read)

        head = b"POST /?echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        writer.write(head + b"1\r\na\r\n" * 20 * MAX_PIECES + b"0\r\n\r\n")
        await each_turn(look, lambda: len(pieces) >= 20 * MAX_PIECES)
        assert most <= 2 * MAX_PIECES
        answer = await reader.readuntil(b"\r\n\r\n")
        assert b"content-length: %d" % (20 * MAX_PIECES) in answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.cli.talking.Connection", Counted)
        talk_with(talk)


def test_many_bodies_in_tiny_chunks_are_read_on_with_a_breath_between_any_two() -> None:
    begun, ended = list[float](), list[float]()
    many, chunks = 12, 5 * MAX_PIECES

    class Timed(Connection):
        def _take_behind(self) -> None:
            begun.append(self.loop.time())
            super()._take_behind()
            ended.append(self.loop.time())

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        talks = [await asyncio.open_connection(*writer.get_extra_info("peername")) for _ in range(many)]
        head = b"POST /?echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for _, each in talks:
            each.write(head + b"1\r\na\r\n" * chunks + b"0\r\n\r\n")
        for answers, each in talks:
            assert b"content-length: %d" % chunks in await answers.readuntil(b"\r\n\r\n")
            each.close()
        assert len(begun) >= many
        # The clock of the loop is told in milliseconds.
        assert all(next_one - last > BREATH / 2 for next_one, last in zip(begun[1:], ended, strict=False))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.cli.talking.Connection", Timed)
        talk_with(talk)
