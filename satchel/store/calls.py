"""API calls that are handed out to server processes, in blocks. Nothing of a person's own is in here."""

from __future__ import annotations

from satchel.store.db import Tx


def take(tx: Tx, kind: str, who: int, hour: int, size: int) -> int:
    """Hand out `size` more calls of that hour; how many were handed out now, all in all."""
    row = tx.one(
        """
        INSERT INTO calls (kind, who, hour, taken) VALUES (:kind, :who, :hour, :size)
        ON CONFLICT (kind, who, hour) DO UPDATE SET taken = calls.taken + :size RETURNING taken
        """,
        kind=kind, who=who, hour=hour, size=size,
    )  # fmt: skip
    assert row is not None
    return int(row[0])


def forget(tx: Tx, user: int) -> None:
    """Remove what was counted for a person who leaves."""
    tx.run("DELETE FROM calls WHERE kind IN ('user', 'open') AND who = :user", user=user)


def purge(tx: Tx, hour: int) -> int:
    """Remove what is of no hour near that one, also of those that a clock that was wrong has seen; how many rows."""
    return tx.run("DELETE FROM calls WHERE hour < :first OR hour > :last", first=hour - 1, last=hour + 1)
