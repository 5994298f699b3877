"""Working: what a worker does with the list of what is owed, whatever the work is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from satchel.library import saving
from satchel.library.context import Library
from satchel.model.items import NewLink, Saved
from satchel.model.jobs import Job, JobKind, Wanted
from satchel.store import jobs
from satchel.store.db import Tx


async def claim(
    library: Library, worker: str, lease: int, wanted: Sequence[Wanted], running: Collection[int]
) -> Job | None:
    """The next job of the kinds that are `wanted`, in `worker`'s hands for `lease` ms.

    `running` are the ids of all jobs that it runs. None when there is nothing to do.
    """
    return await library.store.awrite(lambda tx: jobs.claim(tx, worker, lease, wanted, running=running))


async def renew(library: Library, worker: str, lease: int, running: Collection[int]) -> int:
    """Keep the jobs in `running` in `worker`'s hands for another `lease` ms; how many still are."""
    return await library.store.awrite(lambda tx: jobs.renew(tx, worker, lease, running))


async def release(library: Library, worker: str) -> int:
    """Give back all that `worker` holds, for anybody to take at once; how many."""
    return await library.store.awrite(lambda tx: jobs.release(tx, worker))


async def retry_at(library: Library, job: Job, at: int, error: str, *, counts: bool) -> bool:
    """Give the job back until `at` (ms); False when it is no longer the caller's.

    An end that does not count is one that was not the job's fault.
    """
    return await library.store.awrite(lambda tx: jobs.retry_at(tx, job, at, error, counts=counts))


async def save_and_claim(
    library: Library, user: int, link: NewLink, worker: str, lease: int
) -> tuple[Saved, Job | None]:
    """Save `link`, and take its fetch into `worker`'s hands before anybody else can, for `lease` ms.

    No job when none is owed, or somebody has it already. Raises `Invalid` as a save does.
    """

    def save(tx: Tx) -> tuple[Saved, Job | None]:
        saved = saving.save(tx, user, link)
        if not saved.fetching:
            return saved, None
        return saved, jobs.claim_one(tx, user, JobKind.FETCH, saved.item.id, worker, lease)

    return await library.store.awrite(save)
