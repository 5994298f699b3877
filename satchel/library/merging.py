"""Merging: two items of one person that turned out to be one page become one item."""

from __future__ import annotations

import msgspec

from satchel.library import edits, lifecycle
from satchel.library.change import Changeset
from satchel.library.waiting import signal_of
from satchel.model.items import State
from satchel.store import edits as edits_store
from satchel.store import items, merges, tags
from satchel.store.columns import ItemHead


def merge(change: Changeset, one: ItemHead, other: ItemHead) -> int:
    """Make them one; the id that remains, which is the older.

    Tags are united, a favourite stays one, and the state of the one that was acted on last wins;
    but one that was deleted never takes a living one with it. The younger id lives on as an
    alias: actions on it reach the item, and those who sync see it deleted.
    """
    elder, younger = sorted((one, other), key=lambda item: item.id)
    newer = max((elder, younger), key=lambda item: (item.state != State.DELETED, item.acted_at))
    tx, user = change.tx, change.user
    first, second = (items.get(tx, user, item.id) for item in (elder, younger))
    assert first is not None
    assert second is not None
    merges.adopt_state(tx, user, elder.id, newer.id, change.stamp)
    merges.adopt_rest(tx, user, elder.id, younger.id)
    stands = msgspec.structs.replace(elder, state=newer.state, added_at=newer.added_at)
    tags.index(tx, user, elder, stands)
    lifecycle.hand_over(change, younger, stands)
    merges.redirect(tx, user, younger.id, elder.id, change.stamp)
    merged = items.get(tx, user, elder.id)
    assert merged is not None
    if first.edits or second.edits:
        edits_store.keep(tx, user, edits.together(first, second, merged), change.stamp)
    else:
        items.derive(tx, user, merged)
    tx.signal(signal_of(user, elder.id))
    tx.signal(signal_of(user, younger.id))
    change.count_move(elder.state, newer.state)
    change.count_move(younger.state, State.DELETED)
    change.count_filed(elder.folder_id, younger.folder_id)
    return elder.id
