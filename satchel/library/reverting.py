"""Reverting: an item gets back what an act took from it, as far as nobody changed that since."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.library import edits, effort, fetches, lifecycle, turning
from satchel.library.change import Changeset
from satchel.model.history import Changed
from satchel.model.items import Item, State
from satchel.store import edits as edits_store
from satchel.store import folders, items, reverting, tags
from satchel.store.columns import head_of
from satchel.store.db import ReadTx


def revert(change: Changeset, some: Sequence[tuple[int, Changed]]) -> int:
    """Undo what an act changed of some items; of how many.

    What was changed again since stays as it is, and so does what has gone for good.
    """
    standing = items.several(change.tx, change.user, [number for number, _ in some])
    there = {folder.id for folder in folders.of(change.tx, change.user)} if _have_folders(some) else set()
    done = 0
    for number, what in some:
        item = standing.get(number)
        if item is not None:
            done += _revert(change, item, what, there)
    return done


def within(
    tx: ReadTx, user: int, some: Sequence[tuple[int, Changed]], most: int
) -> Sequence[tuple[int, Changed]]:
    """The first of these, as many as may be undone together as `most` plain ones."""
    standing = items.several(tx, user, [number for number, _ in some])
    known = [standing[number] for number, _ in some if number in standing]
    its = effort.within(known, most)
    return some if len(its) == len(known) else [each for each in some if each[0] < known[len(its)].id]


def _have_folders(some: Sequence[tuple[int, Changed]]) -> bool:
    return any(what.folder_id or what.filed for _, what in some)


def _revert(change: Changeset, item: Item, what: Changed, there: set[int]) -> bool:
    """Whether all that the act changed of an item could be undone; if not, nothing was."""
    was_state, is_state = what.state or (item.state, item.state)
    if item.state != is_state or (item.state == State.DELETED and (not what.state or not item.trashed_at)):
        return False
    if what.favourite and item.favourite != what.favourite[1]:
        return False
    if what.edited and edits.said(item) != what.edited[1]:
        return False
    if what.filed and (item.folder_id or 0) != what.filed[1]:
        return False
    if what.version and not _reads_again(change, item, what.version):
        return False
    tx, user = change.tx, change.user
    head = head_of(item)
    wanted = (set(item.tags) - set(what.added)) | set(what.removed)
    if wanted != set(item.tags):
        tags.put(tx, user, head, wanted, change.stamp)
        head = msgspec.structs.replace(head, tags=tuple(sorted(wanted)))
    if what.favourite:
        items.set_favourite(tx, user, item.id, what.favourite[0], what.favourited_at, change.stamp)
    if what.edited:
        page = msgspec.structs.replace(edits.bare(item), description=what.edited[0].note)
        edits_store.keep(tx, user, edits.worn(page, what.edited[0].facts), change.stamp)
    if what.filed:
        folder = what.filed[0] if what.filed[0] in there else None
        folders.put(tx, user, item.id, folder, change.stamp)
    if what.state and was_state == State.DELETED:
        lifecycle.bury(change, head)
    elif what.state:
        state = State(was_state)
        folder = what.folder_id if what.folder_id in there else None
        change.count_filed(item.folder_id, folder)
        reverting.put(tx, user, item.id, state, what, folder, change.stamp)
        tags.index(tx, user, head, msgspec.structs.replace(head, state=state, added_at=what.added_at))
        if item.state == State.DELETED and item.article is None:
            fetches.owe(tx, user, item.id, item.given_url, change.priority)
        change.count_move(item.state, state)
    return True


def _reads_again(change: Changeset, item: Item, version: tuple[int, int]) -> bool:
    """Whether the text of the number that was read before could take its place again."""
    was, is_now = version
    return item.article is not None and item.article.version == is_now and turning.turn_to(change, item, was)
