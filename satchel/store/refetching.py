"""Items whose pages are to be fetched once more."""

from __future__ import annotations

from satchel.store.db import Tx


def living(tx: Tx, user: int, after: int, limit: int) -> list[tuple[int, str, str, str]]:
    """The next `limit` living items of `user` behind the id `after`: id, host, given address, reason of failure."""
    rows = tx.all(
        """
        SELECT id, host, given_url, fetch_reason FROM items
        WHERE user_id = :user AND id > :after AND state <> 2 ORDER BY id LIMIT :limit
        """,
        user=user, after=after, limit=limit,
    )  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in rows]
