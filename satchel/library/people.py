"""People: what who looks after the server sees of them, and sets for them."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import name_key
from satchel.library import accounts, inviting
from satchel.library.usecase import reads, writes
from satchel.model.people import Invite, Person, User
from satchel.store import user_counters, users
from satchel.store.db import ReadTx, Tx

AT_ONCE = 50  #: people on one page
MAX_LIMIT = 10**15  #: items or bytes


class Everybody(NamedTuple):
    """One page of all people, and the invitations that are open."""

    people: list[Person]
    invites: list[Invite]
    more: int  #: the id after which the next page begins; 0 where there is none


@reads(quick=True)
def everybody(tx: ReadTx, after: int = 0, text: str = "") -> Everybody:
    """The accounts behind the id `after`, the oldest first; with `text` those only whose name has it."""
    rows = users.with_times(tx, after, name_key(text), AT_ONCE + 1)
    more = rows[AT_ONCE - 1][0].id if len(rows) > AT_ONCE else 0
    rows = rows[:AT_ONCE]
    sizes = user_counters.sizes(tx, [user.id for user, _, _ in rows])
    people = [Person(user, made, seen, *sizes.get(user.id, _NONE)) for user, made, seen in rows]
    return Everybody(people, inviting.pending(tx), more)


@reads(quick=True)
def one(tx: ReadTx, number: int) -> Person:
    """One of them, with the ways in which the account is opened. Raises `NotFound`."""
    row = users.with_ways(tx, number)
    if row is None:
        raise NotFound("There is no such account any more.")
    user, made, seen, passkeys, identities = row
    sizes = user_counters.sizes(tx, [user.id]).get(user.id, _NONE)
    return Person(user, made, seen, *sizes, passkeys, identities)


@writes
def limit(tx: Tx, number: int, items: int, size: int) -> User:
    """Let the person have so many items, and texts of so many bytes; 0 for no limit. What is there stays.

    Raises `NotFound`, `Invalid` for numbers that nobody means.
    """
    if not (0 <= items <= MAX_LIMIT and 0 <= size <= MAX_LIMIT):
        raise Invalid("This number is too large.")
    user = found(tx, number)
    user_counters.set_limits(tx, number, items, size)
    return user


@writes
def limit_named(tx: Tx, name: str, items: int | None, size: int | None) -> Person:
    """The same by the name of the account, and how it stands then; None leaves what there is. Raises as `limit`."""
    person = one(tx, accounts.named(tx, name).id)
    if items is None and size is None:
        return person
    wanted = person.max_items if items is None else items, person.max_bytes if size is None else size
    limit(tx, person.user.id, *wanted)
    return one(tx, person.user.id)


def found(tx: ReadTx, number: int) -> User:
    """The account with that number. Raises `NotFound`."""
    user = users.by_id(tx, number)
    if user is None:
        raise NotFound("There is no such account any more.")
    return user


_NONE = (0, 0, 0, 0)
