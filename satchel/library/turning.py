"""Turning to another version: which of an item's texts is read."""

from __future__ import annotations

import msgspec

from satchel.library import edits
from satchel.library.change import Changeset
from satchel.model.items import Item
from satchel.model.versions import Origin
from satchel.store import edits as edits_store
from satchel.store import versions


def turn_to(change: Changeset, item: Item, number: int) -> bool:
    """Read the version of that number from now on; whether that could be, for it may be kept no more."""
    tx, user, page = change.tx, change.user, edits.bare(item)
    known = versions.listed(tx, user, item.id)
    wanted = next((each for each in known if each.number == number), None)
    if wanted is None or page.article is None:
        return False
    if wanted.head is not None:
        versions.set_aside(tx, user, item.id, page.article)
        versions.take_up(tx, user, item.id, number)
        page = msgspec.structs.replace(page, article=wanted.head)
        edits_store.keep(tx, user, edits.worn(page, edits.mine(item)), change.stamp)
    # The newest that a fetch found is what fetches may replace.
    newest = max((each.number for each in known if each.origin is Origin.FETCHED), default=0)
    edits_store.choose(tx, user, item.id, chosen=number != newest)
    return True
