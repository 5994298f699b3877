"""All errors there are, for tests that a table is complete."""

from __future__ import annotations

from satchel.base.errors import SatchelError


def every_error() -> set[type[SatchelError]]:
    """All error classes that a dialect must have a word for."""
    found: set[type[SatchelError]] = set()
    waiting = list(SatchelError.__subclasses__())
    while waiting:
        error = waiting.pop()
        found.add(error)
        waiting.extend(error.__subclasses__())
    return found
