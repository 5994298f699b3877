"""Pacing: long writing that nobody waits for goes fast while it is alone, and gives way to what others save."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from satchel.library.context import Library

#: Rows of one transaction while nobody else writes: 0.2 s, on a small computer a second, for which a save may wait
#: once. Of 200 it took 1.5 times as long in all, since each commit writes the pages of every index anew.
MAX_ROWS = 500
#: The same while somebody does: then each takes few ms.
MIN_ROWS = 25
#: Seconds since somebody else wrote, in which more of that is expected.
PATIENCE = 1.0
#: So many times as long as its own part took, it waits for others.
SHARE = 1.2


class Pace:
    """Hears who writes in this process, and says how much is to be written next and how long to wait before."""

    def __init__(self, user: int) -> None:
        """For writing of that person's."""
        self._user = user
        self._own = 0
        self._heard = 0
        self._others_at = -PATIENCE
        self._begun = 0.0
        self._took = 0.0

    def hear(self, changed: set[int]) -> None:
        """Somebody has written; from any thread."""
        self._heard += 1
        if self._heard > self._own or changed - {self._user}:
            self._others_at = time.monotonic()

    def begin(self) -> None:
        """A part of our own is about to be written."""
        self._begun = time.monotonic()
        # What we wrote last may be heard only now: whoever writes is answered first.
        self._own = max(self._heard, min(self._own, self._heard + 1)) + 1

    def end(self) -> None:
        """It has been."""
        self._took = time.monotonic() - self._begun

    @property
    def is_alone(self) -> bool:
        """Whether nobody else has written for a while."""
        return time.monotonic() - self._others_at > PATIENCE

    @property
    def rows(self) -> int:
        """How many rows the next part may have."""
        return MAX_ROWS if self.is_alone else MIN_ROWS

    @property
    def pause(self) -> float:
        """Seconds to wait before the next part."""
        return 0.0 if self.is_alone else min(SHARE * self._took, PATIENCE / 2)


@contextmanager
def paced(library: Library, user: int) -> Iterator[Pace]:
    """A pace, for as long as something of that person's goes on."""
    pace = Pace(user)
    stop = library.store.watch(pace.hear)
    try:
        yield pace
    finally:
        stop()
