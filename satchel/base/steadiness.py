"""Whether the clock can be trusted with what cannot be taken back."""

from __future__ import annotations

from satchel.base.clock import Clock

MINUTE = 60_000
#: How far the clock may move away from the time that passes, ms, before somebody must have set it.
MAX_DRIFT = 5 * MINUTE
#: How long it must have gone on by itself, ms: a clock that was wrong at a start is set by then.
SETTLED = 60 * MINUTE


class Steadiness:
    """Watches a clock. It is steady once it has gone for an hour without being set, as far as was looked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begin()

    def _begin(self) -> None:
        self._offset = self._clock.now() - self._clock.monotonic()
        self._since = self._clock.monotonic()

    def is_steady(self) -> bool:
        """Look, and tell; to be called often. A machine that slept counts as one whose clock was set."""
        passed = self._clock.monotonic()
        if abs(self._clock.now() - passed - self._offset) > MAX_DRIFT:
            self._begin()
        return passed - self._since >= SETTLED
