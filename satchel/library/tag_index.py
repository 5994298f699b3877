"""The index of all tags, a part at a time: somebody may have a hundred thousand."""

from __future__ import annotations

from heapq import nsmallest
from typing import NamedTuple

from satchel.base.text import fold
from satchel.library import browsing, finding
from satchel.library.browsing import Overview
from satchel.library.usecase import reads
from satchel.store import tags
from satchel.store.db import ReadTx

#: Tags of one part: making a page of them takes some tens of ms, for which everybody else waits.
MAX_PART = 500
#: Tags one below the other that are known as such; what is below them stands there with the rest of its name.
MAX_LEVELS = 10


class TagIndex(NamedTuple):
    """A part of somebody's tags, each with the number of the items on its list, and what is known of one of them."""

    part: list[tuple[str, int]]
    rest: int  #: tags behind the part
    number: int  #: all that the person has
    items: int  #: on the list of the tag that was asked for
    has_below: bool  #: whether tags are below that one
    #: All other tags while they are few enough to choose from; None where nobody asked for one.
    others: list[str] | None


@reads
def read(
    tx: ReadTx, user: int, most: int, wanted: str = "", after: str = "", one: str = ""
) -> tuple[TagIndex, Overview]:
    """The tags with `wanted` in their names that come behind the tag `after`, by name; what is to be known of the tag
    `one`; and what stands beside every list, with at most `most` tags.

    On the list of a tag is what lies below it, too; so a tag that nothing has is among them if one lies below it.
    """
    counts = dict(finding.tag_list(tx, user))
    names = counts.keys() | {above for name in counts if "/" in name for above in _above(name)}
    folded, place = fold(wanted), (_key(after), after)
    behind = [pair for name in names if folded in fold(name) and (pair := (_key(name), name)) > place]
    # Not sorted whole: that would be one long step, in which nobody else is served.
    part = [name for _, name in nsmallest(MAX_PART, behind)]
    is_known = one in names
    numbers = _numbers(tx, user, counts, {*part, one} if is_known else {*part})
    few = len(names) <= MAX_PART
    index = TagIndex(
        [(name, numbers[name]) for name in part], len(behind) - len(part), len(names),
        numbers[one] if is_known else 0, is_known and any(name.startswith(f"{one}/") for name in counts),
        (sorted(names - {one}) if few else []) if is_known else None,
    )  # fmt: skip
    return index, browsing.beside(tx, user, most)


def _key(name: str) -> str:
    """What tags are ordered by: those below one come right behind it."""
    return fold(name).replace("/", "\0")


def _above(name: str) -> list[str]:
    """The tags above one, as "a" and "a/b" are above "a/b/c"."""
    parts = name.split("/", MAX_LEVELS)
    return [above for level in range(1, len(parts)) if (above := "/".join(parts[:level]))]


def _numbers(tx: ReadTx, user: int, counts: dict[str, int], names: set[str]) -> dict[str, int]:
    """How many items are on the list of each of those tags."""
    below: dict[str, list[str]] = {}
    for name in counts:
        for above in _above(name) if "/" in name else ():
            if above in names:
                below.setdefault(above, []).append(name)
    wanted = [(at, tag) for at, (name, some) in enumerate(below.items()) for tag in {name, *some}]
    together = tags.together(tx, user, wanted) if wanted else {}
    numbers = {name: counts.get(name, 0) for name in names}
    return numbers | {name: together.get(at, 0) for at, name in enumerate(below)}
