"""Merging: two items of one person that turned out to be one page become one item."""

from __future__ import annotations

from satchel.library.change import Change
from satchel.model.items import State
from satchel.model.jobs import Work
from satchel.store import items, jobs, merges, tags
from satchel.store.items import Standing


def merge(change: Change, one: Standing, other: Standing) -> int:
    """Make them one; the id that remains, which is the older.

    Tags are united, and the state of the one that was acted on last wins. The younger id lives
    on as an alias: actions on it reach the item, and those who sync see it deleted.
    """
    elder, younger = sorted((one, other), key=lambda item: item.id)
    newer = max((elder, younger), key=lambda item: item.acted_at)
    tx, user = change.tx, change.user
    living = [item for item in (elder, younger) if item.state != State.DELETED]
    united = {tag for item in living for tag in item.tags} if newer.state != State.DELETED else set()
    merges.adopt_state(tx, user, elder.id, newer.id, change.mark)
    merges.adopt_texts(tx, user, elder.id, younger.id)
    tags.put(tx, user, elder, united, change.mark)
    merges.redirect(tx, user, younger.id, elder.id, change.mark)
    tags.clear_index(tx, user, younger.id)
    jobs.forget(tx, Work.FETCH, younger.id)
    items.derive(tx, user, elder.id)
    change.moved(elder.state, newer.state)
    change.moved(younger.state, State.DELETED)
    return elder.id
