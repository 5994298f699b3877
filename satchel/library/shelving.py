"""Shelving: what is saved goes to the unread list, into a folder or to the archive, and from one to another."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from satchel.base.errors import NotFound
from satchel.library import archiving, filing, given, saving
from satchel.library.change import Changeset
from satchel.library.given import Given
from satchel.library.usecase import writes
from satchel.model.items import NewLink, Saved, State
from satchel.store import folders, items, places
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Tx


class Section(NamedTuple):
    """A list in which an item is, and in no other: the unread list, a folder, or the archive."""

    folder: int | None = None  #: None: the unread list
    archived: bool = False


HOME = Section()
ARCHIVE = Section(archived=True)


def _weight(
    user: int, link: NewLink, content: Given | None = None, source: str = "", to: Section = HOME,
    *, keeps_address: bool = False,
) -> int:  # fmt: skip
    is_short = content is None and len(link.tags) <= saving.MAX_SHORT_TAGS
    return 1 if is_short else max(saving.MAX_SHORT_TAGS, len(link.tags))


@writes(weight=_weight, long=saving.MAX_SHORT_TAGS)
def save(
    tx: Tx, user: int, link: NewLink, content: Given | None = None, source: str = "", to: Section = HOME,
    *, keeps_address: bool = False,
) -> Saved:  # fmt: skip
    """Save a link in that section; where it was before makes no difference.

    With `content` its text is that, as `given.save` keeps it, and without an address it is said to be from `source`.
    `keeps_address` says that programs are told the address that was given, wherever it leads. Raises as
    `saving.save`, and `NotFound` for a folder that is not there: nothing is saved then.
    """
    with tx.pipelined(), Changeset(tx, user) as change:
        demand_folder(tx, user, to.folder)
        if content is None:
            saved = saving.save_within(change, link)
        else:
            saved = given.save_within(change, link, content, source)
        item = saved.item
        if saved.is_new or item.article is None:
            places.keep_address(tx, user, item.id, keeps_address)
        if to.archived:
            head = items.head(tx, user, item.id)
            assert head is not None
            archiving.archive(change, head, None)
            item = msgspec.structs.replace(item, state=State.ARCHIVED, folder_id=None)
    if not to.archived and to.folder != item.folder_id:
        filing.put(tx, user, item.id, to.folder)
        item = msgspec.structs.replace(item, folder_id=to.folder)
    return msgspec.structs.replace(saved, item=item)


@writes
def unarchive(tx: Tx, user: int, item_id: int) -> None:
    """Have an archived item on top of the unread list; one that is unread stays where it is. Raises `NotFound`."""
    with Changeset(tx, user) as change:
        item = _living(tx, user, item_id)
        if item.state == State.ARCHIVED:
            saving.revive(change, item, None)


@writes
def move(tx: Tx, user: int, item_id: int, to: Section) -> int:
    """Have an item in that section; from the archive it comes to the top of the unread list. Gives its id.

    Raises `NotFound` with the field "folder" where there is no such folder, and without where there is no such item.
    """
    with Changeset(tx, user) as change:
        item = _living(tx, user, item_id)
        demand_folder(tx, user, to.folder)
        if to.archived and item.state != State.ARCHIVED:
            archiving.archive(change, item, None)
        if not to.archived and item.state == State.ARCHIVED:
            saving.revive(change, item, None)
    if not to.archived:
        filing.put(tx, user, item.id, to.folder)
    return item.id


def demand_folder(tx: ReadTx, user: int, folder_id: int | None) -> None:
    """Raise `NotFound` with the field "folder" unless that is a folder of the person's, or None."""
    if folder_id is not None and all(folder.id != folder_id for folder in folders.of(tx, user)):
        raise NotFound("There is no such folder.", field="folder")


def _living(tx: ReadTx, user: int, item_id: int) -> ItemHead:
    item = items.head(tx, user, item_id)
    if item is None or item.state == State.DELETED:
        raise NotFound("There is no such item.")
    return item
