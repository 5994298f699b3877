"""What a person did on our pages: kept with what it changed, so that it can be undone for thirty days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from satchel.library import edits, purges
from satchel.library.change import Changeset
from satchel.library.usecase import reads
from satchel.model.history import Act, ActStatus, Changed
from satchel.model.items import Item
from satchel.store import acts, items
from satchel.store.db import ReadTx

#: Acts of one person that are kept.
MAX_ACTS = 100
#: The verb of an act that is an import: `place` is the number of that, which knows its items.
IMPORT = "import"
#: The verb of an act that removes a folder.
DELETE_FOLDER = "folder-delete"
#: The verb of one that puts items into a folder, and of one that takes them out.
MOVE, HOME = "move", "home"
#: Items of one act up to which all of it is undone, or forgotten, in one transaction.
MAX_AT_ONCE = 200


class Entry(NamedTuple):
    """An act as people see it."""

    act: Act
    title: str  #: of the item, or of one of them
    item: int


def changed(before: Item, after: Item) -> Changed:
    """What makes of an item that was `before` one that is `after`."""
    moved = before.state != after.state
    hearted = before.favourite != after.favourite
    had, has = set(before.tags), set(after.tags)
    said = edits.said(before), edits.said(after)
    read = version(before), version(after)
    filed = before.folder_id or 0, after.folder_id or 0
    return Changed(
        state=(int(before.state), int(after.state)) if moved else None,
        added_at=before.added_at if moved else 0,
        read_at=before.read_at if moved else 0,
        folder_id=before.folder_id if moved else None,
        favourite=(before.favourite, after.favourite) if hearted else None,
        favourited_at=before.favourited_at if hearted else 0,
        added=tuple(sorted(has - had)),
        removed=tuple(sorted(had - has)),
        edited=said if said[0] != said[1] else None,
        version=read if read[0] != read[1] and all(read) else None,
        filed=None if moved or filed[0] == filed[1] else filed,
    )


def version(item: Item) -> int:
    """The number of the text that is read; 0 for none."""
    return item.article.version if item.article else 0


def note(
    change: Changeset,
    verb: str,
    changes: Iterable[tuple[int, Changed]],
    tags: Sequence[str] = (),
    folder: int = 0,
) -> int:
    """Keep an act that changed those items so, if it changed any; its id, 0 for none. `folder` is that which it names.

    Of each changeset there is one act at most.
    """
    some = [(item, what) for item, what in changes if what]
    if not some:
        return 0
    act = Act(change.stamp, verb, tuple(tags), total=len(some), done=len(some), folder=folder)
    begin(change, act)
    acts.note(change.tx, change.user, act.id, some)
    return act.id


def begin(change: Changeset, act: Act) -> None:
    """Keep a new act; those beyond the newest hundred are forgotten, large ones by the purge."""
    acts.insert(change.tx, change.user, act)
    for old in acts.old(change.tx, change.user, change.tx.now - purges.KEPT_MS, MAX_ACTS)[:2]:
        acts.remove(change.tx, change.user, old, MAX_AT_ONCE)
    change.owes_purge = True


@reads
def recent(tx: ReadTx, user: int, now: int) -> list[Entry]:
    """The last hundred acts of thirty days, the newest first; not those whose items are all gone for good."""
    found = acts.newest(tx, user, now - purges.KEPT_MS, MAX_ACTS)
    its = items.several(tx, user, {item for _, item in found if item})
    return [
        Entry(act, its[item].title if item in its else "", item or 0)
        for act, item in found
        if item
        or act.verb in (IMPORT, DELETE_FOLDER)
        or act.status in (ActStatus.UNDER_WAY, ActStatus.BEING_UNDONE)
    ]


def finished(act: Act) -> Act:
    """An act after its last step."""
    ends = {ActStatus.UNDER_WAY: ActStatus.DONE, ActStatus.BEING_UNDONE: ActStatus.UNDONE}
    return msgspec.structs.replace(act, status=ends.get(act.status, act.status))
