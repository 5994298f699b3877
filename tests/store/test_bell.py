"""The bell of the thread that writes: rung once for all who speak in the next turns of the loop."""

from __future__ import annotations

import asyncio

from satchel.store.bell import MAX_TURNS_HEARD, Bell


class _Counted(Bell):
    """Notes how many waited each time that it was rung."""

    def __init__(self, waiting: list[int]) -> None:
        super().__init__(waiting)
        self.line = waiting
        self.heard: list[int] = []

    def ring(self) -> None:
        super().ring()
        self.heard.append(len(self.line))


def _rung(*turns: int) -> list[int]:
    """For how many it was rung, when so many speak in each turn of a loop."""

    async def work() -> list[int]:
        bell = _Counted([])
        for number in (*turns, *[0] * 5):
            for _ in range(number):
                bell.line.append(1)
                bell.ring_when_heard(asyncio.get_running_loop())
            await asyncio.sleep(0)
        return bell.heard

    return asyncio.run(work())


def test_those_who_speak_in_turns_behind_each_other_are_heard_together() -> None:
    assert _rung(8, 8, 8) == [24]


def test_who_is_alone_is_heard_at_once() -> None:
    assert _rung(1) == [1]
    assert _rung(1, 0, 1) == [1, 2]


def test_a_crowd_without_end_keeps_nobody_waiting() -> None:
    assert _rung(*[8] * 20)[0] <= 8 * (MAX_TURNS_HEARD + 2)
