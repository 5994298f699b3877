"""A kind of jobs: what does one, what ends one that cannot be done, and how many at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import msgspec

from satchel.jobs.budget import Budget
from satchel.model.jobs import Job, Share

Handler = Callable[[Job], Awaitable[None]]


def always() -> bool:
    """For kinds that wait for nothing else."""
    return True


def nobody() -> set[int]:
    """For kinds in which all may always have a turn."""
    return set()


class Retry(msgspec.Struct, frozen=True):
    """When what failed is tried again."""

    minutes: tuple[int, ...]  #: until the next try after the first, second, … one failed

    def at(self, now: int, job: Job, least: int = 0) -> int | None:
        """When to try again, ms, not before `least` s from now; None when it was tried often enough."""
        return self._shifted(now, job, least) if job.tries < len(self.minutes) else None

    def anyhow(self, now: int, job: Job) -> int:
        """When to try again, ms, however often it was tried: the last wait is that of all after it."""
        return self._shifted(now, job, 0)

    def _shifted(self, now: int, job: Job, least: int) -> int:
        """Shifted by up to a fifth, by the job's number, so that what failed together does not come back together."""
        wait = max(self.minutes[min(job.tries, len(self.minutes) - 1)] * 60_000, least * 1000)
        return now + wait + wait * (job.id % 20) // 100


class Kind(msgspec.Struct, frozen=True):
    """All that the runner knows of a kind.

    `run` and `give_up` end their job themselves, in the transaction that keeps what came of it; both
    may be run more than once. A job that `run` raises out of waits as `retry` says. One that came to
    `max_claims` such ends, deaths of its worker among them, goes to `give_up`: of its own kind, so
    that it says what is true of such a job.
    """

    run: Handler
    give_up: Handler
    slots: int = 1  #: of this kind at once, whatever others run; one person gets half at most
    retry: Retry = Retry((1, 4, 16, 64))
    max_claims: int = 8
    budget: Budget = Budget(0)
    may_begin: Callable[[], bool] = (
        always  #: asked at each look for work; none of this kind begins while it says no
    )
    resting: Callable[[], set[int]] = nobody  #: asked likewise; people of whom none begins now

    @property
    def share(self) -> Share:
        """How the slots are shared."""
        return Share.of(self.slots)


#: The kinds that a worker knows, by their stored names. Built in `wiring`.
Kinds = Mapping[str, Kind]
