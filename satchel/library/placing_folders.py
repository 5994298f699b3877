"""Folders that a file brings along: found by their names, or made."""

from __future__ import annotations

from collections.abc import Collection

from satchel.library.change import Changeset
from satchel.library.filing import MAX_FOLDERS
from satchel.model.folders import Folder
from satchel.store import folders


def numbers(
    change: Changeset, names: Collection[str], *, in_order: bool = False
) -> tuple[dict[str, int], tuple[int, ...]]:
    """The number of each of those folders, and which of them were made for it, by name or `in_order`.

    One that would be too many has none.
    """
    if not names:
        return {}, ()
    there = folders.of(change.tx, change.user)
    found = {folder.name: folder.id for folder in there}
    place = there[-1].place if there else 0
    made: list[int] = []
    for name in dict.fromkeys(names if in_order else sorted(names)):
        if name not in found and len(there) + len(made) < MAX_FOLDERS:
            place += 1
            folder = Folder(change.next_id(), name, place, change.stamp)
            folders.insert(change.tx, change.user, folder)
            found[name] = folder.id
            made.append(folder.id)
    return {name: found[name] for name in names if name in found}, tuple(made)
