"""Whoever sends much at once, on however many connections, has it begun bit by bit: others are heard in between."""

from __future__ import annotations

import asyncio

from uvicorn.server import ServerState

from satchel.serving.turnstile import Turnstile
from tests.cli.talking import ask, taken, talk_with
from tests.cli.test_pipelining import REQUEST, each_turn


def test_in_each_turn_of_the_loop_one_begins_and_who_has_more_waits_behind_the_others() -> None:
    async def work() -> list[list[str]]:
        begun: list[str] = []
        turns: list[list[str]] = []
        stile = Turnstile(asyncio.get_running_loop())
        for who in ("much", "much", "much", "little", "much", "other"):
            stile.enter(who, lambda who=who: begun.append(who))  # type: ignore[misc]
        for _ in range(10):
            turns.append(begun[:])
            begun.clear()
            await asyncio.sleep(0)
        stile.enter("later", lambda: begun.append("later"))
        assert begun == ["later"], "nobody waits where nobody is before it"
        return [turn for turn in turns if turn]

    assert asyncio.run(work()) == [["much"], ["much"], ["little"], ["other"], ["much"], ["much"]]


def test_a_question_is_answered_before_what_many_connections_sent_ahead() -> None:
    many, each = 30, 40

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState) -> None:
        await taken(state)
        host, port = writer.get_extra_info("peername")
        crowd = [await asyncio.open_connection(host, port) for _ in range(many)]
        most = last = 0

        def look() -> None:
            nonlocal most, last
            most, last = max(most, state.total_requests - last), state.total_requests

        for _, other in crowd:
            other.write(REQUEST * each)
        await each_turn(look, lambda: state.total_requests >= 2 * many)
        assert await ask(reader, writer, b"/?asked") == b"asked"
        assert state.total_requests - last < many
        last = state.total_requests
        await each_turn(look, lambda: state.total_requests > many * each)
        assert most <= 3, "not all connections in one turn"
        for _, other in crowd:
            other.close()

    talk_with(talk)
