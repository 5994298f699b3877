"""Saving: a link becomes an item, once per person and page.

A save never waits for the network. The item and the job that will fetch it are written in one
transaction, so that a crash leaves both or neither.
"""

from __future__ import annotations

import msgspec

from satchel.base import urls
from satchel.base.text import clean, line
from satchel.base.urls import Address
from satchel.library import settling
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.edits import renamed
from satchel.library.fetches import is_unsettled, owe
from satchel.library.tagging import tag_names, united
from satchel.library.usecase import writes
from satchel.model.items import MAX_DESCRIPTION_CHARACTERS, MAX_TITLE_CHARACTERS, Item, NewLink, Saved, State
from satchel.store import items, tags
from satchel.store.columns import ItemHead
from satchel.store.db import Tx

#: A save with more tags takes several ms to write.
MAX_SHORT_TAGS = 100


def _weight(user: int, link: NewLink) -> int:
    return 1 if len(link.tags) <= MAX_SHORT_TAGS else len(link.tags)


@writes(weight=_weight, long=MAX_SHORT_TAGS)
def save(tx: Tx, user: int, link: NewLink) -> Saved:
    """Put `link` on the person's unread list; a second save brings it back there, and to the top.

    So it does from the trash, with all that it had there.

    Tags are added to those it has. Raises `Invalid` when the address cannot be saved.
    """
    with tx.pipelined(), Changeset(tx, user) as change:
        return save_within(change, link)


async def save_and_wait(library: Library, user: int, link: NewLink) -> Item:
    """`save`; the item as soon as its page has come, or as long as the server's owner lets an add wait."""
    return await settling.settled(library, user, await library.run(save, user, link))


def save_within(change: Changeset, link: NewLink, *, fetches: bool = True) -> Saved:
    """`save`, as one of several changes; without `fetches` the page is not had from the web."""
    return save_at(change, urls.read(link.url), link, fetches=fetches)


def save_at(change: Changeset, address: Address, link: NewLink, *, fetches: bool = True) -> Saved:
    """`save_within`, at an address that is read already, or one that has a key and nothing else."""
    link = _tidied(link)
    tx, user = change.tx, change.user
    tx.room()
    known = change.foreseen.known(address.key)
    if known is None or known.item.state == State.DELETED:
        change.demand_room(has_text=known is not None and known.item.trashed_at > 0)
    item = _save_again(change, known.item, address, link) if known else _insert(change, address, link)
    change.foreseen.forget(item.id, address.key)
    wanting = fetches and (known is None or is_unsettled(item, was_led=known.was_led))
    if wanting:
        owe(tx, user, item.id, address.url, change.priority)
    change.count_move(known.item.state if known else None, State.UNREAD)
    return Saved(item, is_new=known is None, fetching=wanting)


def _insert(change: Changeset, address: Address, link: NewLink) -> Item:
    item = Item(
        id=change.next_id(), state=State.UNREAD, favourite=False, added_at=change.when(link.at),
        changed_at=change.stamp, read_at=0, favourited_at=0, given_url=address.url, given_title=link.title,
        description=link.description or "", tags=tuple(sorted(united((), link.tags))), fetch_status=0,
        fetch_reason="", fetched_at=0,
    )  # fmt: skip
    items.insert(change.tx, change.user, item, address.key)
    tags.index(change.tx, change.user, None, item)
    return item


def _save_again(change: Changeset, old: Item, address: Address, link: NewLink) -> Item:
    """Bring an item back to unread and to the top, out of its folder; what the link says replaces what was said.

    From the trash it comes with all that it had.
    """
    has = tuple(sorted(united(old.tags, link.tags))) if link.tags else old.tags
    given_title, edits = renamed(old, link.title)
    item = msgspec.structs.replace(
        old, state=State.UNREAD, added_at=change.when(link.at), changed_at=change.stamp, read_at=0,
        finished_at=0, given_url=address.url, given_title=given_title, tags=has, edits=edits, trashed_at=0,
        folder_id=None,
        description=old.description if link.description is None else link.description,
    )  # fmt: skip
    revived = old.state == State.DELETED
    is_renamed = bool(link.title) or (revived and not old.trashed_at)
    items.save_again(change.tx, change.user, old, item, renamed=is_renamed, revived=revived)
    change.count_filed(old.folder_id)
    tags.index(change.tx, change.user, old, item)
    return item


def revive(change: Changeset, head: ItemHead, at: int | None) -> Item:
    """Bring an item, deleted ones among them, back to unread and to the top."""
    tx, user = change.tx, change.user
    at = change.when(at)
    old = items.get(tx, user, head.id)
    assert old is not None
    if old.state == State.DELETED:
        change.demand_room(has_text=old.trashed_at > 0)
    item = msgspec.structs.replace(
        old, state=State.UNREAD, added_at=at, changed_at=change.stamp, read_at=0, trashed_at=0, folder_id=None
    )
    change.count_filed(old.folder_id)
    revived = old.state == State.DELETED
    items.set_state(
        tx, user, item.id, State.UNREAD, at, change.stamp, filed=old.folder_id is not None, revived=revived
    )
    tags.index(tx, user, old, item)
    if revived and not old.trashed_at:
        items.derive(tx, user, item)
    if item.article is None:
        owe(tx, user, item.id, item.given_url, change.priority)
    change.count_move(old.state, State.UNREAD)
    return item


def _tidied(link: NewLink) -> NewLink:
    description = link.description
    if description is not None:
        # Cut twice: a request can bring millions of characters, and cleaning all takes long.
        description = clean(description.strip()[: 2 * MAX_DESCRIPTION_CHARACTERS]).strip()[
            :MAX_DESCRIPTION_CHARACTERS
        ]
    return NewLink(
        link.url, line(link.title, MAX_TITLE_CHARACTERS), tag_names(link.tags), description, link.at
    )
