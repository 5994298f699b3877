"""What stands beside every list: how much is in it, and the first tags."""

from __future__ import annotations

from typing import NamedTuple

from satchel.store.db import ReadTx, Tx


class Shelf(NamedTuple):
    """What is kept of a person's list as a whole."""

    unread: int = 0
    archived: int = 0
    view: int = 0  #: how lists are shown
    changed_at: int = 0  #: ms


def read(tx: ReadTx, user: int, most: int | None) -> tuple[Shelf, list[str]]:
    """The person's shelf; and the first `most` tags in the database's order, with None all of them.

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
        SELECT s.unread, s.archived, s.list_view, s.changed_at, named.tag
        FROM shelves s LEFT JOIN named ON named.tag IS NOT NULL WHERE s.user_id = :user
        """,
        user=user, most=2**31 if most is None else most,
    )  # fmt: skip
    return Shelf(*rows[0][:4]) if rows else Shelf(), [row[4] for row in rows if row[4] is not None]


def set_view(tx: Tx, user: int, view: int) -> None:
    """Keep how the person has lists shown."""
    tx.run("UPDATE shelves SET list_view = :view WHERE user_id = :user", user=user, view=view)
