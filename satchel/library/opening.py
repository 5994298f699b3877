"""Opening: an article with all that its page shows, and what stands next in the list one came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satchel.base.errors import NotFound
from satchel.library import browsing, pictures, reading, suggesting, undoing
from satchel.library.usecase import reads
from satchel.model.highlights import Highlight
from satchel.model.items import Item, Query, State
from satchel.model.places import Place
from satchel.store import articles, highlights, items
from satchel.store.db import ReadTx


class Opened(NamedTuple):
    """An item, its article as clean HTML, where its person stands in it, and what is next."""

    item: Item
    html: str  #: "" while there is none
    place: Place
    looks: str  #: how the person wants articles to look, as browsers keep it; "" for nothing said yet
    following: Item | None
    folder: str = ""  #: the name of the folder in which the item is
    highlights: Sequence[Highlight] = ()  #: that its person made in it, the oldest first
    hidden: int = 0  #: parts that are not shown, by what the person hides on its site


def _is_quick(user: int, item_id: int, query: Query) -> bool:
    return not query.search and not query.saved


@reads(quick=_is_quick)
def opened(tx: ReadTx, user: int, item_id: int, query: Query) -> Opened:
    """The item that answers to `item_id`; `query` is the list one came from.

    Raises `NotFound` where it is not on the list, or another person's.
    """
    found = articles.opened(tx, user, item_id) if 0 < item_id <= items.MAX_ID else None
    if found is None or found.item.state == State.DELETED:
        # What was merged into another one is found under that one's id.
        found = articles.opened(tx, user, undoing.living(tx, user, item_id).id)
        if found is None:
            raise NotFound("This article is not on your list.")
    try:
        following = browsing.following(tx, user, browsing.widened(tx, user, query), found.item)
    except NotFound:  # the list was a search that is kept no more
        following = None
    item, html, place, looks, folder, is_highlighted = found
    html, hidden = reading.without_hidden(tx, user, item, html)
    marks = highlights.of(tx, user, [item.id])[item.id] if is_highlighted else []
    return Opened(item, html, place, looks, following, folder, marks, hidden)


@reads(quick=_is_quick)
def preceding(tx: ReadTx, user: int, item_id: int, query: Query) -> Item | None:
    """The item that stands before that one in the list one came from. Raises `NotFound` as `opened` does."""
    item = found(tx, user, item_id)
    try:
        return browsing.preceding(tx, user, browsing.widened(tx, user, query), item)
    except NotFound:  # as above
        return None


@reads
def edited(tx: ReadTx, user: int, item_id: int, most: int) -> tuple[Item, list[str]]:
    """The item alone, and at most so many tags that would fit it. Raises `NotFound`."""
    item = found(tx, user, item_id)
    return item, [each.tag for each in suggesting.for_item(tx, user, item)[:most]]


@reads(quick=True)
def alone(tx: ReadTx, user: int, item_id: int) -> Item:
    """The item without its text. Raises `NotFound`."""
    return found(tx, user, item_id)


@reads
def pictured(tx: ReadTx, user: int, item_id: int) -> tuple[Item, list[str]]:
    """The item, and the addresses of all its pictures by their numbers, from 1 on. Raises `NotFound`.

    It reads the whole text, however long that is.
    """
    item = found(tx, user, item_id)
    return item, pictures.addresses(tx, user, item)


def found(tx: ReadTx, user: int, item_id: int) -> Item:
    """The item alone. Raises `NotFound`."""
    if not 0 < item_id <= items.MAX_ID:
        return undoing.living(tx, user, item_id)
    item = items.get(tx, user, item_id)
    # What was merged into another one is found under that one's id.
    return item if item and item.state != State.DELETED else undoing.living(tx, user, item_id)
