"""Upkeep: what a server does for its own database."""

from __future__ import annotations

from satchel.library.usecase import reads, writes
from satchel.store import integrity, items, jobs, migrate, tags, tallies, user_counters, users
from satchel.store.db import ReadTx, Store, Tx

#: Items that one transaction of `reindex` makes anew.
BATCH = 500


@writes
def take_over(tx: Tx) -> int:
    """Free the jobs that a server process held when it was killed; how many.

    Only for a database that one server process owns.
    """
    return jobs.free_all(tx)


@writes
def reindex(tx: Tx, user: int, after: int) -> int | None:
    """Make what is derived from a batch of `user`'s items anew; the id to go on after.

    None when there are no more. Begin with `after` 0.
    """
    batch = items.after(tx, user, after, BATCH)
    for item_id, stored in batch:
        items.derive(tx, user, item_id)
        tags.reindex(tx, user, item_id, stored)
    if not batch:
        user_counters.recount(tx, user)
        return None
    return batch[-1][0]


def damage(store: Store) -> list[str]:
    """What is broken in the database file itself, one sentence each; nothing when it is whole.

    Reads all of it. A PostgreSQL server looks after its files itself.
    """
    return store.read(integrity.damage) if store.kind == "sqlite" else []


def version(store: Store) -> int:
    """The number of the newest migration that the database has."""
    return migrate.version(store)


@reads
def all_users(tx: ReadTx) -> list[int]:
    """The ids of all accounts."""
    return [user.id for user in users.everyone(tx)]


@reads
def doubts(tx: ReadTx) -> list[str]:
    """What is wrong with the stored data, one sentence each; nothing when all is well."""
    found = []
    for user in users.everyone(tx):
        kept, counted = user_counters.counts(tx, user.id), user_counters.counted(tx, user.id)
        if kept != counted:
            found.append(
                f"The counts of {user.name} are {kept}, but there are {counted}; reindex mends that."
            )
    lost = tallies.orphans(tx)
    if lost:
        found.append(f"{lost} items were neither fetched nor wait to be.")
    return found


@reads
def tally(tx: ReadTx) -> dict[str, int]:
    """How much there is of everything."""
    waiting, working = jobs.tally(tx)
    return {**tallies.sizes(tx), "jobs_waiting": waiting, "jobs_working": working}
