"""Numbers of tags, for protocols that name tags by number.

A tag gets its number when somebody first asks for it, so that saving knows nothing of numbers. A rename keeps it;
when two tags become one, the number of that whose name stays is that of both.
"""

from __future__ import annotations

from collections.abc import Collection

from satchel.base.errors import Invalid, NotFound
from satchel.library import retagging, sweeping
from satchel.library.context import Library
from satchel.library.tagging import tag_name
from satchel.library.usecase import reads, writes
from satchel.model.tags import Tag
from satchel.store import tag_ids, tags
from satchel.store.db import ReadTx, Tx

#: Tags that somebody may have made by themselves.
MAX_MADE_TAGS = 10_000
#: Items that are counted for one tag.
MAX_COUNTED_ITEMS = 1_000_000


async def numbers(library: Library, user: int, names: Collection[str]) -> dict[str, int]:
    """The number of each of those tags of `user`; the first one who asks has them given."""
    if not names:
        return {}
    found = await library.run(known, user, names)
    if len(found) < len(set(names)):
        found = await library.run(give, user, [name for name in names if name not in found]) | found
    return found


@reads(quick=True)
def known(tx: ReadTx, user: int, names: Collection[str]) -> dict[str, int]:
    """The numbers of those tags that have one."""
    return tag_ids.known(tx, user, names)


@writes
def give(tx: Tx, user: int, names: Collection[str]) -> dict[str, int]:
    """The number of each of those tags, with a new one for each that has none."""
    tag_ids.give(tx, user, list(dict.fromkeys(names)))
    return tag_ids.known(tx, user, names)


@reads(quick=True)
def by_id(tx: ReadTx, user: int, numbers: Collection[int]) -> dict[int, str]:
    """The names of the tags of those numbers; numbers of no tag of the person are left out."""
    return tag_ids.by_id(tx, user, [number for number in numbers if 0 < number < 2**53])


async def all_of(library: Library, user: int) -> list[Tag]:
    """All tags of `user`, by name: those that items have, and those that were made by themselves."""
    found, without = await library.run(_listed, user)
    if without:
        await library.run(give, user, without)
        found, _ = await library.run(_listed, user)
    return found


@reads
def _listed(tx: ReadTx, user: int) -> tuple[list[Tag], list[str]]:
    """The tags that have a number, and the names of those that have none."""
    counts = dict(tags.names(tx, user))
    there = {each.name: each for each in tag_ids.of(tx, user)}
    found = [
        Tag(each.id, each.name, counts.get(each.name, 0))
        for each in there.values()
        if each.made or each.name in counts
    ]
    return sorted(found, key=lambda tag: tag.name), [name for name in counts if name not in there]


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
