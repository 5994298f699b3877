"""Restoring: an item goes back to where it was, and not to the top as if it were saved again."""

from __future__ import annotations

import msgspec

from satchel.library import fetches
from satchel.library.change import Changeset
from satchel.model.items import State
from satchel.store import items, tags
from satchel.store.columns import ItemHead


def unarchive(change: Changeset, item: ItemHead) -> None:
    """Put an archived item back on the unread list, at its old place."""
    if item.state == State.ARCHIVED:
        items.put_back(change.tx, change.user, item.id, State.UNREAD, 0, change.stamp)
        tags.index(change.tx, change.user, item, msgspec.structs.replace(item, state=State.UNREAD))
        change.count_move(item.state, State.UNREAD)


def restore(change: Changeset, item: ItemHead, state: State, at: int | None) -> None:
    """Put a deleted item back at its old place, as unread or archived.

    What it had besides its address went when it was deleted: tags, title, heart and highlights do
    not come back, and its page is fetched again.
    """
    if item.state != State.DELETED:
        return
    tx, user = change.tx, change.user
    state = State.ARCHIVED if state == State.ARCHIVED else State.UNREAD
    read_at = change.when(at) if state == State.ARCHIVED else 0
    items.put_back(tx, user, item.id, state, read_at, change.stamp)
    restored = items.get(tx, user, item.id)
    assert restored is not None
    items.derive(tx, user, restored)
    fetches.owe(tx, user, item.id, restored.given_url)
    change.count_move(State.DELETED, state)
