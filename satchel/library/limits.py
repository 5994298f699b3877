"""How often people and apps may call: so many an hour, counted in this process."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.clock import Clock

HOUR = 3_600_000


class Allowance(NamedTuple):
    """What is left of this hour's calls."""

    limit: int  #: calls an hour
    remaining: int  #: 0 or more
    reset: int  #: seconds until the hour is over

    @property
    def used_up(self) -> bool:
        return self.remaining < 0


class Limits:
    """Counts calls by the hour, for each user and for each app. A limit of 0 is none."""

    def __init__(self, clock: Clock, user_limit: int, key_limit: int) -> None:
        self._clock = clock
        self.user_limit = user_limit
        self.key_limit = key_limit
        self._window = 0
        self._counts: dict[tuple[str, int], int] = {}

    @property
    def on(self) -> bool:
        """Whether both limits are set, so that both can be told."""
        return self.user_limit > 0 and self.key_limit > 0

    def user(self, user: int | None) -> Allowance:
        """Count a call of a user; None counts nothing and is told the full allowance."""
        return self._count("user", user, self.user_limit)

    def key(self, app: int | None) -> Allowance:
        """Count a call of an app; None as for users."""
        return self._count("key", app, self.key_limit)

    def _count(self, kind: str, who: int | None, limit: int) -> Allowance:
        now = self._clock.now()
        window = now // HOUR
        # A clock that steps back must not give anybody a new hour.
        if window > self._window:
            self._window = window
            self._counts.clear()
        reset = max(1, ((self._window + 1) * HOUR - now + 999) // 1000)
        if who is None or limit == 0:
            return Allowance(limit, limit, reset)
        count = min(self._counts.get((kind, who), 0) + 1, limit + 1)
        self._counts[kind, who] = count
        return Allowance(limit, limit - count, reset)
