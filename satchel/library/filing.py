"""Filing: folders, their order, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from satchel.base.errors import Conflict, Invalid, NotFound
from satchel.base.text import line
from satchel.library import history, restoring
from satchel.library.change import Changeset
from satchel.library.usecase import reads, writes
from satchel.model.folders import Folder
from satchel.model.history import Act, Changed
from satchel.model.items import Item, State
from satchel.store import acts, folders, items, user_counters
from satchel.store.columns import ItemHead
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
def called(tx: Tx, user: int, name: str) -> Folder:
    """The folder of that name; a new one where there is none. Raises `Invalid` as `create`."""
    wanted = line(name, MAX_NAME_CHARACTERS)
    known = next((folder for folder in folders.of(tx, user) if folder.name == wanted), None)
    return known or create(tx, user, name)


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
def arrange(tx: Tx, user: int, wanted: Mapping[int, int]) -> list[Folder]:
    """All folders, each of `wanted` at its place, from 1, and the others in their order in what is left.

    Numbers of no folder make no difference.
    """
    tx.lock_user(user)
    there = [folder.id for folder in folders.of(tx, user)]
    order = [number for number in there if number not in wanted]
    for number in sorted((number for number in there if number in wanted), key=lambda each: wanted[each]):
        order.insert(max(0, wanted[number] - 1), number)
    return reorder(tx, user, order)


@writes
def shift(tx: Tx, user: int, folder_id: int, by: int) -> None:
    """Move a folder so many places down in the order, or up where `by` is negative. Raises `NotFound`."""
    there = [folder.id for folder in folders.of(tx, user)]
    if folder_id not in there:
        raise NotFound("There is no such folder.")
    at = there.index(folder_id)
    there.insert(max(0, at + by), there.pop(at))
    reorder(tx, user, there)


@writes
def remove(tx: Tx, user: int, folder_id: int) -> int:
    """Remove a folder; what was in it is on the unread list. The number by which `undoing.undo` brings it back.

    Raises `NotFound`.
    """
    with Changeset(tx, user) as change:
        folder = _one_of(folders.of(tx, user), folder_id)
        act = Act(
            change.stamp, history.DELETE_FOLDER, (f"-{folder.name}",), place_at=folder.place,
            total=folder.items, done=folder.items, folder=folder.id,
        )  # fmt: skip
        history.begin(change, act)
        acts.note_folder(tx, user, act.id, folder.id, Changed(filed=(folder.id, 0)))
        folders.remove(tx, user, folder.id, change.stamp)
    return act.id


def bring_back(change: Changeset, act: Act) -> None:
    """Make the folder anew that an act removed, where it stood; its name has a number where another one has it now."""
    there = folders.of(change.tx, change.user)
    if act.verb != history.DELETE_FOLDER or any(folder.id == act.folder for folder in there):
        return
    taken, name = {folder.name for folder in there}, act.tags[0][1:]
    names = (name, *(f"{name} {number}" for number in range(2, MAX_FOLDERS + 3)))
    free = next(each for each in names if each not in taken)
    folders.insert(change.tx, change.user, Folder(act.folder, free, act.place_at, change.stamp))


@writes
def put(tx: Tx, user: int, item_id: int, folder_id: int | None) -> None:
    """Have an item in that folder, or with None in no folder; what is archived comes back to unread where it stood.

    Raises `NotFound` when there is no such item or folder.
    """
    with Changeset(tx, user) as change:
        item = items.head(tx, user, item_id)
        if item is None or item.state == State.DELETED:
            raise NotFound("There is no such item.")
        move(change, item, folder_id)


def move(change: Changeset, item: ItemHead, folder_id: int | None) -> None:
    """`put` a living item, as one of several changes. Raises `NotFound` where there is no such folder."""
    if folder_id is not None and folders.get(change.tx, change.user, folder_id) is None:
        raise NotFound("There is no such folder.")
    restoring.unarchive(change, item)
    if item.folder_id != folder_id:
        folders.put(change.tx, change.user, item.id, folder_id, change.stamp)


def label(tx: ReadTx, user: int, folder_id: int) -> tuple[str, ...]:
    """The name of a folder as an act keeps it; () for the number 0. Raises `NotFound`."""
    folder = folders.get(tx, user, folder_id) if folder_id else None
    if folder_id and folder is None:
        raise NotFound("There is no such folder.")
    return (f"+{folder.name}",) if folder else ()


def named(change: Changeset, what: Changed, after: Item) -> tuple[str, ...]:
    """The folder to which an item was moved, as an act keeps its name; () for what was moved to none."""
    is_moved = what.filed is not None or (what.state is not None and after.state == State.UNREAD)
    folder = folders.get(change.tx, change.user, after.folder_id) if is_moved and after.folder_id else None
    return (f"+{folder.name}",) if folder else ()


@reads
def home_counts(tx: ReadTx, user: int) -> dict[str, int]:
    """What stands beside the lists: how many items are unread in no folder, archived, and in each folder, by name.

    That of a folder is `folder-` and its number.
    """
    unread, archived = user_counters.counts(tx, user)
    there = folders.of(tx, user)
    counts = {"unread": unread - sum(folder.items for folder in there), "archived": archived}
    return counts | {f"folder-{folder.id}": folder.items for folder in there}


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
