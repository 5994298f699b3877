"""Effort: how much work a step is, so that others who save wait no longer for it than for plain acts on plain items.

An item has a row in the index for each of its tags, up to a thousand, and all of them go with it where it goes.
"""

from __future__ import annotations

from collections.abc import Iterable

from satchel.model.items import Item

#: So many rows, or tags of an item, are as much work as another act: a plain one writes three to eight.
ROWS = 8


def within(its: Iterable[Item], most: int, tags: int = 0) -> list[Item]:
    """The first of these items, as many as acts on them are no more than `most` plain ones; one at least.

    `tags` are so many that each is given, or loses.
    """
    found: list[Item] = []
    for item in its:
        most -= 1 + (len(item.tags) + tags) // ROWS
        if found and most < 0:
            break
        found.append(item)
    return found
