"""Purging: what has lain in the trash for thirty days goes for good, and what was done longer ago is forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from satchel.base.errors import NotFound
from satchel.library import lifecycle, purges
from satchel.library.change import Changeset
from satchel.library.usecase import writes
from satchel.model.jobs import Job
from satchel.store import acts, items, jobs, trash
from satchel.store.columns import ItemHead
from satchel.store.db import Tx

#: Acts of one person that are kept.
MAX_ACTS = 100
#: Items, or things done to items, that one transaction removes.
BATCH = 100


@writes(weight=lambda job, now: BATCH)
def purge(tx: Tx, job: Job, now: int) -> bool:
    """Do the next part of a purge that began at `now`; whether that was the last one.

    The job waits then until there is more to do.
    """
    user = job.user_id
    tx.lock_user(user)
    if not jobs.holds(tx, job):
        return True
    before = now - purges.KEPT_MS
    some = trash.oldest(tx, user, before, BATCH)
    remove_all(tx, user, some)
    if len(some) == BATCH or not _forget(tx, user, before):
        return False
    jobs.finish(tx, job)
    oldest = min((at for at in (trash.since(tx, user), acts.since(tx, user)) if at is not None), default=None)
    if oldest is not None:
        purges.owe(tx, user, max(1, oldest - before))
    return True


@writes
def remove(tx: Tx, user: int, item_id: int) -> None:
    """Remove for good what lies in the trash under that number. Raises `NotFound` where nothing does."""
    if not remove_some(tx, user, [item_id]):
        raise NotFound("This article is not in your trash.")


@writes(weight=lambda user, ids: max(1, len(ids)))
def remove_some(tx: Tx, user: int, ids: Sequence[int]) -> list[int]:
    """Remove for good those of `ids` that lie in the trash; which these were."""
    tx.lock_user(user)
    some = trash.among(tx, user, ids)
    remove_all(tx, user, some)
    return [item.id for item in some]


def remove_all(tx: Tx, user: int, some: Sequence[ItemHead]) -> None:
    """Remove for good what those items had, from the index of texts, too, which goes by what has changed."""
    if not some:
        return
    with Changeset(tx, user) as change:
        for item in some:
            lifecycle.empty(tx, user, item)
            items.touched(tx, user, item.id, change.stamp)


def _forget(tx: Tx, user: int, before: int) -> bool:
    """Forget acts of before that time; whether none is left of these."""
    old = acts.old(tx, user, before, MAX_ACTS)
    for act in old[:BATCH]:
        if not acts.remove(tx, user, act, BATCH):
            return False
    return len(old) <= BATCH
