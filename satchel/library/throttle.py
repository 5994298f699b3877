"""Wrong passwords: after a few of them, whoever tries must wait. One count for all doors.

Three rules, each with its own count of failures:

    an account from one network     10 in 15 minutes; then 30 s, doubled each time, up to an hour
    an account from anywhere        100 a day; then one try every 15 minutes
    a network, whatever accounts    50 in 15 minutes; then it waits for 15 minutes

The second spares networks from which the account has signed in lately. A browser in which
somebody signed in before has a count of its own, by the first rule, and none of the others: so
whoever tries passwords from elsewhere cannot lock anybody out.

Attempts under way count as if they had failed: whoever comes at the same time as ten others waits for them. A
program that begins with many calls at once is let in so, once the first of them is; and guesses that come all
at once are no more than ten.

Names that no account has are counted alike, so that waiting tells nothing. Counts live in the
memory of one process: a restart forgets them, and several processes each keep their own.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from satchel.base.errors import Busy, NotSignedIn, TooMany
from satchel.base.networks import neighbourhood

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FIRST_DELAY = 30_000
KNOWN_FOR = 30 * DAY
MOST = 20_000  #: keys that are remembered for each rule; the oldest are forgotten
WAITING = 100  #: attempts that wait for those under way, by key; more are refused


@dataclass(slots=True)
class _Count:
    failures: int = 0
    begun: int = 0
    until: int = 0
    trying: int = 0  #: attempts under way
    waiting: int = 0  #: attempts that wait for those
    ended: asyncio.Event | None = None  #: for those who wait: one under way is over


class _Rule:
    """Failures by key."""

    def __init__(self, free: int, window: int, delay: Callable[[int], int], *, sliding: bool = False) -> None:
        """`delay` tells the ms to wait from the number of failures beyond `free` in `window` ms.

        `sliding`: the window begins anew with each failure.
        """
        self._free = free
        self._window = window
        self._delay = delay
        self._sliding = sliding
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def find(self, key: str, now: int) -> _Count:
        """The count of `key`, begun anew if its window is over; a new one is remembered by `keep`."""
        count = self._counts.get(key) or _Count(begun=now)
        window = max(self._window, 2 * (count.until - count.begun)) if self._sliding else self._window
        if now >= count.until and now - count.begun > window:
            count.failures, count.begun = 0, now
        return count

    def keep(self, key: str, count: _Count) -> None:
        """Remember the count; of too many the one that is out of use longest is forgotten."""
        self._counts[key] = count
        self._counts.move_to_end(key)
        if len(self._counts) > MOST:
            self._counts.popitem(last=False)

    def wait(self, count: _Count, now: int) -> int:
        """How many ms the next attempt must wait; 0 if it may come now."""
        if count.failures < self._free:
            return 0
        if count.until > now:
            # A clock that steps back must not make anybody wait for days.
            return min(count.until - now, HOUR)
        return 1000 if count.trying else 0

    def is_full(self, count: _Count) -> bool:
        """Whether as many attempts are under way as may still fail."""
        return count.trying > 0 and count.failures < self._free <= count.failures + count.trying

    def fail(self, count: _Count, now: int) -> None:
        """One more failure."""
        count.failures += 1
        if self._sliding:
            count.begun = now
        if count.failures >= self._free:
            count.until = now + self._delay(count.failures - self._free)

    def forgive(self, key: str) -> None:
        """Begin anew."""
        self._counts.pop(key, None)


def _doubled(over: int) -> int:
    return min(FIRST_DELAY << min(over, 20), HOUR)


def _a_while(over: int) -> int:
    return 15 * MINUTE


class Throttle:
    """Who tried how often, and who must wait."""

    def __init__(self) -> None:
        self._near = _Rule(10, 15 * MINUTE, _doubled, sliding=True)
        self._accounts = _Rule(100, DAY, _a_while)
        self._networks = _Rule(50, 15 * MINUTE, _a_while)
        self._known: OrderedDict[str, int] = OrderedDict()

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
            raise TooMany(f"Too many wrong passwords. Please try again {_in(wait)}.", reset=-(-wait // 1000))
        # Only now: attempts that are refused cost nothing, and must not push anybody's count out.
        for rule, key, count in counts:
            rule.keep(key, count)
            count.trying += 1
        try:
            yield
            self._near.forgive(near)
            self._know(near, now)
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
    ) -> list[tuple[_Rule, str, _Count]]:
        """The rules for an attempt, each with its key and count; that of the account from nearby is the first."""
        network = neighbourhood(address)
        # Names may be as long as a request; what is remembered is not.
        who = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        near = f"{who} {device.hex() if device else network}"
        keys = [(self._near, near)]
        if device is None:
            keys.append((self._networks, network))
            if not self._is_known(near, now):
                keys.append((self._accounts, who))
        return [(rule, key, rule.find(key, now)) for rule, key in keys]

    def _is_known(self, near: str, now: int) -> bool:
        return now - self._known.get(near, -KNOWN_FOR) < KNOWN_FOR

    def _know(self, near: str, now: int) -> None:
        self._known[near] = now
        self._known.move_to_end(near)
        if len(self._known) > MOST:
            self._known.popitem(last=False)


def _in(wait: int) -> str:
    if wait <= MINUTE:
        return "in a minute"
    return f"in {-(-wait // MINUTE)} minutes"
