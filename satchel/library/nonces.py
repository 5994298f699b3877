"""Nonces: a request that is signed is taken once, and only about the time at which it says it was made.

Who overhears one can send it again, or keep it for later. So its time has to be ours, give or take a window, and its
number (the nonce) must be new for as long as that time would do. Numbers are remembered once the signature is known to
be right: a stranger takes no room. Several processes remember together, in the table `nonces`. One alone remembers in
its memory, since a write at each call that only reads would cost more than the call; it writes down what it took a
moment later, so that it still knows it when it starts anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from functools import partial

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.errors import SatchelError, TooMany
from satchel.store import nonces
from satchel.store.db import Store, Tx

#: Seconds that the clock of an app may be wrong, if its server's owner says nothing else.
WINDOW = 600
#: Requests of one signer that are remembered, in twice the window; who sends more has to wait.
MAX_OF_ONE = 100_000
#: Seconds until what was taken is written down: what came just before a crash could be sent once more.
DELAY = 1.0

_logger = logging.getLogger("satchel.library")
_Kept = dict[bytes, set[bytes]]


class Nonces:
    """What was taken lately, in memory."""

    def __init__(self, clock: Clock, window: int = WINDOW) -> None:
        """`window` is in seconds."""
        self._clock = clock
        self._window = window * 1000
        self._turned = 0
        #: By who signed: two halves, of which the older one goes when it can be of no use any more.
        self._new: _Kept = {}
        self._old: _Kept = {}

    def is_timely(self, seconds: int) -> bool:
        """Whether a request made at that time, in s since 1970, is taken now."""
        return abs(seconds * 1000 - self._clock.now()) <= self._window

    async def take(self, signer: bytes, seconds: int, nonce: bytes) -> bool:
        """Remember a request; whether it is new. Raises `TooMany` of a signer who sends too many."""
        return self._take(signer, _key(signer, seconds, nonce))

    async def aclose(self) -> None:
        """Write down what is left to be remembered."""

    def _take(self, signer: bytes, key: bytes) -> bool:
        # One of a clock ahead of ours is timely for two windows, and stays for at least as long.
        now, life = self._clock.now(), 2 * self._window
        if not 0 <= now - self._turned < life:
            self._old = self._new if 0 <= now - self._turned < 2 * life else {}
            self._new = {}
            self._turned = now
        known = self._new.setdefault(signer, set())
        if key in known or key in self._old.get(signer, ()):
            return False
        if len(known) >= MAX_OF_ONE:
            raise TooMany("That was more than this server takes of one app in so short a time.")
        known.add(key)
        return True


class KeptNonces(Nonces):
    """The same of one process that is alone with its database, which has them when it starts anew."""

    def __init__(self, clock: Clock, window: int, store: Store) -> None:
        super().__init__(clock, window)
        self._store = store
        self._before: frozenset[bytes] | None = None  #: what was taken before this process began
        self._began = 0
        self._unwritten: list[tuple[bytes, int]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    async def take(self, signer: bytes, seconds: int, nonce: bytes) -> bool:
        """As of all."""
        key, now = _key(signer, seconds, nonce), self._clock.now()
        if self._before is None:
            self._before, self._began = await self._store.aread(nonces.all_of), now
        if key in self._before or not self._take(signer, key):
            return False
        if self._before and abs(now - self._began) > 2 * self._window:
            self._before = frozenset()  # too old to be sent again
        self._unwritten.append((key, now + 2 * self._window))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DELAY, self._start_writing)
        return True

    async def aclose(self) -> None:
        """As of all."""
        if self._timer is not None:
            self._timer.cancel()
        if self._writing is not None:
            await self._writing
        await self._write()

    def _start_writing(self) -> None:
        self._timer = None
        self._writing = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        taken, self._unwritten = self._unwritten, []
        if not taken:
            return
        try:
            await self._store.awrite(partial(nonces.keep, taken=taken))
        except SatchelError as error:  # a full disk does not keep anybody from reading
            log.event(_logger, "warning", "nonces_not_kept", error=error.message)


class SharedNonces(Nonces):
    """The same of several processes, which remember together."""

    def __init__(self, clock: Clock, window: int, store: Store) -> None:
        super().__init__(clock, window)
        self._store = store
        self._purged = 0

    async def take(self, signer: bytes, seconds: int, nonce: bytes) -> bool:
        """As of all."""
        key = _key(signer, seconds, nonce)
        return await self._store.awrite(lambda tx: self._take_shared(tx, key))

    def _take_shared(self, tx: Tx, key: bytes) -> bool:
        if abs(tx.now - self._purged) > self._window:
            self._purged = tx.now
            nonces.purge(tx)
        return nonces.take(tx, key, tx.now + 2 * self._window)


def _key(signer: bytes, seconds: int, nonce: bytes) -> bytes:
    return hashlib.blake2b(b"%d %b" % (seconds, nonce), digest_size=16, key=signer[:64]).digest()
