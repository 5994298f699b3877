"""Merging: two items of one person that turned out to be one page become one item."""

from __future__ import annotations

from satchel.library.change import Changeset
from satchel.library.waiting import signal_of
from satchel.model.items import State
from satchel.store import articles, highlights, items, jobs, merges, tags
from satchel.store.items import ItemHead


def merge(change: Changeset, one: ItemHead, other: ItemHead) -> int:
    """Make them one; the id that remains, which is the older.

    Tags are united, a favourite stays one, and the state of the one that was acted on last wins;
    but one that was deleted never takes a living one with it. The younger id lives on as an
    alias: actions on it reach the item, and those who sync see it deleted.
    """
    elder, younger = sorted((one, other), key=lambda item: item.id)
    newer = max((elder, younger), key=lambda item: (item.state != State.DELETED, item.acted_at))
    tx, user = change.tx, change.user
    merges.adopt_state(tx, user, elder.id, newer.id, change.stamp)
    merges.adopt_rest(tx, user, elder.id, younger.id)
    if elder.article_id is None:
        merges.adopt_article(tx, user, elder.id, younger.id)
    tags.follow(tx, user, elder.id)
    tags.put(tx, user, elder, {*elder.tags, *younger.tags}, change.stamp)
    highlights.move(tx, user, younger.id, elder.id)
    merges.redirect(tx, user, younger.id, elder.id, change.stamp)
    tags.clear_index(tx, user, younger.id)
    jobs.cancel_for_item(tx, user, younger.id)
    articles.drop_if_unused(tx, younger.article_id)
    items.derive(tx, user, elder.id)
    tx.signal(signal_of(elder.id))
    tx.signal(signal_of(younger.id))
    change.count_move(elder.state, newer.state)
    change.count_move(younger.state, State.DELETED)
    return elder.id
