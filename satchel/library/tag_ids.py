"""Numbers of tags, for protocols that name tags by number.

A tag gets its number when somebody first asks for it, so that saving knows nothing of numbers. A rename keeps it;
when two tags become one, the number of that whose name stays is that of both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from satchel.base.errors import Invalid, NotFound
from satchel.library import retagging, sweeping
from satchel.library.context import Library
from satchel.library.effort import ROWS
from satchel.library.tagging import tag_name
from satchel.library.usecase import reads, writes
from satchel.model.tags import Tag
from satchel.store import tag_ids, tags
from satchel.store.db import ReadTx, Tx

#: Tags that somebody may have made by themselves.
MAX_MADE_TAGS = 10_000
#: Tags that get their numbers in one transaction: some ten ms.
MAX_GIVEN = 1_000
#: Items that are counted for one tag.
MAX_COUNTED_ITEMS = 1_000_000


async def give(library: Library, user: int, names: Collection[str]) -> dict[str, int]:
    """The number of each of those tags, with a new one for each that has none; many get theirs in steps."""
    wanted, found = list(dict.fromkeys(names)), dict[str, int]()
    for first in range(0, len(wanted), MAX_GIVEN):
        found |= await library.run(_give, user, wanted[first : first + MAX_GIVEN])
    return found


@writes(weight=lambda user, names: 1 + len(names) // ROWS, long=sweeping.MAX_STEP // 2)
def _give(tx: Tx, user: int, names: Collection[str]) -> dict[str, int]:
    tag_ids.give(tx, user, names)
    return tag_ids.known(tx, user, names)


@reads(quick=True)
def by_id(tx: ReadTx, user: int, numbers: Collection[int]) -> dict[int, str]:
    """The names of the tags of those numbers; numbers of no tag of the person are left out."""
    return tag_ids.by_id(tx, user, [number for number in numbers if 0 < number < 2**53])


async def written(library: Library, user: int, write: Callable[[Iterable[Tag]], bytearray]) -> bytearray:
    """All tags of `user`, by name, as `write` puts them into bytes, away from the event loop.

    Those are the tags that items have, and those that were made by themselves.
    """
    last = ""
    while without := await library.run(_unnumbered, user, last):
        await give(library, user, without)
        last = without[-1]
    return await library.run(_written, user, write)


@reads
def _unnumbered(tx: ReadTx, user: int, after: str) -> list[str]:
    return tag_ids.unnumbered(tx, user, after, MAX_GIVEN)


@reads
def _written(tx: ReadTx, user: int, write: Callable[[Iterable[Tag]], bytearray]) -> bytearray:
    return write(tag_ids.listed(tx, user))


@writes
def make(tx: Tx, user: int, name: str) -> Tag:
    """A tag, which is there from now on whether items have it or not; the one of that name where there is one.

    Raises `Invalid` for a name that can be none, and for one tag too many.
    """
    tx.room()
    name = tag_name(name)
    if not name:
        raise Invalid("A tag needs a name.", field="name")
    tx.lock_user(user)
    if tag_ids.count_made(tx, user) >= MAX_MADE_TAGS:
        raise Invalid(f"At most {MAX_MADE_TAGS:,} tags are made before articles have them.", field="name")
    tag_ids.give(tx, user, [name])
    tag_ids.make(tx, user, [name])
    return _tag(tx, user, tag_ids.known(tx, user, [name])[name], name)


@writes(weight=lambda *args: sweeping.MAX_STEP, long=1)
def rename(tx: Tx, user: int, number: int, name: str) -> Tag:
    """Call the tag of that number something else on all items, as `retagging.rename`.

    It gives the tag that it is then: another one where there was one of that name. Raises `NotFound` and `Invalid`.
    """
    new = tag_name(name)
    if not new:
        raise Invalid("A tag needs a name.", field="name")
    old = by_id(tx, user, [number]).get(number)
    if old is None:
        raise NotFound("There is no such tag.")
    if tags.item_ids(tx, user, old, 1):
        retagging.rename(tx, user, old, new, below=False)
    elif new != old:
        tag_ids.rename(tx, user, old, new)
    return _tag(tx, user, tag_ids.known(tx, user, [new])[new], new)


def _tag(tx: ReadTx, user: int, number: int, name: str) -> Tag:
    return Tag(number, name, tags.weight(tx, user, name, MAX_COUNTED_ITEMS))
