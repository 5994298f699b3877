"""Marking: highlights are kept with the items they are in."""

from __future__ import annotations

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import clean, line
from satchel.library.change import Change
from satchel.model.highlights import Highlight
from satchel.store import highlights, items
from satchel.store.items import Standing

LONGEST_NAME = 200  #: characters
LONGEST_QUOTE = 20_000
LONGEST_PATCH = 60_000
MOST = 1000  #: highlights in one item


def mark(change: Change, item: Standing, highlight: Highlight) -> None:
    """Keep a highlight with `item`; one of the same name, in whichever item, gives way to it.

    Raises `Invalid` for one that marks nothing, has no name, or is too long, and where an item
    has a thousand already.
    """
    name, quote, patch = (
        line(highlight.name, LONGEST_NAME + 1),
        clean(highlight.quote),
        clean(highlight.patch),
    )
    if not name or not quote.strip():
        raise Invalid("A highlight needs an id and a quote.")
    if len(name) > LONGEST_NAME or len(quote) > LONGEST_QUOTE or len(patch) > LONGEST_PATCH:
        raise Invalid("The highlight is too long.")
    if not 0 <= highlight.version < 2**31:
        raise Invalid("The highlight's version is not a number that a version can have.")
    tx, user = change.tx, change.user
    tx.room()
    kept = Highlight(name, quote, patch, highlight.version)
    before = highlights.put(tx, user, item.id, kept, change.when(highlight.made_at))
    if highlights.count(tx, user, item.id) > MOST:
        raise Invalid(f"An item has at most {MOST} highlights.")
    if before is not None and before != item.id:
        items.touched(tx, user, before, change.mark)
    items.touched(tx, user, item.id, change.mark)


def unmark(change: Change, name: str) -> None:
    """Remove the highlight of that name. Raises `NotFound`."""
    item_id = highlights.remove(change.tx, change.user, line(name, LONGEST_NAME + 1))
    if item_id is None:
        raise NotFound("There is no such highlight.")
    items.touched(change.tx, change.user, item_id, change.mark)
