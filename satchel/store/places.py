"""Where people stand in their items: columns of the items that no list reads."""

from __future__ import annotations

from satchel.model.places import Place
from satchel.store.db import ReadTx, Tx


def put(tx: Tx, user: int, item_id: int, place: Place, mark: int) -> None:
    """Keep a place, unless one of a later time is known. What was read furthest, and that it was finished, stays."""
    # Written out for each column: an update that changes nothing would still be a change for those who sync.
    tx.later(
        """
        UPDATE items SET
            furthest = CASE WHEN furthest < :furthest THEN :furthest ELSE furthest END,
            finished_at = CASE WHEN :finished = 1 AND finished_at = 0 THEN :at ELSE finished_at END,
            place = CASE WHEN progress_at < :at THEN :place ELSE place END,
            place_version = CASE WHEN progress_at < :at THEN :version ELSE place_version END,
            place_quote = CASE WHEN progress_at < :at THEN :quote ELSE place_quote END,
            progress = CASE WHEN progress_at < :at THEN :share ELSE progress END,
            progress_at = CASE WHEN progress_at < :at THEN :at ELSE progress_at END,
            changed_at = :mark
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, place=place.at, version=place.version, quote=place.quote, share=place.share,
        at=place.time, furthest=1000 if place.finished else place.share, finished=int(place.finished), mark=mark,
    )  # fmt: skip


def get(tx: ReadTx, user: int, item_id: int) -> Place | None:
    """Where `user` stands in the item; None where it is not theirs."""
    row = tx.one(
        """
        SELECT progress, progress_at, place, place_version, place_quote, finished_at FROM items
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id,
    )  # fmt: skip
    return Place(row[0], row[1], row[2], row[3], row[4], row[5] > 0) if row else None
