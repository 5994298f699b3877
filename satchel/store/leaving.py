"""Removing what a person kept, a batch at a time."""

from __future__ import annotations

from satchel.store import acts, imports
from satchel.store.db import Tx


def erase_tags(tx: Tx, user: int, most: int) -> int:
    """Remove up to so many rows of the index of tags; how many there were."""
    rows = tx.all(
        """
        SELECT tag, state, added_at, item_id FROM item_tags WHERE user_id = :user
        ORDER BY tag, state, added_at, item_id LIMIT :most
        """,
        user=user, most=most,
    )  # fmt: skip
    if rows:
        tag, state, added_at, item_id = rows[-1]
        tx.run(
            """
            DELETE FROM item_tags
            WHERE user_id = :user AND (tag, state, added_at, item_id) <= (:tag, :state, :at, :item)
            """,
            user=user, tag=tag, state=state, at=added_at, item=item_id,
        )  # fmt: skip
    return len(rows)


def erase_acts(tx: Tx, user: int, most: int) -> int:
    """Remove the oldest act of `user`, or up to so many of its items; how many acts that were, 0 for none."""
    row = tx.one("SELECT MIN(id) FROM acts WHERE user_id = :user", user=user)
    if row is None or row[0] is None:
        return 0
    acts.remove(tx, user, row[0], most)
    return 1


def erase_imports(tx: Tx, user: int, most: int) -> int:
    """Remove the oldest import of `user`, or up to so many rows of its account; 0 where there was none."""
    row = tx.one("SELECT MIN(id) FROM imports WHERE user_id = :user", user=user)
    if row is None or row[0] is None:
        return 0
    imports.remove(tx, user, row[0], most)
    return 1


def erase_items(tx: Tx, user: int, most: int) -> int:
    """Remove the first items of `user`, up to so many, and all that hangs on them; how many there were."""
    rows = tx.all("SELECT id FROM items WHERE user_id = :user ORDER BY id LIMIT :most", user=user, most=most)
    if rows:
        tx.run("DELETE FROM items WHERE user_id = :user AND id <= :last", user=user, last=rows[-1][0])
    return len(rows)
