"""What stands beside every list: how much is in it, and the first tags."""

from __future__ import annotations

from satchel.store.db import ReadTx


def read(tx: ReadTx, user: int, most: int) -> tuple[int, int, list[str]]:
    """How many items are unread and how many archived, as they are kept; and the first `most` tags, sorted.

    A look into the index for each tag, however many items have it.
    """
    rows = tx.all(
        """
        WITH RECURSIVE named (tag, number) AS (
            SELECT MIN(tag), 1 FROM item_tags WHERE user_id = :user
            UNION ALL
            SELECT (SELECT MIN(t.tag) FROM item_tags t WHERE t.user_id = :user AND t.tag > named.tag), number + 1
            FROM named WHERE named.tag IS NOT NULL AND number < :most
        )
        SELECT s.unread, s.archived, named.tag
        FROM shelves s LEFT JOIN named ON named.tag IS NOT NULL WHERE s.user_id = :user
        """,
        user=user, most=most,
    )  # fmt: skip
    unread, archived = rows[0][:2] if rows else (0, 0)
    return int(unread), int(archived), sorted(row[2] for row in rows if row[2] is not None)
