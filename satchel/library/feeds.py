"""Feeding: a person's list as feeds, behind a secret of their own that opens nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from satchel.base import tokens
from satchel.base.errors import Conflict, NotFound
from satchel.base.text import name_key
from satchel.library import accounts, browsing, saved_searches
from satchel.library.usecase import reads, writes
from satchel.model.items import Item, Query, State
from satchel.model.searches import NAMES
from satchel.store import feeds, listing
from satchel.store.db import ReadTx, Tx

MAX_FEED_ITEMS = 100  #: items in a feed

#: The feeds of each person, and what is in them.
KINDS: dict[str, Query] = {
    "unread": Query(states=(State.UNREAD,), limit=MAX_FEED_ITEMS),
    "read": Query(states=(State.ARCHIVED,), limit=MAX_FEED_ITEMS),
    "all": Query(limit=MAX_FEED_ITEMS),
    "favourites": Query(favourite=True, limit=MAX_FEED_ITEMS),
}


def paths(name: str, secret: str) -> dict[str, str]:
    """The path of each of a person's feeds, by its kind."""
    return {kind: f"/users/{quote(name, safe='')}/{secret}/feed/{kind}" for kind in KINDS}


@writes
def new_secret(tx: Tx, user: int) -> str:
    """A new secret for the person's feeds, told this once; one from before opens them no more."""
    secret = tokens.secret()
    feeds.put(tx, user, tokens.digest(secret))
    return secret


@writes
def open_for(tx: Tx, name: str, *, anew: bool) -> tuple[str, str]:
    """Open the feeds of the account of that name: its name as it is written, and the secret.

    Raises `NotFound`, and `Conflict` when they are open already, unless `anew` ends that secret.
    """
    user = accounts.named(tx, name)
    if not anew and open_since(tx, user.id) is not None:
        raise Conflict(f"{user.name} has feeds, and their addresses are not shown again. --new makes others.")
    return user.name, new_secret(tx, user.id)


@writes
def close(tx: Tx, user: int) -> None:
    """Let nobody read the person's feeds. Raises `NotFound` when they are closed."""
    if not feeds.remove(tx, user):
        raise NotFound("The feeds are closed already.")


@writes
def close_for(tx: Tx, name: str) -> None:
    """`close`, for the account of that name. Raises `NotFound`."""
    close(tx, accounts.named(tx, name).id)


@reads
def open_since(tx: ReadTx, user: int) -> int | None:
    """Since when the feeds are open under the secret they have, ms; None when they are closed."""
    return feeds.made_at(tx, user)


@reads(quick=True)
def owner(tx: ReadTx, name: str, secret: str) -> tuple[int, str]:
    """Whose feeds these are, id and name. Raises `NotFound` alike for an unknown name and a wrong secret."""
    found = feeds.owner(tx, name_key(name), tokens.digest(secret)) if name and secret else None
    if found is None:
        raise NotFound("There is no such feed.")
    return found


@reads
def newest(tx: ReadTx, user: int, kind: str, write: Callable[[Sequence[Item]], bytes]) -> bytes:
    """What `write` makes of the hundred items of that feed that were saved last, away from the event loop."""
    found = listing.page(tx, user, KINDS[kind])
    return write([item for item in found if isinstance(item, Item)])


@reads
def found(tx: ReadTx, user: int, number: int, write: Callable[[str, Sequence[Item]], bytes]) -> bytes:
    """What `write` makes of a search that is a feed: of its name and the first hundred items that it finds, in its
    own order. As `newest`, away from the event loop. Raises `NotFound` for one that is none.
    """
    search = saved_searches.get(tx, user, number)
    if not search.fed:
        raise NotFound("There is no such feed.")
    query = browsing.widened(tx, user, Query(search=search.query, limit=MAX_FEED_ITEMS))
    items = [item for item in listing.page(tx, user, query) if isinstance(item, Item)]
    return write(search.name or NAMES[search.ready], items)
