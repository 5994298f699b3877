"""Where people stand in their items: columns of the items that no list reads."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.model.places import Place, Said
from satchel.store.db import ReadTx, Tx


def put(tx: Tx, user: int, item_id: int, place: Place, mark: int) -> None:
    """Keep a place, unless one of a later time is known. What was read furthest, and that it was finished, stays."""
    # Written out for each column: an update that changes nothing would still be a change for those who sync.
    tx.later(
        """
        UPDATE items SET
            furthest = CASE WHEN furthest < :furthest THEN :furthest ELSE furthest END,
            finished_at = CASE WHEN :finished = 1 AND finished_at = 0 THEN :at ELSE finished_at END,
            place_said = CASE WHEN progress_at < :at THEN :said ELSE place_said END,
            place = CASE WHEN progress_at < :at THEN :place ELSE place END,
            place_version = CASE WHEN progress_at < :at THEN :version ELSE place_version END,
            place_quote = CASE WHEN progress_at < :at THEN :quote ELSE place_quote END,
            progress = CASE WHEN progress_at < :at THEN :share ELSE progress END,
            progress_at = CASE WHEN progress_at < :at THEN :at ELSE progress_at END,
            changed_at = :mark
        WHERE user_id = :user AND id = :id
        """,
        user=user, id=item_id, place=place.at, version=place.version, quote=place.quote, share=place.share,
        at=place.time, said=place.said, furthest=1000 if place.finished else place.share,
        finished=int(place.finished), mark=mark,
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


def said(tx: ReadTx, user: int, item_ids: Sequence[int]) -> dict[int, Said]:
    """What apps told of those items; items of which they told nothing are not in it."""
    rows = tx.all(
        f"""
        SELECT i.id, i.place_said, i.keeps_address FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = wanted.id AND (i.place_said <> '' OR i.keeps_address = 1)
        """,
        user=user, ids=msgspec.json.encode(list(item_ids)).decode(),
    )  # fmt: skip
    return {row[0]: Said(row[1], row[2] == 1) for row in rows}


def keeping_address(tx: ReadTx, user: int, item_ids: Sequence[int]) -> set[int]:
    """Those of the items that go by the address that was given, wherever it leads."""
    return {number for number, its in said(tx, user, item_ids).items() if its.keeps_address}


def keep_address(tx: Tx, user: int, item_id: int, keeps: bool) -> None:
    """Note whether an item goes by the address that was given, wherever that leads."""
    tx.later(
        "UPDATE items SET keeps_address = :keeps WHERE user_id = :user AND id = :id",
        user=user, id=item_id, keeps=int(keeps),
    )  # fmt: skip


def times(tx: ReadTx, user: int, item_ids: Sequence[int]) -> dict[int, int]:
    """When the newest place in each of those items was, ms; of what is not deleted."""
    rows = tx.all(
        f"""
        SELECT i.id, i.progress_at FROM ({tx.ids}) AS wanted CROSS JOIN items i
        WHERE i.user_id = :user AND i.id = wanted.id AND i.state <> 2
        """,
        user=user, ids=msgspec.json.encode(list(item_ids)).decode(),
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}
