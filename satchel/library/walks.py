"""Walks: who asks for all changes a page at a time, by offsets, goes on where their last page ended.

Items that change meanwhile come into the list before that place, and everything behind it would be shown twice. It
is a hint only: where nothing is remembered the offset is counted, and nothing is passed over either.
"""

from __future__ import annotations

from collections import OrderedDict

from satchel.model.items import Position

MAX_WALKS = 10_000  #: ends of pages that are remembered

Walk = tuple[int, int]  #: a person, and since when


class Walks:
    """Where pages ended, in this process."""

    def __init__(self) -> None:
        self._ends: OrderedDict[tuple[Walk, int], int] = OrderedDict()

    def place(self, walk: Walk, offset: int) -> Position | None:
        """Behind which item the page with that offset begins; None where nobody knows."""
        last = self._ends.get((walk, offset))
        return None if last is None else Position(last, last)

    def note(self, walk: Walk, offset: int, last: int) -> None:
        """Remember that the page before `offset` ended with the item `last`."""
        self._ends[walk, offset] = last
        self._ends.move_to_end((walk, offset))
        if len(self._ends) > MAX_WALKS:
            self._ends.popitem(last=False)
