"""Upkeep: what a server does for its own database."""

from __future__ import annotations

from functools import partial

from satchel.library.usecase import reads, writes
from satchel.model.people import User
from satchel.store import integrity, items, jobs, migrate, tags, tallies, text_documents, user_counters, users
from satchel.store.db import ReadTx, Store, Tx

#: Items that one transaction of `reindex` makes anew.
BATCH = 500
#: Accounts that are read at once.
PEOPLE = 500


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
    tx.lock_user(user)
    batch = items.after(tx, user, after, BATCH)
    for item in batch:
        items.derive(tx, user, item)
        tags.index(tx, user, None, item)
    if not batch:
        tags.mend(tx, user)
        user_counters.recount(tx, user)
        return None
    return batch[-1].id


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
    return [user.id for user in _everyone(tx)]


def doubts(store: Store) -> list[str]:
    """What is wrong with the stored data, one sentence each; nothing when all is well."""
    found: list[str] = []
    lost = 0
    for user in store.read(_everyone):
        wrong, orphans = store.read(partial(_doubts_about, user=user))
        found += wrong
        lost += orphans
    if lost:
        found.append(f"{lost} items were neither fetched nor wait to be.")
    return found + store.read(_halves)


def _doubts_about(tx: ReadTx, user: User) -> tuple[list[str], int]:
    kept, counted = user_counters.counts(tx, user.id), user_counters.counted(tx, user.id)
    wrong = f"The counts of {user.name} are {kept}, but there are {counted}; reindex mends that."
    return [wrong] if kept != counted else [], tallies.orphans(tx, user.id)


def doubts_about_search(store: Store) -> list[str]:
    """Whether the search index has what the database has, one sentence for each person where it has not.

    What is not indexed yet is no doubt: the running server comes to it.
    """
    found = store.index.damage()
    if found:
        return [*found, "Delete search.db: it is made anew. Nothing that people saved is in it."]
    for user in store.read(_everyone):
        extent = store.index.extent(user.id)
        items = store.read(partial(text_documents.count, user=user.id))
        # Asked again: somebody may have saved something between the two.
        if extent.is_current and extent.documents != items and store.index.extent(user.id) == extent:
            found.append(
                f"The search index has {extent.documents} articles of {user.name}, but there are {items}; reindex "
                "mends that."
            )
    return found


def _halves(tx: ReadTx) -> list[str]:
    """Accounts without a list, and lists of nobody: the two are made and removed together."""
    accounts, owners = {user.id for user in _everyone(tx)}, set(_owners(tx))
    return [f"The account {user} has no list." for user in sorted(accounts - owners)] + [
        f"A list belongs to the account {user}, which is not there." for user in sorted(owners - accounts)
    ]


def _everyone(tx: ReadTx) -> list[User]:
    found: list[User] = []
    while some := users.after(tx, found[-1].id if found else 0, PEOPLE):
        found += some
    return found


def _owners(tx: ReadTx) -> list[int]:
    found: list[int] = []
    while some := user_counters.owners(tx, found[-1] if found else 0, PEOPLE):
        found += some
    return found


def tally(store: Store) -> dict[str, int]:
    """How much there is of everything."""
    people = store.read(all_users)
    sizes = [store.read(partial(tallies.sizes, user=user)) for user in people]
    waiting, working = store.read(jobs.tally)
    total = {
        name: sum(values)
        for name, values in zip(tallies.Sizes._fields, zip(*sizes, strict=True), strict=False)
    }
    return {
        "users": len(people), **tallies.Sizes()._asdict(), **total, "jobs_waiting": waiting, "jobs_working": working
    }  # fmt: skip
