"""Each person's shelf: the time of its last change, the number of their newest thing, and its counts."""

from __future__ import annotations

from satchel.base.errors import NotSignedIn
from satchel.store.db import ReadTx, Tx


def touch(tx: Tx, user: int) -> tuple[int, int]:
    """A time for the changes that this transaction makes for `user`, later than any before it; and their newest number.

    The time grows even while the clock stands still or steps back, so that nothing that changes is
    missed by somebody who asks for all changes since their last visit. Nobody else can change
    `user`'s things from here to the commit, so what is new is numbered on from there: see `close`.
    Raises `NotSignedIn` for an account that was removed since its caller was let in.
    """
    row = tx.one(
        """
        UPDATE shelves SET changed_at = CASE WHEN changed_at >= :now THEN changed_at + 1 ELSE :now END
        WHERE user_id = :user RETURNING changed_at, last_id
        """,
        user=user, now=tx.now,
    )  # fmt: skip
    if row is None:
        raise NotSignedIn
    tx.changed.add(user)
    return int(row[0]), int(row[1])


def close(tx: Tx, user: int, last_id: int, unread: int, archived: int) -> None:
    """Keep the newest number, and add to the counts of unread and archived items; either may be negative."""
    tx.later(
        """
        UPDATE shelves SET last_id = :last, unread = unread + :unread, archived = archived + :archived
        WHERE user_id = :user
        """,
        user=user, last=last_id, unread=unread, archived=archived,
    )  # fmt: skip


def changed_at(tx: ReadTx, user: int) -> int:
    """When `user`'s things last changed, ms; 0 for never."""
    row = tx.one("SELECT changed_at FROM shelves WHERE user_id = :user", user=user)
    return int(row[0]) if row else 0


def last_id(tx: ReadTx, user: int) -> int:
    """The number of `user`'s newest thing; 0 for somebody who never had anything."""
    row = tx.one("SELECT last_id FROM shelves WHERE user_id = :user", user=user)
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


def owners(tx: ReadTx, after: int, limit: int) -> list[int]:
    """The next `limit` people who have a shelf, behind the id `after`."""
    rows = tx.all(
        "SELECT user_id FROM shelves WHERE user_id > :after ORDER BY user_id LIMIT :limit",
        after=after,
        limit=limit,
    )
    return [row[0] for row in rows]
