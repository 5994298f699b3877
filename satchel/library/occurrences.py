"""Occurrences: highlights for programs that name a passage by its text and by which of its places is meant."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import Invalid, NotFound
from satchel.library import anchoring, highlighting
from satchel.library.change import Changeset
from satchel.library.usecase import reads, writes
from satchel.model.highlights import Highlight, NewHighlight
from satchel.model.items import State
from satchel.store import articles, highlights, items
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Tx


class Placed(NamedTuple):
    """A highlight, and at which occurrence of its quote it stands."""

    highlight: Highlight
    item_id: int
    position: int  #: from 0; as its program said while the article's text has no such place


@reads
def of_item(tx: ReadTx, user: int, item_id: int) -> list[Placed]:
    """The highlights of a living item, the oldest first. Raises `NotFound`."""
    return _placed(tx, user, _item(tx, user, item_id))


def _weight(user: int, item_id: int, text: str, position: int, note: str | None) -> int:
    return 1 + len(text) // highlighting.LETTERS


@writes(weight=_weight)
def add(tx: Tx, user: int, item_id: int, text: str, position: int, note: str | None) -> Placed:
    """Mark a passage of an item at that occurrence. Raises `NotFound`, `Invalid`."""
    if not 0 <= position < anchoring.MAX_OCCURRENCES:
        raise Invalid("There is no such position.", field="position")
    made = NewHighlight(text, note=note, occurrence=position)
    with Changeset(tx, user) as change:
        item = _item(tx, user, item_id)
        highlighting.add(change, item, made)
    return max(_placed(tx, user, item), key=lambda each: each.highlight.id)


@writes
def remove(tx: Tx, user: int, number: int) -> None:
    """Remove the highlight of that id, whoever made it. Raises `NotFound`."""
    with Changeset(tx, user) as change:
        found = highlights.numbered(tx, user, number)
        if found is None or found.is_hidden:
            raise NotFound("There is no such highlight.")
        highlights.remove(tx, user, found.id)
        items.touched(tx, user, found.item_id, change.stamp)


def _item(tx: ReadTx, user: int, item_id: int) -> ItemHead:
    item = items.head(tx, user, item_id)
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such bookmark.")
    return item


def _placed(tx: ReadTx, user: int, item: ItemHead) -> list[Placed]:
    marks = highlights.of(tx, user, [item.id]).get(item.id, [])
    standing = [(mark.quote, mark.start) for mark in marks if mark.start is not None]
    text = articles.text(tx, user, item.id) if standing else ""
    places = iter(anchoring.occurrences(text, standing))
    return [
        Placed(mark, item.id, next(places) if mark.start is not None else mark.occurrence or 0)
        for mark in marks
    ]  # fmt: skip
