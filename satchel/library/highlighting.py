"""Marking: highlights are kept with the items they are in."""

from __future__ import annotations

import msgspec

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.base.text import clean, line
from satchel.library import anchoring
from satchel.library.change import Changeset
from satchel.library.usecase import reads, writes
from satchel.model.highlights import Highlight, NewHighlight
from satchel.model.items import State
from satchel.store import articles, highlights, items
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Tx

MAX_NAME_CHARACTERS = 200  #: characters
MAX_QUOTE_CHARACTERS = 20_000
MAX_NOTE_CHARACTERS = 20_000
MAX_PATCH_CHARACTERS = 60_000
MAX_HIGHLIGHTS = 1000  #: highlights in one item
#: So many letters of an article, looked through for a quote, are as much work as another act: both take 80 us.
LETTERS = 4_000


def add(change: Changeset, item: ItemHead, highlight: NewHighlight) -> tuple[int, int]:
    """Keep a highlight with `item`; one of the same name, in whichever item, gives way to it.

    Where the article's text is there, the passage is looked up in it. Gives its id, and how many acts' work that was.
    Raises `Invalid` for one that marks nothing or is too long, and where an item has a thousand already.
    """
    kept = _tidied(highlight)
    tx, user = change.tx, change.user
    tx.room()
    before = highlights.called(tx, user, kept.client_name)
    number = before.id if before else 0
    # Before anything is written: an act that fails has changed nothing.
    if highlights.count(tx, user, item.id, number) >= MAX_HIGHLIGHTS:
        raise Invalid(f"An item has at most {MAX_HIGHLIGHTS} highlights.")
    text = articles.text(tx, user, item.id) if item.version else ""
    anchor = anchoring.find(text, kept.quote, kept.occurrence)
    at = change.when(kept.made_at)
    if before and before.is_hidden:
        # One of the same name lies in the trash with its item: nothing of it shows in the new one.
        highlights.remove(tx, user, before.id)
        before = None
    if before is None:
        number = change.next_id()
        highlights.insert(tx, user, number, item.id, kept, anchor, at, change.stamp)
    else:
        highlights.rewrite(tx, user, number, item.id, kept, anchor, at, change.stamp)
        if before.item_id != item.id:
            items.touched(tx, user, before.item_id, change.stamp)
    items.touched(tx, user, item.id, change.stamp)
    return number, len(text) // LETTERS


def _tidied(highlight: NewHighlight) -> NewHighlight:
    """The highlight as it can be kept. Raises `Invalid`."""
    name = line(highlight.client_name, MAX_NAME_CHARACTERS + 1)
    quote, patch = clean(highlight.quote), clean(highlight.patch)
    note = None if highlight.note is None else clean(highlight.note).strip()
    if not quote.strip():
        raise Invalid("A highlight needs a quote.")
    if (
        len(name) > MAX_NAME_CHARACTERS
        or len(quote) > MAX_QUOTE_CHARACTERS
        or len(note or "") > MAX_NOTE_CHARACTERS
        or len(patch) > MAX_PATCH_CHARACTERS
    ):
        raise Invalid("The highlight is too long.")
    if not (0 <= highlight.version < 2**31 and 0 <= (highlight.occurrence or 0) < 2**31):
        raise Invalid("The highlight's version or occurrence is not a number that it can have.")
    return msgspec.structs.replace(highlight, quote=quote, client_name=name, note=note, patch=patch)


def remove(change: Changeset, name: str) -> None:
    """Remove the highlight that is called so, by its client or by its id in digits. Raises `NotFound`."""
    found = highlights.called(change.tx, change.user, line(name, MAX_NAME_CHARACTERS + 1))
    if found is None or found.is_hidden:
        raise NotFound("There is no such highlight.")
    highlights.remove(change.tx, change.user, found.id)
    items.touched(change.tx, change.user, found.item_id, change.stamp)


@writes
def mark(tx: Tx, user: int, item_id: int, highlight: NewHighlight) -> tuple[int, Highlight]:
    """A new highlight, and the id of the item that it is in.

    Raises as `add`, `NotFound`, and `Conflict` where that passage is marked already.
    """
    with Changeset(tx, user) as change:
        item = _living(tx, user, item_id)
        there = highlights.of(tx, user, [item.id]).get(item.id, [])
        quote = clean(highlight.quote)
        if any(
            each.quote == quote and (each.occurrence or 0) == (highlight.occurrence or 0) for each in there
        ):
            raise Conflict("That passage is marked already.")
        number, _ = add(change, item, highlight)
    return item.id, next(each for each in highlights.of(tx, user, [item.id])[item.id] if each.id == number)


@writes
def remove_by_id(tx: Tx, user: int, number: int) -> None:
    """Remove a highlight, whatever its client calls it. Raises `NotFound`."""
    with Changeset(tx, user) as change:
        found = highlights.by_id(tx, user, number) if 0 < number <= items.MAX_ID else None
        if found is None or found.is_hidden:
            raise NotFound("There is no such highlight.")
        highlights.remove(tx, user, found.id)
        items.touched(tx, user, found.item_id, change.stamp)


@reads
def of_item(tx: ReadTx, user: int, item_id: int) -> tuple[int, list[Highlight]]:
    """The id of an item, and its highlights, the oldest first. Raises `NotFound`."""
    item = _living(tx, user, item_id)
    return item.id, highlights.of(tx, user, [item.id]).get(item.id, [])


def _living(tx: ReadTx, user: int, item_id: int) -> ItemHead:
    item = items.head(tx, user, item_id)
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such item.")
    return item
