"""Noting when tokens and sessions were last used: hourly, since a note at each call would be a write at each."""

from __future__ import annotations

import logging

from satchel.base import log, tokens
from satchel.base.errors import SatchelError
from satchel.library.context import Library
from satchel.library.usecase import P, UseCase, writes
from satchel.store import tokens as kept

_logger = logging.getLogger("satchel.library")

_token_used = writes(kept.used)


async def token_used(library: Library, user: int, access_token: str, address: str) -> None:
    """Note that a token of `user` is in use, by somebody at that network address."""
    digest = tokens.digest(access_token)
    if library.uses.is_new(digest, library.clock.now()):
        await note(library, _token_used, user, digest, address)


async def note(library: Library, case: UseCase[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Write a note that can be done without: a full disk does not keep anybody from reading."""
    try:
        await library.run(case, *args, **kwargs)
    except SatchelError as error:
        log.event(_logger, "warning", "use_not_noted", error=error.message)
