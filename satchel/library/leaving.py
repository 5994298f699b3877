"""Leaving: an account is shut for a while, opened again, or removed with everything in it."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import Conflict
from satchel.library import accounts
from satchel.library.context import Library
from satchel.library.usecase import reads, writes
from satchel.model.people import User
from satchel.store import apps, calls, leaving, sessions, users
from satchel.store.db import ReadTx, Tx

#: Items that one transaction removes, or rows of the index of tags: others wait for no more than that.
BATCH = 200
BATCH_TAGS = 1000
#: Accounts that are read at once.
AT_ONCE = 500


class Listed(NamedTuple):
    """An account, and how many links are kept in it."""

    user: User
    links: int


@reads
def everyone(tx: ReadTx) -> list[Listed]:
    """All accounts, the oldest first."""
    sizes = users.sizes(tx)
    found: list[Listed] = []
    while some := users.after(tx, found[-1].user.id if found else 0, AT_ONCE):
        found += [Listed(user, sizes.get(user.id, 0)) for user in some]
    return found


@writes
def disable(tx: Tx, name: str) -> User:
    """Let no door know the person any more; what they kept stays, and their pages wait.

    Their browsers are signed out; tokens and feeds open again with the account. Raises `NotFound`, and `Conflict`
    for the only one who may look after the server.
    """
    user = _one_of_several(tx, name, "disabled")
    if not user.disabled_at:
        users.set_disabled(tx, user.id, tx.now)
    sessions.remove_all(tx, user.id)
    return user


@writes
def enable(tx: Tx, name: str) -> User:
    """Let the person in again. Raises `NotFound`."""
    user = accounts.named(tx, name)
    users.set_disabled(tx, user.id, 0)
    tx.signal("jobs")
    return user


@reads
def removable(tx: ReadTx, name: str) -> Listed:
    """The account of that name, and how much would go with it. Raises as `disable`."""
    user = _one_of_several(tx, name, "removed")
    return Listed(user, users.sizes(tx).get(user.id, 0))


def remove(library: Library, name: str) -> User:
    """Remove the account and every row of the person; for the command line, since it may take a while.

    Many transactions, the first of which shuts the account, so that nothing is added meanwhile. Begun and not
    ended, it can be begun again. Apps of theirs through which others are connected stay, and are nobody's.
    Raises as `disable`.
    """
    user = library.run_sync(disable, name)
    while library.run_sync(_remove_some, user.id):
        pass
    library.run_sync(_remove_rest, user)
    return user


@writes
def _remove_rest(tx: Tx, user: User) -> None:
    _one_of_several(tx, user.name, "removed")
    apps.remove_unused(tx, user.id)
    calls.forget(tx, user.id)
    users.remove(tx, user.id)


@writes
def _remove_some(tx: Tx, user: int) -> int:
    # The index of tags leads from a tag to its items, and not back: it goes before them.
    return (
        leaving.erase_tags(tx, user, BATCH_TAGS)
        or leaving.erase_acts(tx, user, BATCH)
        or leaving.erase_imports(tx, user, BATCH_TAGS)
        or leaving.erase_items(tx, user, BATCH)
    )


def _one_of_several(tx: ReadTx, name: str, what: str) -> User:
    user = accounts.named(tx, name)
    if user.is_admin and not user.disabled_at and not users.has_other_admin(tx, user.id):
        raise Conflict(
            f"{user.name} is the only one who may look after this server, and cannot be {what}. "
            "Make another account with --admin first."
        )
    return user
