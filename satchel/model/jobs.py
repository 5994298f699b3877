"""Work that is owed."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Work(StrEnum):
    """The kinds of jobs. The names are stored; they never change."""

    FETCH = "fetch"


class Job(msgspec.Struct, frozen=True):
    """A job in somebody's hands. `attempt` and `worker` fence it: only their holder may finish it."""

    id: int
    kind: Work
    key: int
    user_id: int
    attempt: int
    worker: str
