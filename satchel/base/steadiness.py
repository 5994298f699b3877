"""Whether the clock can be trusted with what cannot be taken back."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from satchel.base.clock import Clock

MINUTE = 60_000
#: How far the clock may move away from the time that passes, ms, before somebody must have set it.
MAX_DRIFT = 5 * MINUTE
#: How long it must have gone on by itself, ms, in all: a clock that was wrong is set by then.
SETTLED = 60 * MINUTE
#: And how long of that since this start, ms: most clocks that are wrong at a start are set within a minute.
SETTLED_ANEW = 10 * MINUTE
#: So far apart, ms, two runs count together. If the clock was set ahead between them, then by no more than this.
MAX_AWAY = 7 * 24 * 60 * MINUTE
#: How often the time of a run is kept, ms.
KEPT_EACH = 5 * MINUTE


class Steadiness:
    """Watches a clock. It is steady once it has gone for an hour without being set, as far as was looked."""

    def __init__(self, clock: Clock, record: Path | None = None) -> None:
        """`record` is the file that has the time of former runs: a machine may never run for an hour."""
        self._clock = clock
        self._record = record
        self._begin(self._told())

    def _begin(self, had: int) -> None:
        self._had = had  #: ms, before this moment
        self._since = self._kept_at = self._clock.monotonic()
        self._offset = self._clock.now() - self._since

    def is_steady(self) -> bool:
        """Look, and tell; to be called often. A machine that slept counts as one whose clock was set."""
        passed = self._clock.monotonic()
        was_set = abs(self._clock.now() - passed - self._offset) > MAX_DRIFT
        if was_set:
            self._begin(0)
        run = passed - self._since
        steady = min(self._had + run, SETTLED)
        if was_set or passed - self._kept_at >= KEPT_EACH:
            self._kept_at = passed
            self._keep(steady)
        return steady >= SETTLED and run >= SETTLED_ANEW

    def _told(self) -> int:
        """How long the clock went on by itself in runs before this one, ms; 0 where the last was too long ago."""
        if self._record is None:
            return 0
        try:
            steady, seen_at = map(int, self._record.read_text("ascii").split())
        except (OSError, ValueError):
            return 0
        return steady if 0 <= self._clock.now() - seen_at <= MAX_AWAY else 0

    def _keep(self, steady: int) -> None:
        if self._record is not None:
            with suppress(OSError):  # then this run counts alone
                self._record.write_text(f"{steady} {self._clock.now()}\n", "ascii")
