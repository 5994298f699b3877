"""Filing: folders, their order, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.base.text import line
from satchel.library.change import Changeset
from satchel.library.usecase import reads, writes
from satchel.model.folders import Folder
from satchel.model.items import State
from satchel.store import folders, items
from satchel.store.db import ReadTx, Tx

MAX_NAME_CHARACTERS = 200
MAX_FOLDERS = 500


@reads
def all_of(tx: ReadTx, user: int) -> list[Folder]:
    """The person's folders, in their order."""
    return folders.of(tx, user)


@writes
def create(tx: Tx, user: int, name: str) -> Folder:
    """A new folder, behind all others.

    Raises `Invalid` for a name that cannot be one and for one folder too many, `Conflict` when there is one of
    that name.
    """
    tx.room()
    with Changeset(tx, user) as change:
        there = folders.of(tx, user)
        if len(there) >= MAX_FOLDERS:
            raise Invalid(f"A person has at most {MAX_FOLDERS} folders.")
        name = _free_name(there, name)
        place = there[-1].place + 1 if there else 1
        folder = Folder(change.next_id(), name, place, change.stamp)
        folders.insert(tx, user, folder)
    return folder


@writes
def rename(tx: Tx, user: int, folder_id: int, name: str) -> Folder:
    """The folder under another name. Raises as `create`, and `NotFound`."""
    with Changeset(tx, user) as change:
        there = folders.of(tx, user)
        old = _one_of(there, folder_id)
        name = _free_name([each for each in there if each is not old], name)
        folder = msgspec.structs.replace(old, name=name, changed_at=change.stamp)
        folders.change(tx, user, folder)
    return folder


@writes
def reorder(tx: Tx, user: int, ids: Sequence[int]) -> list[Folder]:
    """All folders, those of `ids` first and in that order; ids of none make no difference."""
    with Changeset(tx, user) as change:
        there = {folder.id: folder for folder in folders.of(tx, user)}
        named = [number for number in dict.fromkeys(ids) if number in there]
        order = [*named, *(number for number in there if number not in set(named))]
        for place, number in enumerate(order, 1):
            if there[number].place != place:
                moved = msgspec.structs.replace(there[number], place=place, changed_at=change.stamp)
                folders.change(tx, user, moved)
    return folders.of(tx, user)


@writes
def set_places(tx: Tx, user: int, wanted: Mapping[int, int]) -> list[Folder]:
    """All folders in their order, once those of `wanted` have these places; ids of none make no difference."""
    with Changeset(tx, user) as change:
        for folder in folders.of(tx, user):
            place = wanted.get(folder.id, folder.place)
            if place != folder.place:
                moved = msgspec.structs.replace(folder, place=place, changed_at=change.stamp)
                folders.change(tx, user, moved)
    return folders.of(tx, user)


@writes
def remove(tx: Tx, user: int, folder_id: int) -> None:
    """Remove a folder; what was in it is on the unread list as before. Raises `NotFound`."""
    with Changeset(tx, user) as change:
        _one_of(folders.of(tx, user), folder_id)
        folders.remove(tx, user, folder_id, change.stamp)


@writes
def put(tx: Tx, user: int, item_id: int, folder_id: int | None) -> None:
    """Have an unread item in that folder, or with None in no folder.

    Raises `NotFound` when there is no such item or folder, `Invalid` for an item that is archived.
    """
    with Changeset(tx, user) as change:
        item = items.head(tx, user, item_id)
        if item is None or item.state == State.DELETED:
            raise NotFound("There is no such item.")
        if folder_id is not None:
            _one_of(folders.of(tx, user), folder_id)
            if item.state != State.UNREAD:
                raise Invalid("Only what is unread is in a folder.")
        folders.put(tx, user, item.id, folder_id, change.stamp)


def _one_of(there: Sequence[Folder], folder_id: int) -> Folder:
    for folder in there:
        if folder.id == folder_id:
            return folder
    raise NotFound("There is no such folder.")


def _free_name(there: Sequence[Folder], name: str) -> str:
    """The name as it can be kept. Raises `Invalid`, and `Conflict` when another folder has it."""
    name = line(name, MAX_NAME_CHARACTERS)
    if not name:
        raise Invalid("A folder needs a name.", field="name")
    if name in (folder.name for folder in there):
        raise Conflict("There is a folder of that name already.", field="name")
    return name
