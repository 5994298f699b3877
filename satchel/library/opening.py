"""Opening: an article with all that its page shows, and what stands next in the list one came from."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import NotFound
from satchel.library import browsing, pictures, reading, suggesting, undoing
from satchel.library.usecase import reads
from satchel.model.items import Item, Query, State
from satchel.store import items
from satchel.store.db import ReadTx


class Opened(NamedTuple):
    """An item, its article as clean HTML, and what is next."""

    item: Item
    html: str  #: "" while there is none
    following: Item | None
    hidden: int = 0  #: parts that are not shown, by what the person hides on its site


def _is_quick(user: int, item_id: int, query: Query) -> bool:
    return not query.search and not query.saved


@reads(quick=_is_quick)
def opened(tx: ReadTx, user: int, item_id: int, query: Query) -> Opened:
    """The item that answers to `item_id`; `query` is the list one came from.

    Raises `NotFound` where it is not on the list, or another person's.
    """
    item = found(tx, user, item_id)
    html, hidden = reading.shown(tx, user, item) if item.article else ("", 0)
    try:
        following = browsing.following(tx, user, browsing.widened(tx, user, query), item)
    except NotFound:  # the list was a search that is kept no more
        following = None
    return Opened(item, html, following, hidden)


@reads
def edited(tx: ReadTx, user: int, item_id: int, most: int) -> tuple[Item, list[str]]:
    """The item alone, and at most so many tags that would fit it. Raises `NotFound`."""
    item = found(tx, user, item_id)
    return item, [each.tag for each in suggesting.for_item(tx, user, item)[:most]]


@reads(quick=True)
def pictured(tx: ReadTx, user: int, item_id: int, number: int) -> tuple[Item, str]:
    """The item alone, and the address of its picture of that number, "" for none. Raises `NotFound`."""
    item = found(tx, user, item_id)
    return item, pictures.address(tx, user, item, number)


def found(tx: ReadTx, user: int, item_id: int) -> Item:
    """The item alone. Raises `NotFound`."""
    if not 0 < item_id <= items.MAX_ID:
        return undoing.living(tx, user, item_id)
    item = items.get(tx, user, item_id)
    # What was merged into another one is found under that one's id.
    return item if item and item.state != State.DELETED else undoing.living(tx, user, item_id)
