"""Which tokens were in use in the hour that runs."""

from __future__ import annotations

from satchel.library.limits import HOUR


class LastUsed:
    """Which tokens were noted in the hour that runs, in this process."""

    def __init__(self) -> None:
        self._hour = 0
        self._noted: set[bytes] = set()

    def is_new(self, digest: bytes, now: int) -> bool:
        """Whether this is the token's first call in this hour."""
        if now // HOUR != self._hour:
            self._hour = now // HOUR
            self._noted.clear()
        if digest in self._noted:
            return False
        self._noted.add(digest)
        return True
