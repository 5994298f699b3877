"""Restoring: an item goes back to where it was, and not to the top as if it were saved again."""

from __future__ import annotations

import msgspec

from satchel.library import fetches
from satchel.library.change import Changeset
from satchel.model.items import State
from satchel.store import items, tags, trash
from satchel.store.columns import ItemHead


def unarchive(change: Changeset, item: ItemHead) -> None:
    """Put an archived item back on the unread list, at its old place."""
    if item.state == State.ARCHIVED:
        items.put_back(change.tx, change.user, item.id, State.UNREAD, 0, change.stamp)
        tags.index(change.tx, change.user, item, msgspec.structs.replace(item, state=State.UNREAD))
        change.count_move(item.state, State.UNREAD)


def restore(change: Changeset, item: ItemHead, state: State | None, at: int | None) -> None:
    """Put a deleted item back at its old place, as unread or archived; without `state` as it was.

    What lies in the trash comes back with all that it had. Of what has gone from there only the address is known, so
    its page is fetched again. Raises `Full` where the person has as many items as they may: to undo a deletion is
    always possible, to keep a second list in the trash is not.
    """
    if item.state != State.DELETED:
        return
    tx, user = change.tx, change.user
    old = items.get(tx, user, item.id)
    assert old is not None
    change.demand_room(has_text=old.trashed_at > 0)
    if state not in (State.UNREAD, State.ARCHIVED):
        state = item.trashed_from
    read_at = 0 if state == State.UNREAD else change.when(at)
    keeps_time = state == item.trashed_from == State.ARCHIVED
    trash.take_back(tx, user, item.id, state, None if keeps_time else read_at, change.stamp)
    tags.index(tx, user, item, msgspec.structs.replace(item, state=state))
    if not old.trashed_at:
        items.derive(tx, user, old)
    if old.article is None:
        fetches.owe(tx, user, item.id, old.given_url, change.priority)
    change.count_move(State.DELETED, state)
    change.count_filed(item.folder_id)
