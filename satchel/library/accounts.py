"""Accounts: making them, and the first one."""

from __future__ import annotations

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.base.text import clean, line, name_key
from satchel.library.usecase import reads, writes
from satchel.model.keys import KeyChoice
from satchel.model.people import User
from satchel.store import users
from satchel.store.db import ReadTx, Tx

MAX_NAME_CHARACTERS = 255


@writes
def create(tx: Tx, name: str, password_hash: str | None, *, email: str = "", is_admin: bool = False) -> User:
    """A new account. None for a password opens it for adding only, through the simple door.

    Raises `Invalid` for a name that cannot be one, `Conflict` when it is taken.
    """
    name, email = checked_name(name), line(email, MAX_NAME_CHARACTERS)
    user = users.add(tx, name, name_key(name), email, password_hash, is_admin)
    if user is None:
        raise Conflict(f"There is an account named {name} already.", field="name")
    return User(user, name, email, is_admin, password_hash)


@writes
def choose_keys(tx: Tx, user: int, choice: KeyChoice) -> None:
    """Keep which keys a person uses for what."""
    users.set_keys(tx, user, choice.written)


def create_first(tx: Tx, name: str, password_hash: str, *, email: str = "") -> User:
    """The first account, which owns the server. Raises `Conflict` when there is one already."""
    tx.lock_first_account()
    if users.anyone(tx):
        raise Conflict("This server has its first account already.")
    return create(tx, name, password_hash, email=email, is_admin=True)


def checked_name(name: str) -> str:
    """The name without white space around it. Raises `Invalid` when it cannot be a user name."""
    trimmed = name.strip()
    if not trimmed or not name_key(trimmed):
        raise Invalid("An account needs a name.", field="name")
    if len(trimmed) > MAX_NAME_CHARACTERS:
        raise Invalid(f"A name has at most {MAX_NAME_CHARACTERS} characters.", field="name")
    if clean(trimmed) != trimmed or "\n" in trimmed or "\r" in trimmed or "\t" in trimmed:
        raise Invalid("A name is one line of text without control characters.", field="name")
    return trimmed


@reads(quick=True)
def named(tx: ReadTx, name: str) -> User:
    """The account of that name. Raises `NotFound`."""
    user = users.by_name(tx, name_key(name))
    if user is None:
        raise NotFound(f"There is no account named {line(name, 100)}.")
    return user


@reads(quick=True)
def numbered(tx: ReadTx, user: int) -> User | None:
    """The account with that id, if it is still there."""
    return users.by_id(tx, user)


@reads(quick=True)
def anyone(tx: ReadTx) -> bool:
    """Whether there is an account at all."""
    return users.anyone(tx)
