"""Merging: two items of one person that turned out to be one page become one item."""

from __future__ import annotations

import msgspec

from satchel.library import edits, lifecycle, turning
from satchel.library.change import Changeset
from satchel.library.waiting import signal_of
from satchel.model.items import Item, State
from satchel.store import edits as edits_store
from satchel.store import items, merges, tags, versions
from satchel.store.columns import ItemHead


def merge(change: Changeset, one: ItemHead, other: ItemHead) -> int:
    """Make them one; the id that remains, which is the older.

    Tags are united, a favourite stays one, and the state of the one that was acted on last wins;
    but one that was deleted never takes a living one with it. All texts that one of them had are
    versions of the other; what its person chose or pasted is read. The younger id lives on as an
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
    chosen = _hand_over_versions(change, first, second)
    lifecycle.hand_over(change, younger, stands)
    merges.redirect(tx, user, younger.id, elder.id, change.stamp)
    merged = items.get(tx, user, elder.id)
    assert merged is not None
    if first.edits or second.edits:
        edits_store.keep(tx, user, edits.together(first, second, merged), change.stamp)
    else:
        items.derive(tx, user, merged)
    if chosen:
        merged = items.get(tx, user, elder.id)
        assert merged is not None
        turning.turn_to(change, merged, chosen)
    tx.signal(signal_of(user, elder.id))
    tx.signal(signal_of(user, younger.id))
    change.count_move(elder.state, newer.state)
    change.count_move(younger.state, State.DELETED)
    change.count_filed(elder.folder_id, younger.folder_id)
    return elder.id


def _hand_over_versions(change: Changeset, elder: Item, younger: Item) -> int:
    """Give the elder item, if it has a text, those of the younger one that say something else.

    The number of that which is to be read, 0 where that is the elder's own: what a person chose goes before what was
    merely found.
    """
    tx, user, page = change.tx, change.user, edits.bare(younger).article
    if elder.article is None or page is None:
        return 0
    is_wanted = edits_store.is_chosen(tx, user, younger.id) and not edits_store.is_chosen(tx, user, elder.id)
    known = {each.number: _text(change, elder, each.number) for each in versions.listed(tx, user, elder.id)}
    versions.set_aside(tx, user, younger.id, page)
    wanted = 0
    for each in versions.listed(tx, user, younger.id):
        text = _text(change, younger, each.number)
        number = next((one for one, said in known.items() if said == text), 0)
        if not number:
            # Numbers are times; two items may have come in one moment.
            number = next(one for one in range(each.number, 0, -1) if one not in known)
            versions.give(tx, user, younger.id, each.number, elder.id, number)
            known[number] = text
        if is_wanted and each.number == page.version:
            wanted = number
    return wanted


def _text(change: Changeset, item: Item, number: int) -> str:
    body = versions.body(change.tx, change.user, item.id, number)
    return body[1] if body else ""
