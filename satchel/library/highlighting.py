"""Marking: highlights are kept with the items they are in."""

from __future__ import annotations

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import clean, line
from satchel.library.change import Changeset
from satchel.model.highlights import Highlight
from satchel.store import highlights, items
from satchel.store.items import ItemHead

MAX_NAME_CHARACTERS = 200  #: characters
MAX_QUOTE_CHARACTERS = 20_000
MAX_PATCH_CHARACTERS = 60_000
MAX_HIGHLIGHTS = 1000  #: highlights in one item


def add(change: Changeset, item: ItemHead, highlight: Highlight) -> None:
    """Keep a highlight with `item`; one of the same name, in whichever item, gives way to it.

    Raises `Invalid` for one that marks nothing, has no name, or is too long, and where an item
    has a thousand already.
    """
    name, quote, patch = (
        line(highlight.name, MAX_NAME_CHARACTERS + 1),
        clean(highlight.quote),
        clean(highlight.patch),
    )
    if not name or not quote.strip():
        raise Invalid("A highlight needs an id and a quote.")
    if (
        len(name) > MAX_NAME_CHARACTERS
        or len(quote) > MAX_QUOTE_CHARACTERS
        or len(patch) > MAX_PATCH_CHARACTERS
    ):
        raise Invalid("The highlight is too long.")
    if not 0 <= highlight.version < 2**31:
        raise Invalid("The highlight's version is not a number that a version can have.")
    tx, user = change.tx, change.user
    tx.room()
    kept = Highlight(name, quote, patch, highlight.version)
    # Before anything is written: an act that fails has changed nothing.
    if highlights.count(tx, user, item.id, name) >= MAX_HIGHLIGHTS:
        raise Invalid(f"An item has at most {MAX_HIGHLIGHTS} highlights.")
    before = highlights.put(tx, user, item.id, kept, change.when(highlight.made_at))
    if before is not None and before != item.id:
        items.touched(tx, user, before, change.stamp)
    items.touched(tx, user, item.id, change.stamp)


def remove(change: Changeset, name: str) -> None:
    """Remove the highlight of that name. Raises `NotFound`."""
    item_id = highlights.remove(change.tx, change.user, line(name, MAX_NAME_CHARACTERS + 1))
    if item_id is None:
        raise NotFound("There is no such highlight.")
    items.touched(change.tx, change.user, item_id, change.stamp)
