"""Addresses: under which an item is found again."""

from __future__ import annotations

from satchel.store.columns import ItemHead
from satchel.store.db import Tx


def add(tx: Tx, user: int, key: bytes, item_id: int) -> None:
    """Have the item found under one more address, unless another item is."""
    tx.later(
        "INSERT INTO addresses (user_id, key, item_id) VALUES (:user, :key, :item) ON CONFLICT DO NOTHING",
        user=user, key=key, item=item_id,
    )  # fmt: skip


def clear(tx: Tx, user: int, item: ItemHead) -> None:
    """Nothing: an item that is deleted keeps its addresses, so that saving again revives its id."""


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Have an item found where another one was."""
    tx.later(
        "UPDATE addresses SET item_id = :target WHERE user_id = :user AND item_id = :id",
        user=user, id=source.id, target=target.id,
    )  # fmt: skip
