"""What can go wrong in a way that the caller can understand.

    SatchelError
    ├── Invalid         400  the request cannot be understood
    │   ├── KeyMissing       no app is named
    │   ├── CodeMissing      no code is given
    │   ├── RedirectMissing  an app does not say where to return to
    │   └── RedirectRefused  people are not sent there
    ├── NotSignedIn     401  no valid credentials
    ├── NotAllowed      403  valid credentials, not enough of them
    │   ├── KeyUnknown       the app is not known here
    │   ├── AbilityMissing   the app may not do that
    │   ├── NotGranted       the person has not allowed it, or refused
    │   ├── CodeUsed         the code has done its work
    │   └── Full             the person has as much as they may have
    ├── NotFound        404  no such thing, or not yours
    │   └── CodeUnknown      no app asked with that code, or too long ago
    ├── Conflict        409  the name or the thing is taken
    ├── TooLarge        413  more than we read
    ├── TooMany         429  more often than we answer
    ├── Busy            503  try again in a moment
    └── Unavailable     503  storage is full, or the database is away
        └── Damaged          the database is broken, and its owner must act

The first line of a class's docstring is its default message. The name of the field that is
wrong and other facts ride along for those who word the answer. Each dialect has a table from
these classes to its own words, and a test demands that the table is complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

#: Why nothing is done any more, and another try makes sense.
STOPPING = "The server is stopping."


class SatchelError(Exception):
    """Something failed in a way that can be explained."""

    #: Seconds after which another try makes sense; None where nobody knows. A fact named `reset` goes before it.
    retry_after: int | None = None

    def __init__(self, message: str | None = None, *, field: str | None = None, **facts: object) -> None:
        """`field` is the name of the parameter that is wrong."""
        if message is None:
            message = (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(message)
        self.message = message
        self.field = field
        self.facts = facts
        reset = facts.get("reset")
        if isinstance(reset, int):
            self.retry_after = reset


def let_go(error: BaseException) -> None:
    """Forget where an error that is dealt with came from, and what it followed from.

    Where it came from holds all that its call had in hand, megabytes maybe, and often the error again: a circle
    that stays until the collector comes, which is seldom.
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        waiting += (each.__cause__, each.__context__)
        each.__traceback__ = each.__cause__ = each.__context__ = None


class Invalid(SatchelError):
    """The request cannot be understood."""


class KeyMissing(Invalid):
    """The request names no app."""


class CodeMissing(Invalid):
    """The code is missing."""


class RedirectMissing(Invalid):
    """The address to return to is missing."""


class RedirectRefused(Invalid):
    """People are not sent to that address."""


class NotSignedIn(SatchelError):
    """Valid credentials are required."""


class NotAllowed(SatchelError):
    """This caller may not do that."""


class KeyUnknown(NotAllowed):
    """No app of that key is registered here."""


class AbilityMissing(NotAllowed):
    """The app has no permission for that."""


class NotGranted(NotAllowed):
    """The person has not allowed this."""


class CodeUsed(NotAllowed):
    """The code has been used already."""


class Full(NotAllowed):
    """Your list is full. Delete articles and empty the trash, or ask the administrator for more room."""


class NotFound(SatchelError):
    """There is no such thing."""


class CodeUnknown(NotFound):
    """That code is not known here, or it is too old."""


class Conflict(SatchelError):
    """That is taken already."""


class TooLarge(SatchelError):
    """The request is larger than this server reads."""


class TooMany(SatchelError):
    """Too many requests in too short a time."""


class Busy(SatchelError):
    """The server has too much to do just now."""

    retry_after = 1


class Unavailable(SatchelError):
    """The storage cannot be written or reached just now."""

    retry_after = 10


class Damaged(Unavailable):
    """The database is damaged. The administrator of this server must restore it."""


def nearest(table: Mapping[type[SatchelError], T], error: SatchelError, otherwise: T) -> T:
    """The row of the class of `error` in `table`, else that of the nearest class above it, else `otherwise`."""
    for kind in type(error).__mro__:
        if kind in table:
            return table[kind]
    return otherwise
