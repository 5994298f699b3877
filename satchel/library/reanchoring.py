"""Anchoring again: highlights that came before their article find their places when it is there."""

from __future__ import annotations

from satchel.library import anchoring
from satchel.library.change import Changeset
from satchel.store import highlights

#: Highlights of one item that are looked up when its article comes; each costs reading the text once.
MAX_LOOKED_UP = 200


def settle(change: Changeset, item_id: int, text: str) -> int:
    """Have those of an item that stand nowhere yet stand where their quotes are in `text`; how many do.

    What is not in it, or more than once, is kept as it is.
    """
    found = 0
    for number, quote, occurrence in highlights.unplaced(change.tx, change.user, item_id, MAX_LOOKED_UP):
        anchor = anchoring.find(text, quote, occurrence)
        if anchor is not None:
            highlights.place(change.tx, change.user, number, anchor, change.stamp)
            found += 1
    return found
