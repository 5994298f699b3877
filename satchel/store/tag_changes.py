"""Tags that were renamed or removed, with the items that had them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import msgspec

from satchel.store.db import ReadTx, Tx

_ids = msgspec.json.Decoder(tuple[list[int], list[int]])


class TagChange(msgspec.Struct, frozen=True):
    """One tag that became another one, "" for none."""

    old: str
    new: str
    only: list[int]  #: items that had the old one and not the new one
    both: list[int]  #: items that had both


def add(tx: Tx, user: int, number: int, change: TagChange) -> None:
    """Keep a change under a number of the person's own."""
    items = zlib.compress(msgspec.json.encode((change.only, change.both)), 6)
    tx.later(
        "INSERT INTO tag_changes (user_id, id, old, new, items, made_at) VALUES (:user, :id, :old, :new, :items, :now)",
        user=user, id=number, old=change.old, new=change.new, items=items, now=tx.now,
    )  # fmt: skip


def between(tx: ReadTx, user: int, numbers: Sequence[int]) -> list[TagChange]:
    """The changes of the first to the last of some numbers."""
    rows = tx.all(
        "SELECT old, new, items FROM tag_changes WHERE user_id = :user AND id >= :first AND id <= :last ORDER BY id",
        user=user, first=numbers[0], last=numbers[-1],
    )  # fmt: skip
    return [TagChange(old, new, *_ids.decode(zlib.decompress(items))) for old, new, items in rows]


def remove(tx: Tx, user: int, before: int, first: int = 0, last: int = 0) -> None:
    """Forget the changes of these numbers, and those that were made before a time (ms)."""
    tx.later(
        "DELETE FROM tag_changes WHERE user_id = :user AND (made_at < :before OR (id >= :first AND id <= :last))",
        user=user, before=before, first=first, last=last,
    )  # fmt: skip


def keep_newest(tx: Tx, user: int, most: int) -> None:
    """Forget all changes but the newest ones."""
    tx.later(
        """
        DELETE FROM tag_changes WHERE user_id = :user AND id <=
            (SELECT c.id FROM tag_changes c WHERE c.user_id = :user ORDER BY c.id DESC LIMIT 1 OFFSET :most)
        """,
        user=user, most=most,
    )  # fmt: skip
