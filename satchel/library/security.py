"""The security log: who signed in or failed to, what was let in, and what was taken back. One line each.

    2026-09-21T14:13:20.123Z warning sign_in.wrong address=203.0.113.7 door=web name=alice

The address comes first, and all else is written so that it cannot be taken for another line or another word (see
`base.log`): programs that ban whoever guesses read these lines. No secret is in them. A flood of guesses does not
fill a disk: of one kind and network twenty lines a minute are written, of one kind two hundred, and one tells how many
were left out.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from contextvars import ContextVar

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.networks import subnet
from satchel.base.text import line

MAX_LINES_OF_NETWORK = 20  #: a minute, for each kind of event
MAX_LINES = 200  #: a minute, for each kind of event from all networks together
MINUTE = 60_000

_logger = logging.getLogger("satchel.security")
_place: ContextVar[tuple[str, str]] = ContextVar("place", default=("", "server"))


def came_from(address: str, door: str) -> None:
    """What runs in this context is asked for from that network address ("" for nobody knows), through that door."""
    _place.set((address, door))


class SecurityLog:
    """Writes the lines of one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self._lines: Counter[tuple[str, str]] = Counter()
        self._left_out: Counter[str] = Counter()
        self._wakes = False

    def note(self, name: str, /, **facts: str | int | bool | None) -> None:
        """Something went as it should: a sign-in, say, or a token that was taken back."""
        self._write("info", name, facts)

    def warn(self, name: str, /, **facts: str | int | bool | None) -> None:
        """Somebody was refused who may be up to no good."""
        self._write("warning", name, facts)

    def flush(self) -> None:
        """Tell how many lines were left out, if any, and begin another minute."""
        for name, lines in self._left_out.items():
            log.event(_logger, "warning", "security.left_out", of=name, lines=lines)
        self._since = self._clock.monotonic()
        self._lines.clear()
        self._left_out.clear()

    def _write(self, level: str, name: str, facts: dict[str, str | int | bool | None]) -> None:
        if not 0 <= self._clock.monotonic() - self._since < MINUTE:
            self.flush()
        address, door = _place.get()
        near, all_over = (name, subnet(address)), (name, "*")
        if self._lines[near] >= MAX_LINES_OF_NETWORK or self._lines[all_over] >= MAX_LINES:
            self._left_out[name] += 1
            self._wake()
            return
        self._lines[near] += 1
        self._lines[all_over] += 1
        short = {key: line(value, 100) if isinstance(value, str) else value for key, value in facts.items()}
        log.event(_logger, level, name, address=line(address, 100) or None, door=door, **short)

    def _wake(self) -> None:
        """See to it that what is left out is told a minute later, even if nothing happens any more."""
        if not self._wakes:
            with suppress(RuntimeError):  # no loop: the command line
                asyncio.get_running_loop().call_later(MINUTE / 1000, self._woken)
                self._wakes = True

    def _woken(self) -> None:
        self._wakes = False
        if self._left_out:
            self.flush()
