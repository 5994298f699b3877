"""How many jobs a person may have done in an hour; what is beyond waits, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable

HOUR = 3600.0


class Budget:
    """So many jobs an hour for each person, used as they like and filled up steadily.

    Counted by a clock that nobody sets, in this process; forgotten when it ends.
    """

    def __init__(self, hourly: int, seconds: Callable[[], float] = time.monotonic) -> None:
        """`hourly` 0 is no limit."""
        self._hourly = hourly
        self._seconds = seconds
        #: What each person has left and when that was; who is not here has all of it.
        self._left: dict[int, tuple[float, float]] = {}

    def spend(self, person: int) -> None:
        """Count one job of `person`."""
        if self._hourly:
            self._left[person] = (self._now(person) - 1, self._seconds())

    def spent(self) -> set[int]:
        """Those who have nothing left just now."""
        now = {person: self._now(person) for person in tuple(self._left)}
        for person, left in now.items():
            if left >= self._hourly:
                del self._left[person]
        return {person for person, left in now.items() if left < 1}

    def _now(self, person: int) -> float:
        left, at = self._left.get(person, (float(self._hourly), self._seconds()))
        return min(self._hourly, left + (self._seconds() - at) * self._hourly / HOUR)
