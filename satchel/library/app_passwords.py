"""App passwords: for apps that know a name and a password and cannot be asked for anything else.

Each is random and long, so a fast digest of it is kept; it opens what apps do, and no page.
"""

from __future__ import annotations

import re

from satchel.base import tokens
from satchel.base.errors import Invalid, NotFound, TooMany
from satchel.base.text import line, plain_name
from satchel.library import last_used
from satchel.library.context import Library
from satchel.library.usecase import looks_up, reads, writes
from satchel.model.access import AppPassword, Source
from satchel.model.people import User
from satchel.store import app_passwords, users
from satchel.store.db import ReadTx, Tx

HOUR = 3_600_000
MAX_APP_PASSWORDS = 50  #: that one person has
_FORM = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){4}")

_by_digest = looks_up(app_passwords.by_digest)


@reads(quick=True)
def all_of(tx: ReadTx, user: int) -> list[AppPassword]:
    """The person's, the newest first."""
    return app_passwords.of(tx, user)


@writes
def make(tx: Tx, user: int, name: str) -> str:
    """A new app password for the app of that name; told this once.

    Raises `Invalid` with the field "app", `TooMany` when there are fifty.
    """
    name = plain_name(name, 100)
    if not name:
        raise Invalid("Write down which app this is for.", field="app")
    if len(app_passwords.of(tx, user)) >= MAX_APP_PASSWORDS:
        raise TooMany("You have too many app passwords. Remove one first.")
    password = tokens.grouped_code(5)
    app_passwords.add(tx, user, tokens.digest(password), name)
    return password


@writes
def remove(tx: Tx, user: int, number: int) -> None:
    """Remove one of the person's. Raises `NotFound`."""
    if not app_passwords.remove(tx, user, number):
        raise NotFound("That app password is gone already.")


def is_one(password: str) -> bool:
    """Whether it has the form of an app password."""
    return bool(_FORM.fullmatch(password))


async def opens(library: Library, user: User, password: str, source: Source) -> bool:
    """Whether that is an app password of `user`. Its use is noted once an hour."""
    if not is_one(password):
        return False
    found = await library.run(_by_digest, user.id, tokens.digest(password))
    if found is None:
        return False
    if library.clock.now() - found.used_at >= HOUR:
        await last_used.write(library, _used, user.id, found.id, line(source.address, 100))
        library.security.note("sign_in", name=user.name, app=found.name)
    return True


@writes
def _used(tx: Tx, user: int, number: int, source: str) -> None:
    app_passwords.used(tx, user, number, source)
    users.seen(tx, user)
