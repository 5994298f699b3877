"""Passwords: argon2id, at most two at a time, and a short memory of those that were right."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from satchel.base.clock import Clock
from satchel.base.errors import Busy, Invalid
from satchel.library.common_passwords import reject_common
from satchel.model.people import NO_PASSWORD

T = TypeVar("T")

MAX_PASSWORD_CHARACTERS = 1024  #: characters
MIN_PASSWORD_CHARACTERS = 8
AT_ONCE = 2
QUEUE = 50
REMEMBERED = 600_000  #: ms
MAX_REMEMBERED = 10_000


class Passwords:
    """Hashes and verifies off the event loop; memory is 19 MiB a hash, so two run at a time."""

    def __init__(self, clock: Clock, memory: int = 19_456, site: str = "") -> None:
        """`memory` is the argon2 cost in KiB; `site` the host name at which people know this server."""
        self._clock = clock
        self._site = ("satchel", *site.split("."), site)
        self._hasher = PasswordHasher(time_cost=2, memory_cost=memory, parallelism=1)
        self._threads = ThreadPoolExecutor(AT_ONCE, "satchel-password")
        self._waiting = 0
        self._known: OrderedDict[bytes, int] = OrderedDict()
        self._pepper = secrets.token_bytes(32)
        self._dummy: str | None = None

    def hash(self, password: str, *names: str) -> str:
        """The hash to store of a new password. Raises `Invalid` when it is too short or too long,

        and when it is among the first that others would try: little more than a common one, than one of the
        person's `names`, or than the name of this server.
        """
        if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
            raise Invalid(
                f"A password has {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} characters.",
                field="password",
            )
        reject_common(password, (*names, *self._site))
        return self._hasher.hash(_bytes(password))

    async def ahash(self, password: str, *names: str) -> str:
        """As `hash`, off the event loop."""
        return await self._run(self.hash, password, *names)

    async def ahash_again(self, password: str) -> str:
        """The hash of a password that was right, whatever its length."""
        return await self._run(self._hasher.hash, _bytes(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one that `stored` was made from.

        None stands for an unknown user, `NO_PASSWORD` for one who has none: it takes as long and is always False.
        A password that was right is remembered for ten minutes as a keyed digest, together with its hash, so
        that a changed password is forgotten at once. Raises `Busy` when too many wait.
        """
        if len(password) > MAX_PASSWORD_CHARACTERS:
            return False
        if self.remembers(stored, password):
            return True
        right = await self._run(self._check, stored, password)
        if right and stored is not None:
            known = self._keyed(stored, password)
            self._known[known] = self._clock.now() + REMEMBERED
            self._known.move_to_end(known)
            if len(self._known) > MAX_REMEMBERED:
                self._known.popitem(last=False)
        return right

    def remembers(self, stored: str | None, password: str) -> bool:
        """Whether that password was right a moment ago, so that `verify` need not hash it."""
        if stored is None or len(password) > MAX_PASSWORD_CHARACTERS:
            return False
        # Bounded both ways: a clock that steps back must not lengthen anybody's ten minutes.
        return 0 < self._known.get(self._keyed(stored, password), 0) - self._clock.now() <= REMEMBERED

    def _keyed(self, stored: str, password: str) -> bytes:
        # Not HMAC, which lets go of the interpreter: to have it back takes ten times as long as all the rest, and
        # programs send their password with each call.
        return blake2b(stored.encode() + b"\0" + _bytes(password), key=self._pepper, digest_size=32).digest()

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Let go of the threads."""
        self._threads.shutdown()

    def _check(self, stored: str | None, password: str) -> bool:
        usable = stored is not None and stored != NO_PASSWORD
        if not usable and self._dummy is None:
            self._dummy = self._hasher.hash(secrets.token_bytes(16))
        try:
            self._hasher.verify((stored if usable else self._dummy) or "", _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return usable

    async def _run(self, function: Callable[..., T], *values: object) -> T:
        if self._waiting >= QUEUE:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, function, *values)
        finally:
            self._waiting -= 1


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
