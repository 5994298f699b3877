"""Items whose pages are to be fetched once more, and what the next fetch may do to them."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from satchel.store.db import ReadTx, Tx


class Wish(IntEnum):
    """What the next fetch of an item is to do beside what fetches do. The numbers are stored."""

    NONE = 0
    FORCED = 1  #: replace what there is, come what may
    WHOLE = 2  #: keep all of the page, and not only what is its article


class Standing(NamedTuple):
    """How what an item has came to it, and what is wanted of its next fetch."""

    was_led: bool = False  #: it was found where its link was merely led
    wish: Wish = Wish.NONE
    chosen: bool = False  #: its person chose the version that is read


def living(tx: ReadTx, user: int, after: int, limit: int) -> list[tuple[int, str, str, str]]:
    """The next `limit` living items of `user` behind the id `after`: id, address where the page was, given one,
    reason of failure."""
    rows = tx.all(
        """
        SELECT id, url, given_url, fetch_reason FROM items
        WHERE user_id = :user AND id > :after AND state <> 2 ORDER BY id LIMIT :limit
        """,
        user=user, after=after, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def force(tx: Tx, user: int, item_id: int, wish: Wish = Wish.FORCED) -> None:
    """Have the next fetch of an item replace what there is, come what may."""
    tx.later(
        "UPDATE items SET forced = :wish WHERE user_id = :user AND id = :id",
        user=user, id=item_id, wish=int(wish),
    )  # fmt: skip


def wish(tx: ReadTx, user: int, item_id: int) -> Wish:
    """What is wanted of the next fetch of an item."""
    row = tx.one("SELECT forced FROM items WHERE user_id = :user AND id = :id", user=user, id=item_id)
    return Wish(row[0]) if row else Wish.NONE


def standing(tx: ReadTx, user: int, item_id: int) -> Standing:
    """How what an item has came to it, and what is wanted of its next fetch."""
    row = tx.one(
        "SELECT led_to, forced, chosen FROM items WHERE user_id = :user AND id = :id", user=user, id=item_id
    )
    return Standing(row[0] is not None, Wish(row[1]), row[2] == 1) if row else Standing()


def settle(tx: Tx, user: int, item_id: int) -> None:
    """Note that a fetch has ended."""
    tx.later("UPDATE items SET forced = 0 WHERE user_id = :user AND id = :id", user=user, id=item_id)
