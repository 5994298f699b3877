"""Whoever sends much at once, on however many connections, has it begun bit by bit: others are heard in between."""

from __future__ import annotations

import asyncio

from uvicorn.server import ServerState

from satchel.serving.turnstile import LONG, MAX_TOGETHER, Turnstile
from tests.cli.talking import ask, taken, talk_with
from tests.cli.test_pipelining import REQUEST, each_turn


class _Clock:
    """Time that passes when somebody works."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, seconds: float) -> None:
        self.now += seconds


async def _turns(stile: Turnstile, begun: list[str]) -> list[list[str]]:
    """What began by now, and in each of the next turns of the loop, up to one in which nothing does."""
    turns = []
    while begun:
        turns.append(begun[:])
        begun.clear()
        await asyncio.sleep(0)
    return turns


def test_after_a_long_turn_one_begins_in_each_and_who_has_more_waits_behind_the_others() -> None:
    async def work() -> list[list[str]]:
        begun: list[str] = []
        clock = _Clock()
        stile = Turnstile(asyncio.get_running_loop(), clock)
        stile.enter("before", lambda: clock.work(2 * LONG))
        await asyncio.sleep(0)

        def begin(who: str) -> None:
            begun.append(who)
            clock.work(2 * LONG)

        stile.enter("long", lambda: begin("long"))
        for who in ("much", "much", "much", "little", "much", "other"):
            stile.enter(who, lambda who=who: begin(who))  # type: ignore[misc]
        return await _turns(stile, begun)

    assert asyncio.run(work()) == [["long"], ["much"], ["little"], ["other"], ["much"], ["much"], ["much"]]


def test_while_turns_are_short_some_begin_together() -> None:
    async def work() -> list[int]:
        begun: list[str] = []
        stile = Turnstile(asyncio.get_running_loop(), _Clock())
        for _ in range(2 * MAX_TOGETHER + 1):
            stile.enter("many", lambda: begun.append("many"))
        first = len(begun)
        turns = await _turns(stile, begun)
        stile.enter("later", lambda: begun.append("later"))
        assert begun == ["later"], "nobody waits where nobody is before it"
        return [first, *map(len, turns)]

    assert asyncio.run(work()) == [MAX_TOGETHER, MAX_TOGETHER, MAX_TOGETHER, 1]


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
        assert state.total_requests - last < 10 * MAX_TOGETHER
        last = state.total_requests
        await each_turn(look, lambda: state.total_requests > many * each)
        assert most <= MAX_TOGETHER + 2, "not all connections in one turn"
        for _, other in crowd:
            other.close()

    talk_with(talk)
