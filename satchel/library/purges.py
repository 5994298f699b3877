"""Purges that are owed: what was deleted, and what was done, is kept for thirty days."""

from __future__ import annotations

from satchel.model.jobs import JobKind, Priority
from satchel.store import jobs
from satchel.store.db import Tx

#: How long deleted items, and what was done, are kept.
KEPT_DAYS = 30
KEPT_MS = KEPT_DAYS * 86_400_000


def owe(tx: Tx, user: int, delay: int = KEPT_MS) -> None:
    """Owe a purge after `delay` ms; one that is owed earlier stays as it is."""
    jobs.enqueue(tx, JobKind.PURGE, 0, user, "", delay, Priority.REINDEX)
