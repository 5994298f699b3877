"""How often people and apps may call: so many an hour, counted together by all processes of a server.

A process takes allowances from the database in blocks, and counts within them by itself. Blocks grow with use, to
a hundredth of the limit, and shrink where little is left: so a call seldom costs a write, the last ones are counted
one by one, and no more calls get through than the limit says, however many processes there are. What a process has
taken and does not use is lost for that hour. Where one process owns the database it counts in memory alone.

Hours are those of the clock of the process, so machines that share a database need clocks that agree. A clock that
is set ahead or back keeps nobody waiting for longer than one hour.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import NamedTuple

from satchel.base import log
from satchel.base.bounded import drop_smallest
from satchel.base.clock import Clock
from satchel.base.errors import SatchelError
from satchel.base.networks import subnet
from satchel.store import calls
from satchel.store.db import Store, Tx

HOUR = 3_600_000
MAX_NETWORKS = 20_000  #: networks of strangers that are remembered in an hour

_logger = logging.getLogger("satchel.library")


class Allowance(NamedTuple):
    """What is left of this hour's calls."""

    limit: int  #: calls an hour
    remaining: int  #: 0 or more
    reset: int  #: seconds until the hour is over, at most 3,600

    @property
    def used_up(self) -> bool:
        return self.remaining < 0


@dataclass(slots=True)
class _Count:
    used: int = 0  #: calls that were counted here
    taken: int = 0  #: calls that this process may count
    others: int = 0  #: calls that were handed out to other processes, when we last looked
    block: int = 0  #: size of the block that was taken last
    ended: bool = False  #: everything is handed out


class Limits:
    """Counts calls by the hour, for each user and for each app. A limit of 0 is none."""

    def __init__(self, clock: Clock, user_limit: int, key_limit: int, store: Store | None = None) -> None:
        """`store` is where several processes count together; None for a process that is alone."""
        self._clock = clock
        self.user_limit = user_limit
        self.key_limit = key_limit
        self._store = store
        self._hour = -1
        self._since = clock.monotonic()
        self._counts: dict[tuple[str, int], _Count] = {}
        self._networks: dict[str, int] = {}
        self._purged = -1  #: the hour in which we last removed what is of no use any more

    @property
    def on(self) -> bool:
        """Whether both limits are set, so that both can be told."""
        return self.user_limit > 0 and self.key_limit > 0

    async def user(self, user: int) -> Allowance:
        """Count a call of a user."""
        return await self.count("user", user, self.user_limit)

    async def key(self, app: int) -> Allowance:
        """Count a call of an app."""
        return await self.count("key", app, self.key_limit)

    async def call(self, user: int, app: int) -> tuple[Allowance, Allowance]:
        """Count a call of an app for a user: what is left to each."""
        reset = self._turn()
        of_user = self._counted("user", user, self.user_limit, reset) or await self.user(user)
        return of_user, self._counted("key", app, self.key_limit, reset) or await self.key(app)

    async def count(self, kind: str, who: int, limit: int) -> Allowance:
        """Count one more of what `kind` calls it, for `who`. Never fails: without a database each counts for itself."""
        while (left := self._counted(kind, who, limit, self._turn())) is None:
            await self._take(kind, who, limit, self._counts.setdefault((kind, who), _Count()))
        return left

    def stranger(self, address: str) -> Allowance:
        """Count a call that no token speaks for, against its network: as many as an app has.

        Whoever knows the key of an app, and no token of it, takes nothing from those who have one. Counted by this
        process alone: there is no secret to be guessed that way, and a write for each network would be a lever.
        """
        reset, network = self._turn(), subnet(address)
        if self.key_limit == 0:
            return Allowance(0, 0, reset)
        used = min(self._networks.get(network, 0) + 1, self.key_limit + 1)
        self._networks[network] = used
        drop_smallest(self._networks, MAX_NETWORKS, int)
        return Allowance(self.key_limit, self.key_limit - used, reset)

    def left(self, app: int | None = None) -> tuple[Allowance, Allowance]:
        """What nobody in particular and the app have left, counting nothing; without an app all of it."""
        reset = self._turn()
        count = self._counts.get(("key", app), _Count()) if app is not None else _Count()
        return Allowance(self.user_limit, self.user_limit, reset), _left(self.key_limit, count, reset)

    def _counted(self, kind: str, who: int, limit: int, reset: int) -> Allowance | None:
        """Count one more where that needs no other block; None where it does."""
        if limit == 0:
            return Allowance(limit, limit, reset)
        count = self._counts.get((kind, who))
        if count is None or (count.used >= count.taken and not count.ended):
            return None
        if count.used >= count.taken:
            return Allowance(limit, -1, reset)
        count.used += 1
        return _left(limit, count, reset)

    async def _take(self, kind: str, who: int, limit: int, count: _Count) -> None:
        """Take another block, or learn that everything is handed out."""
        if self._store is None:
            count.ended = count.taken > 0
            count.taken = limit
            return
        free = limit - count.others - count.used
        size = max(1, min(count.block * 2, limit // 100, free // 10))
        hour, purges = self._hour, self._purged != self._hour

        def take(tx: Tx) -> int:
            if purges:
                calls.purge(tx, hour)
            return calls.take(tx, kind, who, hour, size)

        try:
            total = await self._store.awrite(take)
            self._purged = hour
        except SatchelError as error:
            # A full disk, say, keeps nobody from reading.
            log.event(_logger, "warning", "limits_not_shared", error=error.message)
            total = count.others + count.taken + size
        granted = max(0, min(size, limit - (total - size)))
        count.taken += granted
        count.others = min(total, limit) - count.taken
        count.block = size
        count.ended = granted < size

    def _turn(self) -> int:
        """Begin another hour if it is time; the seconds until the next."""
        now, passed = self._clock.now(), self._clock.monotonic() - self._since
        hour = now // HOUR
        # A clock that is set back gives nobody a new hour, but the one that runs ends when an hour has passed.
        if hour > self._hour or not 0 <= passed < HOUR:
            self._hour, self._since, passed = hour, self._since + passed, 0
            self._counts.clear()
            self._networks.clear()
        left = min((self._hour + 1) * HOUR - now, HOUR - passed)
        return max(1, (left + 999) // 1000)


def _left(limit: int, count: _Count, reset: int) -> Allowance:
    return Allowance(limit, max(0, limit - count.others - count.used), reset)
