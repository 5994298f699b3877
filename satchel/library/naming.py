"""Naming: which item an address names that somebody was shown or has."""

from __future__ import annotations

from satchel.base import urls
from satchel.store import by_address, items, merges
from satchel.store.columns import ItemHead
from satchel.store.db import ReadTx


def named_by(tx: ReadTx, user: int, url: str) -> ItemHead | None:
    """The item, deleted ones among them, that is found under an address; None when there is none.

    The address to which a link was merely led is shown with its item, so it names that; but not
    where several were led there. Raises `Invalid`.
    """
    key = urls.read(url).key
    return by_address.head(tx, user, key) or led_there(tx, user, key)


def led_there(tx: ReadTx, user: int, key: bytes) -> ItemHead | None:
    """The one item whose link was led to an address that is nobody's own."""
    led = merges.led_to(tx, user, key, 0, 2)
    return items.head(tx, user, led[0][0]) if len(led) == 1 else None
