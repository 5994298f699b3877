"""Wrong passwords where several processes serve one database: they count together, in its table `wrong_passwords`.

Ten processes must not mean ten times the guesses, nor ten times as many at once. So an attempt is written down
before its password is looked at, and struck off when that was right. Both writes wait for no disk and cost a
hundredth of the hash between them, which is also what bounds them: nobody can bring more of them about than the
server hashes passwords. Whoever must wait costs one read, and so does a password that was right a moment ago.

Times are those of the processes' clocks: where they differ by a second, so do the waits.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.errors import Busy, NotSignedIn, SatchelError
from satchel.library.throttle import Throttle
from satchel.library.wrong_passwords import HOUR, KNOWN_FOR, MINUTE, NEAR, Count, Keys, Rule, keys, refusal
from satchel.store import wrong_passwords
from satchel.store.db import ReadTx, Store, Tx
from satchel.store.wrong_passwords import Stored

MAX_WAITING = 200  #: attempts of this process that wait for those under way; more are refused
MAX_LOOKS = 200  #: looks at those under way, ten seconds of them
PAUSE = 0.05  #: seconds between two looks
LEASE = MINUTE  #: ms after which an attempt under way is taken for one whose process died

#: The rules of an attempt, each with the digest of its key.
Counted = list[tuple[Rule, bytes]]

_logger = logging.getLogger("satchel.library")


class SharedThrottle(Throttle):
    """Who tried how often, and who must wait, by the counts in the database."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._waiting = 0
        self._purged = 0

    @asynccontextmanager
    async def entry(
        self, clock: Clock, name: str, address: str, device: bytes | None, *, remembered: bool = False
    ) -> AsyncIterator[None]:
        """See `Throttle.entry`."""
        wanted = keys(name, address, device)
        if remembered and await self._store.aread(lambda tx: _is_clear(tx, wanted), quick=True):
            yield
            return
        counted = await self._begin(wanted)
        right: bool | None = None
        try:
            yield
            right = True
        except NotSignedIn:
            right = False
            raise
        finally:
            await self._end(wanted, counted, right)

    async def _begin(self, wanted: Keys) -> Counted:
        """Write the attempt down, once its turn has come. Raises `TooMany`, and `Busy` when that takes too long."""
        for _ in range(MAX_LOOKS):
            # Whoever must wait is told so without a write.
            await self._store.aread(lambda tx: _is_clear(tx, wanted), quick=True)
            begun = await self._store.awrite(lambda tx: _begin(tx, wanted))
            if isinstance(begun, list):
                return begun
            if begun:
                raise refusal(begun)
            if self._waiting >= MAX_WAITING:
                break
            self._waiting += 1
            try:
                await asyncio.sleep(PAUSE)
            finally:
                self._waiting -= 1
        raise Busy

    async def _end(self, wanted: Keys, counted: Counted, right: bool | None) -> None:
        """Write down what became of the attempt; None for what was nobody's failure."""

        def end(tx: Tx) -> int:
            if abs(tx.now - self._purged) > HOUR:
                wrong_passwords.purge(tx)
            _end(tx, wanted, counted, right)
            return tx.now

        try:
            now = await self._store.awrite(end)
            if abs(now - self._purged) > HOUR:
                self._purged = now
        except SatchelError as error:
            # What is not struck off counts as a failure until its lease ends.
            log.event(_logger, "warning", "tries_not_written", error=error.message)


def _digest(rule: str, key: str) -> bytes:
    return hashlib.blake2b(f"{rule} {key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _rules(wanted: Keys, known: bool) -> Counted:
    """The rules of the attempt, in the order in which all take them, so that no two wait for each other."""
    found = [(rule, _digest(rule.name, key)) for rule, key in wanted.by_rule(known=known)]
    return sorted(found, key=lambda each: each[1])


def _is_clear(tx: ReadTx, wanted: Keys) -> bool:
    """Whether nothing is counted that a right password would clear. Raises `TooMany` for who must wait."""
    known = _digest("known", wanted.home)
    rows = wrong_passwords.find(tx, [known, *(key for _, key in _rules(wanted, known=False))])
    wait, near = 0, 0
    for rule, key in _rules(wanted, known=known in rows):
        if key in rows:
            if _is_ahead(rows[key], tx.now):
                return False
            count = _count(rule, rows[key], tx.now)
            wait = max(wait, rule.wait(count, tx.now))
            near += count.failures if rule is NEAR else 0
    if wait:
        raise refusal(wait)
    return not near and known in rows


def _is_ahead(row: Stored, now: int) -> bool:
    """Whether the count is of a time that is still to come, since the clock was set back: it has to be moved."""
    return row.begun_at > now + MINUTE or row.wait_until > now + HOUR


def _begin(tx: Tx, wanted: Keys) -> Counted | int:
    """Write the attempt down, and tell by what; else the ms to wait, 0 for those under way beside it."""
    rules = _rules(wanted, known=bool(wrong_passwords.find(tx, [_digest("known", wanted.home)])))
    rows = [wrong_passwords.lock(tx, key) for _, key in rules]
    counts = [(rule, key, _count(rule, row, tx.now)) for (rule, key), row in zip(rules, rows, strict=True)]
    wait = max(rule.wait(count, tx.now) for rule, _, count in counts)
    may_begin = not wait and not any(rule.is_full(count) for rule, _, count in counts)
    for (rule, key, count), row in zip(counts, rows, strict=True):
        count.trying += may_begin
        if may_begin or _is_ahead(row, tx.now):
            _keep(tx, rule, key, count)
    return rules if may_begin else wait


def _end(tx: Tx, wanted: Keys, counted: Counted, right: bool | None) -> None:
    """Strike the attempt off, and count it if it failed."""
    for rule, key in counted:
        count = _count(rule, wrong_passwords.lock(tx, key), tx.now)
        count.trying = max(0, count.trying - 1)
        if right is False:
            rule.fail(count, tx.now)
        elif right and rule is NEAR:
            count.failures, count.until = 0, 0
        _keep(tx, rule, key, count)
    if right:
        wrong_passwords.remember(tx, _digest("known", wanted.home), tx.now + KNOWN_FOR)


def _count(rule: Rule, row: Stored, now: int) -> Count:
    trying = row.trying if abs(now - row.tried_at) < LEASE else 0
    count = Count(row.failures, row.begun_at, row.wait_until, trying)
    rule.settle(count, now)
    return count


def _keep(tx: Tx, rule: Rule, key: bytes, count: Count) -> None:
    if count.failures or count.trying:
        end = max(rule.ends(count), tx.now + LEASE)
        wrong_passwords.keep(
            tx, key, Stored(count.failures, count.begun, count.until, count.trying, tx.now), end
        )
    else:
        wrong_passwords.forget(tx, key)
