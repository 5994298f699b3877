"""Work that is owed."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum, StrEnum

import msgspec


class JobKind(StrEnum):
    """The kinds of jobs that this program knows. The names are stored; they never change.

    A database may hold others, of a newer program; they are left alone. So whatever is given the
    name of a kind takes any text.
    """

    FETCH = "fetch"
    ACT = "act"  #: an act on a whole list, or its undoing; the key is the act's
    IMPORT = "import"  #: a file is looked at, comes in, or is undone; the key is the import
    COPY = "copy"  #: a copy of a page that is gone is looked for in an archive of the web
    PURGE = "purge"  #: what has been in the trash for long goes; one a person, with the key 0


#: Kinds whose key is an item; work of these goes with the item.
ITEM_KINDS = frozenset([JobKind.FETCH, JobKind.COPY])


class Priority(IntEnum):
    """What comes first; all of one before any of the next. The numbers are stored; they never change."""

    NOW = 0  #: somebody saved a page, and may be waiting for it
    LATER = 5  #: many at once, and what is tried again
    AGAIN = 10  #: pages that are there already
    IMPORT = 15  #: what came by the thousand from somewhere else
    REINDEX = 20  #: what is derived from things that are all there


class Job(msgspec.Struct, frozen=True):
    """A job in somebody's hands. `attempt` and `worker` fence it: only their holder may finish it.

    `tries` counts how often it came to an end that is tried again, `deaths` how often its worker
    was gone before the end.
    """

    id: int
    kind: str
    key: int
    user_id: int
    attempt: int
    worker: str
    tries: int = 0
    deaths: int = 0


class Share(msgspec.Struct, frozen=True):
    """How many jobs a worker takes into its hands at once: at most so many of …"""

    person: int  #: one person
    person_later: int  #: one person's that nobody waits for
    later: int  #: all that nobody waits for

    @classmethod
    def of(cls, slots: int) -> Share:
        """Half of the `slots` for one person, and half for what nobody waits for.

        Of a person's own half, half is left for what they save while much of theirs is waiting.
        """
        half = max(1, slots // 2)
        return cls(half, max(1, half // 2), half)


class Wanted(msgspec.Struct, frozen=True):
    """What a worker would take of one kind just now."""

    kind: str
    share: Share | None = None  #: what it takes into its hands at once; None for all it can get
    after: int = 0  #: the person who had the last turn
    without: Collection[int] = ()  #: people who have none


#: All that there is, as much as can be had.
ANYTHING = tuple(Wanted(kind) for kind in JobKind)
