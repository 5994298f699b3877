"""Retagging: a tag gets another name on all articles, becomes one with another tag, or goes; and all that undone.

What had the tag is written down before anything changes, so that undoing gives it back to these and no others.
"""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import Invalid, NotFound
from satchel.library import acting
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.tagging import tag_name
from satchel.library.usecase import reads, writes
from satchel.model.actions import Action, AddTags, ById, DeleteTag, RemoveTags, RenameTag
from satchel.store import tag_changes, tags
from satchel.store.db import ReadTx, Tx
from satchel.store.tag_changes import TagChange

#: Tags that go together: one and those below it.
MAX_BELOW = 100
#: What had a tag is kept of so many items; beyond that a change cannot be undone.
MAX_ITEMS = 50_000
MAX_KEPT = 100  #: changes of one person that can be undone
MAX_KEPT_MS = 30 * 86_400_000
#: Acts of one call that undoes; each item takes two at most.
MAX_ACTS = 20_000


class Retagged(NamedTuple):
    """What became of a tag."""

    articles: int  #: that had it, or one below it
    merged: bool  #: the new name was there before
    number: int  #: to undo it by; 0 where that cannot be done


async def rename(library: Library, user: int, old: str, new: str, *, below: bool = True) -> Retagged:
    """Call a tag `new`, with `below` also those below it; where there is one of that name they become one.

    Raises `Invalid` for a name that can be none, and `NotFound` where nothing has the tag.
    """
    name = tag_name(new)
    if not name:
        raise Invalid("A tag needs a name.", field="new")
    if name.startswith(f"{old}/") and below:
        raise Invalid("A tag cannot go below itself.", field="new")
    return await _change(library, user, old, name, below=below)


async def delete(library: Library, user: int, old: str, *, below: bool = False) -> Retagged:
    """Take a tag off all articles, with `below` also those below it. Raises `NotFound` where nothing has it."""
    return await _change(library, user, old, "", below=below)


async def _change(library: Library, user: int, old: str, new: str, *, below: bool) -> Retagged:
    changes, merged = await library.run(_foreseen, user, old, new, below=below)
    if not changes:
        raise NotFound("No article has this tag.")
    articles = sum(len(change.only) + len(change.both) for change in changes)
    if old == new:
        return Retagged(articles, merged=False, number=0)
    number = await library.run(_remember, user, changes) if articles <= MAX_ITEMS else 0
    acts = [RenameTag(each.old, each.new) if each.new else DeleteTag(each.old) for each in changes]
    for outcome in await acting.act_in_turn(library, user, acts):
        if outcome.error is not None:
            raise outcome.error
    return Retagged(articles, merged, number)


@reads
def _foreseen(tx: ReadTx, user: int, old: str, new: str, *, below: bool) -> tuple[list[TagChange], bool]:
    known = tags.listed(tx, user)
    names = [name for name in known if name == old or (below and name.startswith(f"{old}/"))][: MAX_BELOW + 1]
    found, left = [], MAX_ITEMS + 1
    for name in names:
        wanted = f"{new}{name[len(old) :]}" if new else ""
        had = tags.item_ids(tx, user, name, max(left, 1))
        has = set(tags.item_ids(tx, user, wanted, left)) if wanted in known and left > 0 else set()
        found.append(
            TagChange(
                name, wanted, [one for one in had if one not in has], [one for one in had if one in has]
            )
        )
        left -= len(had)
    return found, new in known


@writes
def _remember(tx: Tx, user: int, changes: list[TagChange]) -> int:
    tx.room()
    with Changeset(tx, user) as change:
        numbers = [change.next_id() for _ in changes]
        for number, each in zip(numbers, changes, strict=True):
            tag_changes.add(tx, user, number, each)
        tag_changes.remove(tx, user, tx.now - MAX_KEPT_MS)
        tag_changes.keep_newest(tx, user, MAX_KEPT)
    return numbers[0] * (MAX_BELOW + 2) + len(numbers)


async def undo(library: Library, user: int, number: int) -> None:
    """Give a tag back to what had it. Raises `NotFound` where that is not known any more."""
    first, count = divmod(number, MAX_BELOW + 2)
    changes = await library.run(_remembered, user, first, first + count - 1)
    acts: list[Action] = []
    for change in changes:
        for item in change.only:
            acts.append(AddTags(ById(item), (change.old,)))
            if change.new:
                acts.append(RemoveTags(ById(item), (change.new,)))
        acts += [AddTags(ById(item), (change.old,)) for item in change.both]
    for at in range(0, len(acts), MAX_ACTS):
        await acting.act_in_turn(library, user, acts[at : at + MAX_ACTS])
    await library.run(_forget, user, first, first + count - 1)


@reads
def _remembered(tx: ReadTx, user: int, first: int, last: int) -> list[TagChange]:
    found = tag_changes.between(tx, user, (first, last)) if 0 < first <= last < 2**53 else []
    if not found:
        raise NotFound("This can no longer be undone.")
    return found


@writes
def _forget(tx: Tx, user: int, first: int, last: int) -> None:
    tag_changes.remove(tx, user, tx.now - MAX_KEPT_MS, first, last)
