"""Time, as something that is passed in."""

from __future__ import annotations

import time


class Clock:
    """The real clock."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000


class FakeClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.time = now

    def now(self) -> int:
        return self.time

    def forward(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move the clock; negative amounts set it back."""
        self.time += int((seconds + hours * 3600 + days * 86400) * 1000)
