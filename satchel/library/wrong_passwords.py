"""The rules by which wrong passwords are counted, whatever keeps the counts.

    an account from one network     10 in 15 minutes; then 30 s, doubled each time, up to an hour
    an account from anywhere        100 a day; then one try every 15 minutes
    a network, whatever accounts    50 in 15 minutes; then it waits for 15 minutes
    a site of IPv6, a /48           200 in 15 minutes; then it waits for 15 minutes

All but the first spare an account on networks from which it has signed in lately: so whoever tries passwords from
elsewhere, or tries other names from the same network, locks nobody out. A browser in which somebody signed in
before has a count of its own, by the first rule, and none of the others; it makes its network one of those, too, so
that the next browser there is spared. A /48 holds 65,536 networks of one
customer, so the fourth is for those who go through them.

Attempts under way count as if they had failed: whoever comes at the same time as ten others waits for them.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from satchel.base.errors import TooMany
from satchel.base.networks import ipv6_site, subnet

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
FIRST_DELAY = 30_000
KNOWN_FOR = 30 * DAY  #: ms that a network from which somebody signed in is spared


@dataclass(slots=True)
class Count:
    """Failures of one key. Times are ms."""

    failures: int = 0
    begun: int = 0
    until: int = 0
    trying: int = 0  #: attempts under way
    waiting: int = 0  #: attempts that wait for those
    ended: asyncio.Event | None = None  #: for those who wait: one under way is over


class Rule:
    """How many failures of a key are free, and how long the next attempt must wait then."""

    def __init__(
        self, name: str, free: int, window: int, delay: Callable[[int], int], *, sliding: bool = False
    ) -> None:
        """`delay` tells the ms to wait from the number of failures beyond `free` in `window` ms.

        `sliding`: the window begins anew with each failure.
        """
        self.name = name
        self._free = free
        self._window = window
        self._delay = delay
        self._sliding = sliding

    def settle(self, count: Count, now: int) -> None:
        """Begin the count anew if its window is over; where the clock was set back, move it back too."""
        ahead = max(0, count.begun - now)
        count.begun -= ahead
        count.until = min(count.until - ahead, now + HOUR) if count.until else 0
        if now >= self.ends(count):
            count.failures, count.begun, count.until = 0, now, 0

    def ends(self, count: Count) -> int:
        """When the count means nothing any more, ms."""
        window = max(self._window, 2 * (count.until - count.begun)) if self._sliding else self._window
        return max(count.until, count.begun + window + 1)

    def wait(self, count: Count, now: int) -> int:
        """How many ms the next attempt must wait; 0 if it may come now."""
        if count.failures < self._free:
            return 0
        if count.until > now:
            return count.until - now
        return 1000 if count.trying else 0

    def is_full(self, count: Count) -> bool:
        """Whether as many attempts are under way as may still fail."""
        return count.trying > 0 and count.failures < self._free <= count.failures + count.trying

    def fail(self, count: Count, now: int) -> None:
        """One more failure."""
        count.failures += 1
        if self._sliding:
            count.begun = now
        if count.failures >= self._free:
            count.until = now + self._delay(count.failures - self._free)


def _doubled(over: int) -> int:
    return min(FIRST_DELAY << min(over, 20), HOUR)


def _a_while(over: int) -> int:
    return 15 * MINUTE


NEAR = Rule("near", 10, 15 * MINUTE, _doubled, sliding=True)
ACCOUNT = Rule("account", 100, DAY, _a_while)
NETWORK = Rule("network", 50, 15 * MINUTE, _a_while)
SITE = Rule("site", 200, 15 * MINUTE, _a_while)
RULES = (NEAR, ACCOUNT, NETWORK, SITE)


class Keys(NamedTuple):
    """What an attempt is counted by, of which a browser that is known has only the first, and where it comes from."""

    home: str  #: the account on that network, which is spared for a while once a password was right there
    near: str
    account: str = ""
    network: str = ""
    site: str = ""

    def by_rule(self, *, known: bool) -> list[tuple[Rule, str]]:
        """The rules for the attempt, each with its key; that from nearby is the first, the only one if `known`."""
        found = [(rule, key) for rule, key in zip(RULES, self[1:], strict=True) if key]
        return found[:1] if known else found


def keys(name: str, address: str, device: bytes | None) -> Keys:
    """The keys of an attempt: `name` is the folded one, `device` the digest of a browser that is known by it."""
    # Names may be as long as a request; what is remembered is not.
    who = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    network = subnet(address)
    home = f"{who} {network}"
    if device is not None:
        return Keys(home, f"{who} {device.hex()}")
    return Keys(home, home, who, network or "-", ipv6_site(address))


def refusal(wait: int) -> TooMany:
    """What whoever comes `wait` ms too soon is told."""
    soon = "in a minute" if wait <= MINUTE else f"in {-(-wait // MINUTE)} minutes"
    return TooMany(f"Too many wrong passwords. Please try again {soon}.", reset=-(-wait // 1000))
