"""Leaving: an account is shut for a while, opened again, or removed with everything in it."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from satchel.base.errors import Conflict, NotFound
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
    user = accounts.named(tx, name)
    _lock_out(tx, user)
    return user


@writes
def enable(tx: Tx, name: str) -> User:
    """Let the person in again. Raises `NotFound`, and `Conflict` for an account that is on its way out."""
    user = accounts.named(tx, name)
    if user.removing_at:
        raise Conflict("This account is being removed.")
    users.set_disabled(tx, user.id, 0)
    tx.signal("jobs")
    return user


@reads
def removable(tx: ReadTx, name: str) -> Listed:
    """The account of that name, and how much would go with it. Raises as `disable`."""
    user = accounts.named(tx, name)
    _demand_another_admin(tx, user)
    return Listed(user, users.sizes(tx).get(user.id, 0))


def remove(library: Library, name: str) -> User:
    """Remove the account and every row of the person; for the command line, since it may take a while.

    Many transactions, the first of which shuts the account, so that nothing is added meanwhile. Begun and not
    ended, it can be begun again, and a server that starts goes on with it. Apps of theirs through which others are
    connected stay, and are nobody's. Raises as `disable`.
    """
    user = library.run_sync(accounts.named, name)
    library.run_sync(begin_removal, user.id)
    while library.run_sync(_remove_some, user.id):
        pass
    while not library.store.index.remove(user.id):
        pass
    library.run_sync(_remove_rest, user.id)
    library.store.index.remove(user.id)
    return user


@writes
def begin_removal(tx: Tx, number: int) -> User:
    """The account with that number, shut and on its way out. Raises as `disable`."""
    user = users.by_id(tx, number)
    if user is None:
        raise NotFound("There is no such account any more.")
    _lock_out(tx, user)
    users.set_removing(tx, user.id)
    return user


async def carry_out(library: Library, user: User) -> None:
    """Remove what is left of an account that is on its way out, a batch at a time; others go on between them."""
    while await library.run(_remove_some, user.id):
        pass
    while not await asyncio.to_thread(library.store.index.remove, user.id):
        pass
    await library.run(_remove_rest, user.id)
    # Whoever indexes beside this may have noted meanwhile how far they came with an account that had nothing any more.
    await asyncio.to_thread(library.store.index.remove, user.id)


@reads
def begun(tx: ReadTx) -> list[User]:
    """The accounts that are on their way out: whoever removed them may have been ended."""
    return users.leaving(tx)


@writes
def _remove_rest(tx: Tx, user: int) -> None:
    apps.remove_unused(tx, user)
    calls.forget(tx, user)
    users.remove(tx, user)


@writes
def _remove_some(tx: Tx, user: int) -> int:
    # The index of tags leads from a tag to its items, and not back: it goes before them.
    return (
        leaving.erase_tags(tx, user, BATCH_TAGS)
        or leaving.erase_acts(tx, user, BATCH)
        or leaving.erase_imports(tx, user, BATCH_TAGS)
        or leaving.erase_items(tx, user, BATCH)
    )


@writes
def set_admin(tx: Tx, number: int, is_admin: bool) -> User:
    """Let the person look after the server, or no longer.

    Raises `NotFound`; `Conflict` for the only one who does, and for an account that cannot sign in.
    """
    user = users.by_id(tx, number)
    if user is None:
        raise NotFound("There is no such account any more.")
    if is_admin and (user.disabled_at or user.password_hash is None):
        raise Conflict("This account cannot sign in, and so cannot become an administrator.")
    if not is_admin:
        tx.lock_first_account()
        _demand_another_admin(tx, users.by_id(tx, number) or user)
    users.set_admin(tx, number, is_admin)
    return user


def _lock_out(tx: Tx, user: User) -> None:
    # Two administrators who shut one another out at the same moment wait for each other here.
    tx.lock_first_account()
    _demand_another_admin(tx, users.by_id(tx, user.id) or user)
    if not user.disabled_at:
        users.set_disabled(tx, user.id, tx.now)
    sessions.remove_all(tx, user.id)


def _demand_another_admin(tx: ReadTx, user: User) -> None:
    if user.is_admin and not user.disabled_at and not users.has_other_admin(tx, user.id):
        raise Conflict("Nobody else may look after this server. Make another account an administrator first.")
