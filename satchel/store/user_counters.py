"""Each person's shelf: the time of its last change, the number of their newest thing, and its counts."""

from __future__ import annotations

import json
from typing import NamedTuple

from satchel.base.errors import NotSignedIn
from satchel.store.db import ReadTx, Tx


class Shelf(NamedTuple):
    """A person's shelf at the beginning of a change."""

    stamp: int  #: a time for the changes, ms, later than any before
    last_id: int  #: the newest number of theirs
    items: int  #: unread and archived ones
    size: int  #: bytes of texts, as they are kept
    max_items: int  #: 0 for no limit
    max_bytes: int  #: 0 for no limit


def touch(tx: Tx, user: int) -> Shelf:
    """The shelf of `user`, with a time for the changes that this transaction makes there.

    The time grows even while the clock stands still or steps back, so that nothing that changes is
    missed by somebody who asks for all changes since their last visit. Nobody else can change
    `user`'s things from here to the commit, so what is new is numbered on from there: see `close`.
    Raises `NotSignedIn` for an account that was removed since its caller was let in.
    """
    row = tx.one(
        """
        UPDATE shelves SET changed_at = CASE WHEN changed_at >= :now THEN changed_at + 1 ELSE :now END
        WHERE user_id = :user RETURNING changed_at, last_id, unread + archived, bytes, max_items, max_bytes
        """,
        user=user, now=tx.now,
    )  # fmt: skip
    if row is None:
        raise NotSignedIn
    tx.changed.add(user)
    return Shelf(*row)


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
    """Keep the counts that the items really have, and the bytes of their texts."""
    unread, archived = counted(tx, user)
    tx.run(
        """
        UPDATE shelves SET unread = :unread, archived = :archived, bytes = (
            SELECT COALESCE(SUM(LENGTH(html) + LENGTH(text)), 0) FROM bodies WHERE user_id = :user
        ) WHERE user_id = :user
        """,
        user=user, unread=unread, archived=archived,
    )  # fmt: skip


def grown(tx: Tx, user: int, item_id: int, size: int, version: int = 0) -> None:
    """Count the bytes of what an item is given in place of a version of its body, or of all, before these go."""
    tx.later(
        """
        UPDATE shelves SET bytes = bytes + :size - (
            SELECT COALESCE(SUM(LENGTH(html) + LENGTH(text)), 0) FROM bodies
            WHERE user_id = :user AND item_id = :item AND (version = :version OR :version = 0)
        ) WHERE user_id = :user
        """,
        user=user, item=item_id, size=size, version=version,
    )  # fmt: skip


def set_limits(tx: Tx, user: int, items: int, size: int) -> None:
    """How many items and bytes the person may have; 0 for no limit."""
    tx.run(
        "UPDATE shelves SET max_items = :items, max_bytes = :size WHERE user_id = :user",
        user=user, items=items, size=size,
    )  # fmt: skip


def sizes(tx: ReadTx, people: list[int]) -> dict[int, tuple[int, int, int, int]]:
    """Items and bytes of each of `people`, and how many of both they may have."""
    rows = tx.all(
        f"""
        SELECT s.user_id, s.unread + s.archived, s.bytes, s.max_items, s.max_bytes
        FROM ({tx.ids}) AS wanted CROSS JOIN shelves s WHERE s.user_id = wanted.id
        """,
        ids=json.dumps(people),
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def owners(tx: ReadTx, after: int, limit: int) -> list[int]:
    """The next `limit` people who have a shelf, behind the id `after`."""
    rows = tx.all(
        "SELECT user_id FROM shelves WHERE user_id > :after ORDER BY user_id LIMIT :limit",
        after=after,
        limit=limit,
    )
    return [row[0] for row in rows]


def looks(tx: ReadTx, user: int) -> str:
    """How `user` wants articles to look, as they last said; "" for nothing said yet."""
    row = tx.one("SELECT reading FROM shelves WHERE user_id = :user", user=user)
    return str(row[0]) if row else ""


def keep_looks(tx: Tx, user: int, looks: str) -> None:
    """Keep how `user` wants articles to look."""
    tx.later("UPDATE shelves SET reading = :looks WHERE user_id = :user", user=user, looks=looks)
