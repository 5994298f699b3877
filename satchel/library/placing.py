"""Placing: where a person stands in an article, carried from one device to the next."""

from __future__ import annotations

from collections.abc import Mapping

from satchel.base.errors import Invalid, NotFound
from satchel.base.text import clean
from satchel.library.change import Changeset
from satchel.library.context import Library
from satchel.library.usecase import looks_up, reads, writes
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


async def catch_up(library: Library, user: int, news: Mapping[int, Place]) -> None:
    """Keep those places that are newer than what is known; items that are not there make no difference."""
    newer = await library.run(_newer, user, news) if news else {}
    if newer:
        await library.run(_keep_all, user, newer)


@reads
def _newer(tx: ReadTx, user: int, news: Mapping[int, Place]) -> dict[int, Place]:
    known = places.times(tx, user, list(news))
    return {number: place for number, place in news.items() if number in known and place.time > known[number]}


@writes(weight=lambda user, newer: 1 + len(newer) // 10)
def _keep_all(tx: Tx, user: int, newer: Mapping[int, Place]) -> None:
    with tx.pipelined(), Changeset(tx, user) as change:
        known = places.times(tx, user, list(newer))
        for number, place in newer.items():
            kept = place._replace(time=change.when(place.time), finished=place.share >= FINISHED)
            if number in known and kept.time > known[number]:
                places.put(tx, user, number, kept, change.stamp)


def _is_news(before: Place, new: Place) -> bool:
    return new.time > before.time or (new.finished and not before.finished)


@looks_up
def where(tx: ReadTx, user: int, item_id: int) -> Place:
    """Where the person stands in an item. Raises `NotFound`."""
    found = places.get(tx, user, item_id)
    if found is None:
        raise NotFound("This article is not on your list.")
    return found
