"""Requests that were signed and taken, by the digests of their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from satchel.store.db import ReadTx, Tx


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


def keep(tx: Tx, taken: Iterable[tuple[bytes, int]]) -> None:
    """Remember requests, each until its time, ms; those that are too old are forgotten."""
    purge(tx)
    tx.many(
        "INSERT INTO nonces (key, forgotten_at) VALUES (:key, :forgotten) ON CONFLICT (key) DO NOTHING",
        ({"key": key, "forgotten": forgotten} for key, forgotten in taken),
    )


def all_of(tx: ReadTx) -> frozenset[bytes]:
    """The keys of all that are remembered."""
    return frozenset(bytes(row[0]) for row in tx.all("SELECT key FROM nonces"))


def purge(tx: Tx) -> None:
    """Forget what is too old to be taken again."""
    tx.run("DELETE FROM nonces WHERE forgotten_at < :now", now=tx.now)
