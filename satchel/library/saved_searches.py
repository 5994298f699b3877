"""Searches that a person keeps: each is a list of its own, and a feed where that is wanted."""

from __future__ import annotations

import msgspec

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import clean, line
from satchel.library.search.parser import MAX_QUERY_CHARACTERS, parse
from satchel.library.usecase import reads, writes
from satchel.model.searches import SavedSearch
from satchel.store import searches
from satchel.store.db import ReadTx, Tx

MAX_SAVED_SEARCHES = 100
MAX_NAME_CHARACTERS = 100


@reads(quick=True)
def all_of(tx: ReadTx, user: int) -> list[SavedSearch]:
    """The person's searches, in their order."""
    return searches.of(tx, user)


@reads(quick=True)
def get(tx: ReadTx, user: int, number: int) -> SavedSearch:
    """The search of that number. Raises `NotFound`."""
    found = searches.get(tx, user, number) if 0 < number < 2**53 else None
    if found is None:
        raise NotFound("There is no such search.")
    return found


@writes
def keep(tx: Tx, user: int, name: str, query: str) -> SavedSearch:
    """A new search, behind all others; without a name it has that of what it asks for.

    Raises `Invalid` for one that asks nothing and for one too many.
    """
    tx.room()
    query = _query(query)
    tx.lock_user(user)
    there = searches.of(tx, user)
    if len(there) >= MAX_SAVED_SEARCHES:
        raise Invalid(f"You can keep {MAX_SAVED_SEARCHES} searches. Delete one that you no longer need.")
    place = there[-1].place + 1 if there else 1
    made = SavedSearch(
        searches.next_id(tx, user),
        _name(name) or line(query, MAX_NAME_CHARACTERS),
        query,
        place,
        0,
        True,
        False,
    )
    searches.put(tx, user, made)
    return made


@writes
def change(tx: Tx, user: int, number: int, *, name: str, query: str, counted: bool, fed: bool) -> SavedSearch:
    """Another name or query of a search, whether it is counted, and whether it is a feed.

    Raises `NotFound`, and `Invalid` for one that asks nothing.
    """
    tx.lock_user(user)
    old = get(tx, user, number)
    name, query = _name(name), _query(query)
    if not name and not old.ready:
        name = line(query, MAX_NAME_CHARACTERS)
    new = msgspec.structs.replace(old, name=name, query=query, counted=counted, fed=fed)
    searches.put(tx, user, new)
    return new


@writes
def move(tx: Tx, user: int, number: int, by: int) -> None:
    """Put a search so many places further down, or up where that is negative. Raises `NotFound`."""
    tx.lock_user(user)
    there = searches.of(tx, user)
    at = next((place for place, each in enumerate(there) if each.id == number), -1)
    if at < 0:
        raise NotFound("There is no such search.")
    moved = there.pop(at)
    there.insert(max(0, at + by), moved)
    for place, each in enumerate(there, 1):
        if each.place != place:
            searches.put(tx, user, msgspec.structs.replace(each, place=place))


@writes
def remove(tx: Tx, user: int, number: int) -> SavedSearch:
    """Forget a search; gives what it was. Raises `NotFound`."""
    old = get(tx, user, number)
    searches.remove(tx, user, number)
    return old


def _query(text: str) -> str:
    query = line(clean(text), MAX_QUERY_CHARACTERS)
    if parse(query).node is None:
        raise Invalid("Write what to search for.", field="query")
    return query


def _name(text: str) -> str:
    return line(text, MAX_NAME_CHARACTERS)
