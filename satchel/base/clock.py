"""Time, as something that is passed in."""

from __future__ import annotations

import time


class Clock:
    """The real clock."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> int:
        """Milliseconds since some moment, which no setting of the clock moves; for waits, never to be stored."""
        return time.monotonic_ns() // 1_000_000
