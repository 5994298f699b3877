"""Archiving: what is read goes off the unread list, and out of its folder."""

from __future__ import annotations

import msgspec

from satchel.library.change import Changeset
from satchel.model.items import State
from satchel.store import items, tags
from satchel.store.columns import ItemHead


def archive(change: Changeset, item: ItemHead, at: int | None) -> None:
    """Take a living item off the unread list; `at` is when the person did it, ms."""
    items.set_state(
        change.tx, change.user, item.id, State.ARCHIVED, change.when(at), change.stamp,
        filed=item.folder_id is not None,
    )  # fmt: skip
    tags.index(change.tx, change.user, item, msgspec.structs.replace(item, state=State.ARCHIVED))
    change.count_move(item.state, State.ARCHIVED)
    change.count_filed(item.folder_id)
