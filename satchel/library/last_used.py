"""When tokens and sessions were last used: noted hourly, since a note at each call would be a write at each."""

from __future__ import annotations

import logging

from satchel.base import log, tokens
from satchel.base.clock import Clock
from satchel.base.errors import SatchelError
from satchel.library.limits import HOUR
from satchel.library.usecase import P, Runs, UseCase, writes
from satchel.store import tokens as kept
from satchel.store import users
from satchel.store.db import Tx

_logger = logging.getLogger("satchel.library")


@writes
def _token_used(tx: Tx, user: int, digest: bytes, source: str) -> None:
    kept.used(tx, user, digest, source)
    users.seen(tx, user)


class LastUsed:
    """Which tokens were noted in the hour that runs, in this process."""

    def __init__(self) -> None:
        self._hour = 0
        #: Hashes of them that no other process can make, so none of the tokens is kept; of two alike one goes unnoted.
        self._noted: set[int] = set()

    def _is_new(self, access_token: str, now: int) -> bool:
        """Whether this is the token's first call in this hour."""
        if now // HOUR != self._hour:
            self._hour = now // HOUR
            self._noted.clear()
        known = hash(access_token)
        if known in self._noted:
            return False
        self._noted.add(known)
        return True

    async def note(self, library: Runs, clock: Clock, user: int, access_token: str, address: str) -> None:
        """Note that a token of `user` is in use, by somebody at that network address."""
        if self._is_new(access_token, clock.now()):
            await write(library, _token_used, user, tokens.digest(access_token), address)


async def write(library: Runs, case: UseCase[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Write a note that can be done without: a full disk does not keep anybody from reading."""
    try:
        await library.run(case, *args, **kwargs)
    except SatchelError as error:
        log.event(_logger, "warning", "use_not_noted", error=error.message)
