"""Opening: an article with all that its page shows, and what stands next in the list one came from."""

from __future__ import annotations

from typing import NamedTuple

from satchel.library import browsing, reading, undoing
from satchel.model.items import Item, Query, State
from satchel.store import items
from satchel.store.db import Tx


class Opened(NamedTuple):
    """An item, its article as clean HTML, and what is next."""

    item: Item
    html: str  #: "" while there is none
    following: Item | None


def opened(tx: Tx, user: int, item_id: int, query: Query) -> Opened:
    """The item that answers to `item_id`; `query` is the list one came from.

    Raises `NotFound` where it is not on the list, or another person's.
    """
    item = found(tx, user, item_id)
    html = reading.html(tx, user, item.id) if item.article else ""
    return Opened(item, html, browsing.following(tx, user, browsing.widened(tx, user, query), item))


def found(tx: Tx, user: int, item_id: int) -> Item:
    """The item alone. Raises `NotFound`."""
    if not 0 < item_id <= items.MAX_ID:
        return undoing.living(tx, user, item_id)
    item = items.get(tx, user, item_id)
    # What was merged into another one is found under that one's id.
    return item if item and item.state != State.DELETED else undoing.living(tx, user, item_id)
