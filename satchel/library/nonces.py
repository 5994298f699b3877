"""Nonces: a request that is signed is taken once, and only about the time at which it says it was made.

Who overhears one can send it again, or keep it for later. So its time has to be ours, give or take a window, and its
number (the nonce) must be new for as long as that time would do. Several processes remember together, in the table
`nonces`; one alone in its memory, and what was sent just before it started could be sent once more. Numbers are
remembered once the signature is known to be right: a stranger takes no room.
"""

from __future__ import annotations

import hashlib

from satchel.base.clock import Clock
from satchel.base.errors import TooMany
from satchel.store import nonces
from satchel.store.db import Store, Tx

#: Seconds that the clock of an app may be wrong, if its server's owner says nothing else.
WINDOW = 600
#: Requests of one signer that are remembered, in twice the window; who sends more has to wait.
MAX_OF_ONE = 100_000

_Kept = dict[bytes, set[bytes]]


class Nonces:
    """What was taken lately."""

    def __init__(self, clock: Clock, window: int = WINDOW, store: Store | None = None) -> None:
        """`window` is in seconds; `store` is where several processes remember, None for one that is alone."""
        self._clock = clock
        self._window = window * 1000
        self._store = store
        self._turned = 0
        #: By who signed: two halves, of which the older one goes when it can be of no use any more.
        self._new: _Kept = {}
        self._old: _Kept = {}
        self._purged = 0

    def is_timely(self, seconds: int) -> bool:
        """Whether a request made at that time, in s since 1970, is taken now."""
        return abs(seconds * 1000 - self._clock.now()) <= self._window

    async def take(self, signer: bytes, seconds: int, nonce: bytes) -> bool:
        """Remember a request; whether it is new. Raises `TooMany` of a signer who sends too many."""
        key = hashlib.blake2b(b"%d %b" % (seconds, nonce), digest_size=16, key=signer[:64]).digest()
        if self._store is None:
            return self._take(signer, key)
        return await self._store.awrite(lambda tx: self._take_shared(tx, key))

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

    def _take_shared(self, tx: Tx, key: bytes) -> bool:
        if abs(tx.now - self._purged) > self._window:
            self._purged = tx.now
            nonces.purge(tx)
        return nonces.take(tx, key, tx.now + 2 * self._window)
