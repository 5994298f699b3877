"""Requests that were signed and taken, by the digests of their numbers, where several processes serve one database."""

from __future__ import annotations

from satchel.store.db import Tx


def take(tx: Tx, key: bytes, forgotten_at: int) -> bool:
    """Remember a request until that time, ms; whether it is the first of that key."""
    row = tx.one(
        """
        INSERT INTO nonces (key, forgotten_at) VALUES (:key, :forgotten)
        ON CONFLICT (key) DO NOTHING RETURNING forgotten_at
        """,
        key=key, forgotten=forgotten_at,
    )  # fmt: skip
    return row is not None


def purge(tx: Tx) -> None:
    """Forget what is too old to be taken again."""
    tx.run("DELETE FROM nonces WHERE forgotten_at < :now", now=tx.now)
