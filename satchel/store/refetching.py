"""Items whose pages are to be fetched once more, and what the next fetch may do to them."""

from __future__ import annotations

from satchel.store.db import ReadTx, Tx

#: Notices, checks and walls say less; what is no article and says more is a page all the same.
FEW_WORDS = 100


def living(tx: ReadTx, user: int, after: int, limit: int) -> list[tuple[int, str, str, str]]:
    """The next `limit` living items of `user` behind the id `after`: id, host, given address, reason of failure."""
    rows = tx.all(
        """
        SELECT id, host, given_url, fetch_reason FROM items
        WHERE user_id = :user AND id > :after AND state <> 2 ORDER BY id LIMIT :limit
        """,
        user=user, after=after, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def is_unsettled(tx: ReadTx, user: int, item_id: int) -> bool:
    """Whether a new fetch may bring what the last one did not.

    It failed, was led elsewhere, or brought so little as notices say; pictures and films say nothing at all.
    """
    row = tx.one(
        """
        SELECT 1 FROM items WHERE user_id = :user AND id = :id
          AND (led = 1 OR fetch_reason <> ''
               OR (is_article = 0 AND words < :few AND has_image <> 2 AND has_video <> 2))
        """,
        user=user, id=item_id, few=FEW_WORDS,
    )  # fmt: skip
    return row is not None


def force(tx: Tx, user: int, item_id: int) -> None:
    """Have the next fetch of an item replace what there is, come what may."""
    tx.run("UPDATE items SET forced = 1 WHERE user_id = :user AND id = :id", user=user, id=item_id)


def standing(tx: ReadTx, user: int, item_id: int) -> tuple[bool, bool]:
    """Whether what an item has was found where its link was merely led, and whether the next fetch is forced."""
    row = tx.one("SELECT led, forced FROM items WHERE user_id = :user AND id = :id", user=user, id=item_id)
    return (row[0] == 1, row[1] == 1) if row else (False, False)


def settle(tx: Tx, user: int, item_id: int, led: bool | None = None) -> None:
    """Note that a fetch has ended; with `led`, where it found what the item has now."""
    tx.run(
        "UPDATE items SET forced = 0, led = COALESCE(:led, led) WHERE user_id = :user AND id = :id",
        user=user, id=item_id, led=None if led is None else int(led),
    )  # fmt: skip
