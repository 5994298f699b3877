"""Wrong passwords: after a few of them, whoever tries must wait. One count for all doors.

The rules are those of `wrong_passwords`.

A program that begins with many calls at once is let in so, once the first of them is; and guesses that come all
at once are no more than ten. Names that no account has are counted alike, so that waiting tells nothing.

Where one process owns the database, counts live in its memory: a restart forgets them. Several processes count
together, see `shared_throttle`.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from satchel.base.bounded import drop_smallest
from satchel.base.clock import Clock
from satchel.base.errors import Busy, NotSignedIn
from satchel.library.wrong_passwords import KNOWN_FOR, NEAR, RULES, Count, Keys, Rule, keys, refusal

MAX_KEYS = 20_000  #: keys that are remembered for each rule; those with the fewest failures are forgotten
WAITING = 100  #: attempts that wait for those under way, by key; more are refused


class Throttle:
    """Who tried how often, and who must wait."""

    def __init__(self) -> None:
        #: For each rule apart, so that no crowd of networks pushes the count of an account out.
        self._kept: dict[str, dict[str, Count]] = {rule.name: {} for rule in RULES}
        self._known: OrderedDict[str, int] = OrderedDict()

    @asynccontextmanager
    async def entry(
        self, clock: Clock, name: str, address: str, device: bytes | None, *, remembered: bool = False
    ) -> AsyncIterator[None]:
        """As `attempt`, after its turn has come. `remembered`: the password is known to be right."""
        if remembered and self._is_clear(clock.now(), name, address, device):
            yield
            return
        await self.turn(clock.now(), name, address, device)
        with self.attempt(clock.now(), name, address, device):
            yield

    def _is_clear(self, now: int, name: str, address: str, device: bytes | None) -> bool:
        """Whether nothing is counted that a right password would clear, and none of the rules can make it wait."""
        found = keys(name, address, device)
        return self._is_known(found, now) and found.near not in self._kept[NEAR.name]

    async def turn(self, now: int, name: str, address: str, device: bytes | None) -> None:
        """Wait until an attempt may begin beside those under way; to be followed by it at once.

        Takes what `attempt` does. Raises `Busy` when many wait already.
        """
        while True:
            counts = self._counts(now, name, address, device)
            full = next((count for rule, _, count in counts if rule.is_full(count)), None)
            if full is None:
                return
            if full.waiting >= WAITING:
                raise Busy
            full.ended = full.ended or asyncio.Event()
            full.waiting += 1
            try:
                await full.ended.wait()
            finally:
                full.waiting -= 1

    @contextmanager
    def attempt(self, now: int, name: str, address: str, device: bytes | None) -> Iterator[None]:
        """An attempt to sign in: it failed when `NotSignedIn` leaves the block, and was right when nothing does.

        `name` is the folded name; `device` the digest of a browser that is known to have signed
        in with that name. Raises `TooMany` when it comes too soon.
        """
        counts = self._counts(now, name, address, device)
        near = counts[0][1]
        wait = max(rule.wait(count, now) for rule, _, count in counts)
        if wait:
            raise refusal(wait)
        # Only now: attempts that are refused cost nothing, and must not push anybody's count out.
        for rule, key, count in counts:
            self._keep(rule, key, count)
            count.trying += 1
        try:
            yield
            self._kept[NEAR.name].pop(near, None)
            self._know(keys(name, address, device).home, now)
        except NotSignedIn:
            for rule, _, count in counts:
                rule.fail(count, now)
            raise
        finally:
            for _, _, count in counts:
                count.trying -= 1
                if count.ended:
                    count.ended.set()
                    count.ended = None

    def _counts(
        self, now: int, name: str, address: str, device: bytes | None
    ) -> list[tuple[Rule, str, Count]]:
        """The rules for an attempt, each with its key and count; that of the account from nearby is the first."""
        found = keys(name, address, device)
        known = self._is_known(found, now)
        return [(rule, key, self._find(rule, key, now)) for rule, key in found.by_rule(known=known)]

    def _is_known(self, found: Keys, now: int) -> bool:
        return now - self._known.get(found.home, -KNOWN_FOR) < KNOWN_FOR

    def _find(self, rule: Rule, key: str, now: int) -> Count:
        """The count of `key`; a new one is remembered by `_keep`."""
        count = self._kept[rule.name].get(key) or Count(begun=now)
        rule.settle(count, now)
        return count

    def _keep(self, rule: Rule, key: str, count: Count) -> None:
        kept = self._kept[rule.name]
        kept[key] = count
        drop_smallest(kept, MAX_KEYS, lambda each: (each.trying > 0, each.failures))

    def _know(self, home: str, now: int) -> None:
        self._known[home] = now
        self._known.move_to_end(home)
        if len(self._known) > MAX_KEYS:
            self._known.popitem(last=False)
