"""What belongs to an item, and so goes with it: to the trash, for good, and when it becomes one with another."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from satchel.library.change import Changeset
from satchel.model.items import State
from satchel.store import acts, addresses, articles, highlights, import_rows, jobs, tags, trash
from satchel.store.columns import ItemHead
from satchel.store.db import Tx


class Belonging(NamedTuple):
    """Things of an item, and the table that has them."""

    table: str
    clear: Callable[[Tx, int, ItemHead], None]  #: what becomes of those of an item that goes for good
    move: Callable[[Tx, int, ItemHead, ItemHead], None]  #: of one that becomes one with the second
    hide: Callable[[Tx, int, ItemHead], None] | None = (
        None  #: of one that goes to the trash; None: they stay with it
    )


BELONGINGS = (
    Belonging("item_tags", tags.clear, tags.move, hide=tags.clear),
    Belonging("highlights", highlights.clear, highlights.move),
    Belonging("bodies", articles.clear, articles.move),
    Belonging("addresses", addresses.clear, addresses.move),
    Belonging("jobs", jobs.clear, jobs.move, hide=jobs.clear),
    Belonging("act_items", acts.clear, acts.move),
    Belonging("import_rows", import_rows.clear, import_rows.move),
)


def bury(change: Changeset, item: ItemHead) -> None:
    """Put a living item into the trash, with all that it has; for who keeps a copy of the list it is gone."""
    trash.put(change.tx, change.user, item, change.stamp)
    for each in BELONGINGS:
        if each.hide:
            each.hide(change.tx, change.user, item)
    change.owes_purge = True
    change.count_move(item.state, State.DELETED)
    change.count_filed(item.folder_id)


def empty(tx: Tx, user: int, item: ItemHead) -> None:
    """Remove all that an item in the trash has but its number and its addresses, by which a new save finds it."""
    trash.empty(tx, user, item.id)
    for each in BELONGINGS:
        each.clear(tx, user, item)


def hand_over(change: Changeset, source: ItemHead, target: ItemHead) -> None:
    """Give all that belongs to an item to another one of the person, as both stand now."""
    for each in BELONGINGS:
        each.move(change.tx, change.user, source, target)
