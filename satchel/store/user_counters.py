"""Each person's shelf: the time of its last change, and its counts."""

from __future__ import annotations

from satchel.store.db import ReadTx, Tx


def touch(tx: Tx, user: int) -> int:
    """A time for the changes that this transaction makes for `user`, later than any before it.

    It grows even while the clock stands still or steps back, so that nothing that changes is
    missed by somebody who asks for all changes since their last visit. Nobody else can change
    `user`'s things from here to the commit.
    """
    row = tx.one(
        """
        UPDATE shelves SET changed_at = CASE WHEN changed_at >= :now THEN changed_at + 1 ELSE :now END
        WHERE user_id = :user RETURNING changed_at
        """,
        user=user, now=tx.now,
    )  # fmt: skip
    assert row is not None, "every account has a shelf"
    return int(row[0])


def count(tx: Tx, user: int, unread: int, archived: int) -> None:
    """Add to the counts of `user`'s unread and archived items; either may be negative."""
    if unread or archived:
        tx.run(
            "UPDATE shelves SET unread = unread + :unread, archived = archived + :archived WHERE user_id = :user",
            user=user, unread=unread, archived=archived,
        )  # fmt: skip


def next_highlight(tx: Tx, user: int) -> int:
    """The number for `user`'s next highlight; no two ever have the same."""
    row = tx.one(
        "UPDATE shelves SET last_highlight = last_highlight + 1 WHERE user_id = :user RETURNING last_highlight",
        user=user,
    )  # fmt: skip
    assert row is not None, "every account has a shelf"
    return int(row[0])


def changed_at(tx: ReadTx, user: int) -> int:
    """When `user`'s things last changed, ms; 0 for never."""
    row = tx.one("SELECT changed_at FROM shelves WHERE user_id = :user", user=user)
    return int(row[0]) if row else 0


def counts(tx: ReadTx, user: int) -> tuple[int, int]:
    """How many items are unread and how many archived."""
    row = tx.one("SELECT unread, archived FROM shelves WHERE user_id = :user", user=user)
    return (int(row[0]), int(row[1])) if row else (0, 0)


def counted(tx: ReadTx, user: int) -> tuple[int, int]:
    """The same two numbers, counted from the items."""
    row = tx.one(
        """
        SELECT COUNT(*) FILTER (WHERE state = 0), COUNT(*) FILTER (WHERE state = 1)
        FROM items WHERE user_id = :user
        """,
        user=user,
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def recount(tx: Tx, user: int) -> None:
    """Keep the counts that the items really have."""
    unread, archived = counted(tx, user)
    tx.run(
        "UPDATE shelves SET unread = :unread, archived = :archived WHERE user_id = :user",
        user=user, unread=unread, archived=archived,
    )  # fmt: skip
