"""Sections: the lists between which programs move an item: home, the archive, and folders."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base.errors import Invalid, NotFound
from satchel.library import acting, filing, given, saving
from satchel.library.change import Changeset
from satchel.library.given import Given
from satchel.library.usecase import reads, writes
from satchel.model.actions import Action, Archive, ById, Unarchive
from satchel.model.folders import Folder
from satchel.model.items import NewLink, Saved, State
from satchel.store import folders, items
from satchel.store.db import ReadTx, Tx


class Section(NamedTuple):
    """A list in which an item is."""

    folder: int | None = None  #: None: home
    archived: bool = False


HOME = Section()
ARCHIVE = Section(archived=True)


@reads
def all_folders(tx: ReadTx, user: int) -> list[tuple[Folder, int]]:
    """The person's folders in their order, each with how many items are in it."""
    return [(folder, folder.items) for folder in folders.of(tx, user)]


@writes
def reorder(tx: Tx, user: int, places: dict[int, int]) -> None:
    """Put each of those folders at its place, from 1; all others stay in their order in what is left.

    Numbers of no folder make no difference.
    """
    tx.lock_user(user)
    there = [folder.id for folder in folders.of(tx, user)]
    order = [number for number in there if number not in places]
    for number in sorted((number for number in there if number in places), key=lambda each: places[each]):
        order.insert(max(0, places[number] - 1), number)
    filing.reorder(tx, user, order)


@writes
def move(tx: Tx, user: int, item_id: int, to: Section) -> int:
    """Have an item in that section and in no other; gives its id. Raises `NotFound`, `Invalid` for no such folder."""
    tx.lock_user(user)
    item = items.head(tx, user, item_id)
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such bookmark.")
    demand_folder(tx, user, to.folder)
    if to.archived:
        if item.state != State.ARCHIVED:
            _act(tx, user, Archive(ById(item.id)))
        return item.id
    if item.state == State.ARCHIVED:
        _act(tx, user, Unarchive(ById(item.id)))
    with Changeset(tx, user) as change:
        folders.put(tx, user, item.id, to.folder, change.stamp)
    return item.id


def _weight(user: int, link: NewLink, text: Given | None, source: str, to: Section | None) -> int:
    return max(len(link.tags), saving.MAX_SHORT_TAGS if text else 1)


@writes(weight=_weight, long=saving.MAX_SHORT_TAGS)
def save(tx: Tx, user: int, link: NewLink, text: Given | None, source: str, to: Section | None) -> Saved:
    """Save a link, or with `text` an article that was handed in (see `given`), and put it where `to` says.

    Raises as both do, and `Invalid` for no such folder: nothing is saved then.
    """
    tx.lock_user(user)
    demand_folder(tx, user, to.folder if to else None)
    saved = saving.save(tx, user, link) if text is None else given.save(tx, user, link, text, source)
    if to:
        move(tx, user, saved.item.id, to)
    return saved


def demand_folder(tx: ReadTx, user: int, folder: int | None) -> None:
    """Raise `Invalid` unless the person has that folder, or none is meant."""
    if folder is not None and all(each.id != folder for each in folders.of(tx, user)):
        raise Invalid("There is no such folder.", field="folder_id")


def _act(tx: Tx, user: int, action: Action) -> None:
    (outcome,) = acting.act(tx, user, [action])
    if outcome.error is not None:
        raise outcome.error
