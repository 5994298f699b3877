"""Looks: how a person wants articles set and coloured, on all devices that have no choice of their own."""

from __future__ import annotations

from satchel.library.usecase import looks_up, writes
from satchel.store import user_counters
from satchel.store.db import ReadTx, Tx


@looks_up
def kept(tx: ReadTx, user: int) -> str:
    """What the person last chose, in the words of the page that asked; "" for nothing yet."""
    return user_counters.looks(tx, user)


@writes
def keep(tx: Tx, user: int, looks: str) -> None:
    """Keep what the person has chosen."""
    tx.lock_user(user)
    user_counters.keep_looks(tx, user, looks)
