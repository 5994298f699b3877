"""What merging two items writes."""

from __future__ import annotations

from satchel.store.db import Tx


def adopt_state(tx: Tx, user: int, item_id: int, source_id: int, mark: int) -> None:
    """Give an item the list state of another one."""
    tx.run(
        """
        UPDATE items SET state = s.state, favourite = s.favourite, added_at = s.added_at, read_at = s.read_at,
            favourited_at = s.favourited_at, acted_at = s.acted_at, changed_at = :mark
        FROM (SELECT state, favourite, added_at, read_at, favourited_at, acted_at FROM items
              WHERE user_id = :user AND id = :source) AS s
        WHERE items.user_id = :user AND items.id = :id
        """,
        user=user, id=item_id, source=source_id, mark=mark,
    )  # fmt: skip


def adopt_texts(tx: Tx, user: int, item_id: int, source_id: int) -> None:
    """Fill what an item lacks, its title, description and article, from another one."""
    tx.run(
        """
        UPDATE items SET
            given_title = CASE WHEN given_title = '' THEN s.title ELSE given_title END,
            description = CASE WHEN items.description = '' THEN s.description ELSE items.description END,
            article_id = COALESCE(items.article_id, s.article)
        FROM (SELECT given_title AS title, description, article_id AS article FROM items
              WHERE user_id = :user AND id = :source) AS s
        WHERE items.user_id = :user AND items.id = :id
        """,
        user=user, id=item_id, source=source_id,
    )  # fmt: skip


def redirect(tx: Tx, user: int, item_id: int, target_id: int, mark: int) -> None:
    """Turn an item, and all that were merged into it before, into aliases of another one."""
    tx.run(
        """
        UPDATE items SET state = 2, merged_into = :target, tags = '', article_id = NULL, favourite = 0,
            given_title = '', description = '', changed_at = :mark
        WHERE user_id = :user AND (id = :id OR merged_into = :id)
        """,
        user=user, id=item_id, target=target_id, mark=mark,
    )  # fmt: skip
    tx.run(
        "UPDATE addresses SET item_id = :target WHERE user_id = :user AND item_id = :id",
        user=user, id=item_id, target=target_id,
    )  # fmt: skip
