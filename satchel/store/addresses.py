"""Addresses: under which an item is found again."""

from __future__ import annotations

from satchel.store import one_row
from satchel.store.among import among
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx, Tx

_ADD = one_row.insert("addresses", ("key", "item_id"), "ON CONFLICT DO NOTHING")


def add(tx: Tx, user: int, key: bytes, item_id: int) -> None:
    """Have the item found under one more address, unless another item is."""
    tx.write_row(_ADD, user=user, key=key, item_id=item_id)


def living(tx: ReadTx, user: int, keys: list[bytes]) -> dict[bytes, int]:
    """The items that are found under these addresses, at most `MAX_AMONG`, without those that are deleted."""
    if not keys:
        return {}
    names, values = among(keys)
    rows = tx.all(
        f"""
        SELECT d.key, i.id FROM addresses d JOIN items i ON i.user_id = :user AND i.id = d.item_id
        WHERE d.user_id = :user AND d.key IN ({names}) AND i.state <> 2
        """,
        user=user, **values,
    )  # fmt: skip
    return {bytes(row[0]): row[1] for row in rows}


def clear(tx: ReadTx, user: int, item: ItemHead) -> None:
    """Nothing: an item that is deleted keeps its addresses, so that saving again revives its id."""


def move(tx: Tx, user: int, source: ItemHead, target: ItemHead) -> None:
    """Have an item found where another one was."""
    tx.later(
        "UPDATE addresses SET item_id = :target WHERE user_id = :user AND item_id = :id",
        user=user, id=source.id, target=target.id,
    )  # fmt: skip
