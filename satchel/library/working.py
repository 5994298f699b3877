"""Working: what a worker does with the list of what is owed, whatever the work is."""

from __future__ import annotations

from satchel.library import saving
from satchel.library.usecase import writes
from satchel.model.items import NewLink, Saved
from satchel.model.jobs import Job, JobKind
from satchel.store import jobs
from satchel.store.db import Tx

claim = writes(jobs.claim)
renew = writes(jobs.renew)
release = writes(jobs.release)
retry_at = writes(jobs.retry_at)


@writes
def save_and_claim(tx: Tx, user: int, link: NewLink, worker: str, lease: int) -> tuple[Saved, Job | None]:
    """Save `link`, and take its fetch into `worker`'s hands before anybody else can, for `lease` ms.

    No job when none is owed, or somebody has it already. Raises `Invalid` as a save does.
    """
    saved = saving.save(tx, user, link)
    if not saved.fetching:
        return saved, None
    return saved, jobs.claim_one(tx, user, JobKind.FETCH, saved.item.id, worker, lease)
