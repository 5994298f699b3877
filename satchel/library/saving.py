"""Saving: a link becomes an item, once per person and page.

A save never waits for the network. The item and the job that will fetch it are written in one
transaction, so that a crash leaves both or neither.
"""

from __future__ import annotations

from satchel.base import urls
from satchel.base.text import clean, line
from satchel.library import fetches, settling
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.tagging import tag_names, united
from satchel.library.usecase import writes
from satchel.model.items import Item, NewLink, Saved, State
from satchel.store import items, refetching, tags
from satchel.store.db import Tx
from satchel.store.items import ItemHead

MAX_TITLE_CHARACTERS = 500
MAX_DESCRIPTION_CHARACTERS = 5000
#: A save with more tags takes several ms to write.
MAX_SHORT_TAGS = 100


def _weight(user: int, link: NewLink) -> int:
    return 1 if len(link.tags) <= MAX_SHORT_TAGS else len(link.tags)


@writes(weight=_weight, long=MAX_SHORT_TAGS)
def save(tx: Tx, user: int, link: NewLink) -> Saved:
    """Put `link` on the person's unread list; a second save brings it back there, and to the top.

    Tags are added to those it has. Raises `Invalid` when the address cannot be saved.
    """
    with Changeset(tx, user) as change:
        return save_within(change, link)


async def save_and_wait(library: Library, user: int, link: NewLink) -> Item:
    """`save`; the item as soon as its page has come, or as long as the server's owner lets an add wait."""
    return await settling.settled(library, user, await library.run(save, user, link))


def save_within(change: Changeset, link: NewLink) -> Saved:
    """`save`, as one of several changes."""
    address = urls.read(link.url)
    link = _tidied(link)
    tx, user = change.tx, change.user
    tx.room()
    old = items.by_address(tx, user, address.key)
    at, had = change.when(link.at), set(old.tags if old else ())
    has = united(had, link.tags)
    if old is None:
        article = None
        item_id = items.insert(tx, user, address, link, items.join_tags(has), at, change.stamp)
    else:
        item_id, article = old.id, old.article_id
        items.save_again(
            tx, user, item_id, address, link, None if has == had else items.join_tags(has), at, change.stamp
        )
        if link.title or old.state == State.DELETED:
            items.derive(tx, user, item_id)
    if had:
        tags.follow(tx, user, item_id)
    tags.index(tx, user, item_id, had, has)
    wanting = article is None or refetching.is_unsettled(tx, user, item_id)
    if wanting:
        fetches.owe(tx, user, item_id, address, change.priority)
    item = items.get(tx, user, item_id)
    assert item is not None
    change.count_move(old.state if old else None, State.UNREAD)
    return Saved(item, is_new=old is None, fetching=wanting)


def revive(change: Changeset, item: ItemHead, at: int | None) -> Item:
    """Bring an item, deleted ones among them, back to unread and to the top."""
    tx, user = change.tx, change.user
    items.set_state(tx, user, item.id, State.UNREAD, change.when(at), change.stamp)
    if item.tags:
        tags.follow(tx, user, item.id)
    if item.state == State.DELETED:
        items.derive(tx, user, item.id)
    revived = items.get(tx, user, item.id)
    assert revived is not None
    if item.article_id is None:
        fetches.owe(tx, user, item.id, revived.given_url, change.priority)
    change.count_move(item.state, State.UNREAD)
    return revived


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
