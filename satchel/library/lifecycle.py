"""What belongs to an item, and so goes with it: when it is deleted, and when it becomes one with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from satchel.library.change import Changeset
from satchel.model.items import State
from satchel.store import addresses, articles, highlights, items, jobs, tags
from satchel.store.columns import ItemHead
from satchel.store.db import Tx


class Belonging(NamedTuple):
    """Things of an item, and the table that has them."""

    table: str
    clear: Callable[[Tx, int, ItemHead], None]  #: what becomes of those of an item that is deleted
    move: Callable[[Tx, int, ItemHead, ItemHead], None]  #: of one that becomes one with the second


BELONGINGS = (
    Belonging("item_tags", tags.clear, tags.move),
    Belonging("highlights", highlights.clear, highlights.move),
    Belonging("bodies", articles.clear, articles.move),
    Belonging("addresses", addresses.clear, addresses.move),
    Belonging("jobs", jobs.clear, jobs.move),
)


def bury(change: Changeset, item: ItemHead) -> None:
    """Turn an item into a tombstone; all that it had goes but its addresses."""
    items.bury(change.tx, change.user, item.id, change.stamp)
    for each in BELONGINGS:
        each.clear(change.tx, change.user, item)
    change.count_move(item.state, State.DELETED)


def hand_over(change: Changeset, source: ItemHead, target: ItemHead) -> None:
    """Give all that belongs to an item to another one of the person, as both stand now."""
    for each in BELONGINGS:
        each.move(change.tx, change.user, source, target)
