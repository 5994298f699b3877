"""Removing what a person kept, a batch at a time."""

from __future__ import annotations

from satchel.store.db import ReadTx, Tx


def first_items(tx: ReadTx, user: int, most: int) -> list[tuple[int, int | None]]:
    """The first items of `user` by their ids, each with its article."""
    rows = tx.all(
        "SELECT id, article_id FROM items WHERE user_id = :user ORDER BY id LIMIT :most", user=user, most=most
    )
    return [(row[0], row[1]) for row in rows]


def erase_items(tx: Tx, user: int, last: int) -> None:
    """Remove the items of `user` up to that id, and all that hangs on them: no trace is left for anybody."""
    tx.run("DELETE FROM items WHERE user_id = :user AND id <= :last", user=user, last=last)
