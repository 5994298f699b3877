"""By address: the items that are found under addresses, deleted ones among them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from satchel.model.items import Item
from satchel.store import columns
from satchel.store.among import among
from satchel.store.columns import COLUMNS, HEAD, ItemHead
from satchel.store.db import ReadTx

_FOUND = "FROM addresses d JOIN items i ON i.user_id = :user AND i.id = d.item_id WHERE d.user_id = :user AND d.key"


class Known(NamedTuple):
    """An item that is found under an address."""

    item: Item
    was_led: bool  #: what it has was found where its link was merely led


def head(tx: ReadTx, user: int, key: bytes) -> ItemHead | None:
    """The item that is found under an address."""
    row = tx.one(f"SELECT {HEAD} {_FOUND} = :key", user=user, key=key)
    return columns.head(row) if row else None


def heads(tx: ReadTx, user: int, keys: Collection[bytes]) -> dict[bytes, ItemHead]:
    """The items that are found under at most `MAX_AMONG` addresses, by one look."""
    if not keys:
        return {}
    names, values = among(list(keys))
    rows = tx.all(f"SELECT d.key, {HEAD} {_FOUND} IN ({names})", user=user, **values)
    return {bytes(row[0]): columns.head(row[1:]) for row in rows}


def known(tx: ReadTx, user: int, key: bytes) -> Known | None:
    """All of the item that is found under an address."""
    row = tx.one(f"SELECT {COLUMNS}, i.led_to {_FOUND} = :key", user=user, key=key)
    return Known(columns.item(row), row[-1] is not None) if row else None


def several_known(tx: ReadTx, user: int, keys: Collection[bytes]) -> dict[bytes, Known]:
    """`known`, of at most `MAX_AMONG` addresses, by one look."""
    if not keys:
        return {}
    names, values = among(list(keys))
    rows = tx.all(f"SELECT d.key, {COLUMNS}, i.led_to {_FOUND} IN ({names})", user=user, **values)
    return {bytes(row[0]): Known(columns.item(row[1:]), row[-1] is not None) for row in rows}
