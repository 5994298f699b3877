"""A clock for tests."""

from __future__ import annotations

from satchel.base.clock import Clock


class FakeClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.time = now
        self._set = 0  #: by how many ms the clock was set, beside what passed

    def now(self) -> int:
        return self.time

    def monotonic(self) -> int:
        return self.time - self._set

    def set(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Set the clock ahead or back, without any time passing."""
        moved = int((seconds + hours * 3600 + days * 86400) * 1000)
        self.time += moved
        self._set += moved

    def forward(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Let time pass; negative amounts set the clock back, and no time passes."""
        moved = int((seconds + hours * 3600 + days * 86400) * 1000)
        self.time += moved
        self._set += min(moved, 0)
