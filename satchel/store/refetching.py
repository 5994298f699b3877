"""Items whose pages are to be fetched once more, and what the next fetch may do to them."""

from __future__ import annotations

from satchel.store.db import Tx


def living(tx: Tx, user: int, after: int, limit: int) -> list[tuple[int, str, str, str]]:
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


def force(tx: Tx, user: int, item_id: int) -> None:
    """Have the next fetch of an item replace what there is, come what may."""
    tx.later("UPDATE items SET forced = 1 WHERE user_id = :user AND id = :id", user=user, id=item_id)


def standing(tx: Tx, user: int, item_id: int) -> tuple[bool, bool]:
    """Whether what an item has was found where its link was merely led, and whether the next fetch is forced."""
    row = tx.one("SELECT led_to, forced FROM items WHERE user_id = :user AND id = :id", user=user, id=item_id)
    return (row[0] is not None, row[1] == 1) if row else (False, False)


def settle(tx: Tx, user: int, item_id: int) -> None:
    """Note that a fetch has ended."""
    tx.later("UPDATE items SET forced = 0 WHERE user_id = :user AND id = :id", user=user, id=item_id)
