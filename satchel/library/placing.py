"""Placing: where a person stands in an article, carried from one device to the next."""

from __future__ import annotations

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import clean
from satchel.library.change import Changeset
from satchel.library.usecase import looks_up, writes
from satchel.model.items import State
from satchel.model.places import FINISHED, Place
from satchel.store import items, places
from satchel.store.db import ReadTx, Tx

MAX_QUOTE_CHARACTERS = 64  #: enough to be found again, once, in a text of a million letters


@writes
def keep(tx: Tx, user: int, item_id: int, place: Place) -> Place:
    """Keep where the person stands in an item, and give where that is now: of two places the later one in time counts.

    A time that is still to come is now. Raises `NotFound`, `Invalid`.
    """
    if not (0 <= place.share <= 1000 and 0 <= place.at < 2**31 and 0 <= place.version < 2**53):
        raise Invalid("There is no such place.")
    with Changeset(tx, user) as change:
        item = items.head(tx, user, item_id)
        if item is None or item.state == State.DELETED:
            raise NotFound("This article is not on your list.")
        kept = place._replace(
            time=change.when(place.time),
            quote=clean(place.quote)[:MAX_QUOTE_CHARACTERS],
            finished=place.finished or place.share >= FINISHED,
        )
        before = places.get(tx, user, item.id)
        if before is None or _is_news(before, kept):
            places.put(tx, user, item.id, kept, change.stamp)
    return places.get(tx, user, item.id) or kept


def _is_news(before: Place, new: Place) -> bool:
    return new.time > before.time or (new.finished and not before.finished)


@looks_up
def where(tx: ReadTx, user: int, item_id: int) -> Place:
    """Where the person stands in an item. Raises `NotFound`."""
    found = places.get(tx, user, item_id)
    if found is None:
        raise NotFound("This article is not on your list.")
    return found
