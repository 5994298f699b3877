"""Wrong passwords that all processes count together, by a digest of what is counted."""

from __future__ import annotations

from typing import NamedTuple

from satchel.store.db import ReadTx, Tx


class Stored(NamedTuple):
    """One count as it is kept; times are ms."""

    failures: int = 0
    begun_at: int = 0
    wait_until: int = 0
    trying: int = 0
    tried_at: int = 0


def find(tx: ReadTx, keys: list[bytes]) -> dict[bytes, Stored]:
    """The counts of those keys that have one and are not forgotten."""
    names = [f"key{at}" for at in range(len(keys))]
    places = ", ".join(f":{name}" for name in names)
    rows = tx.all(
        f"""
        SELECT key, failures, begun_at, wait_until, trying, tried_at FROM wrong_passwords
        WHERE key IN ({places}) AND forgotten_at > :now
        """,
        now=tx.now, **dict(zip(names, keys, strict=True)),
    )  # fmt: skip
    return {bytes(row[0]): Stored(*row[1:]) for row in rows}


def lock(tx: Tx, key: bytes) -> Stored:
    """The count of that key, a new one if need be; nobody else touches it until the commit."""
    row = tx.one(
        """
        INSERT INTO wrong_passwords (key, begun_at, forgotten_at) VALUES (:key, :now, :now)
        ON CONFLICT (key) DO UPDATE SET trying = wrong_passwords.trying
        RETURNING failures, begun_at, wait_until, trying, tried_at
        """,
        key=key, now=tx.now,
    )  # fmt: skip
    assert row is not None
    return Stored(*row)


def keep(tx: Tx, key: bytes, count: Stored, forgotten_at: int) -> None:
    """Keep the count of a key that is locked, until then."""
    tx.run(
        """
        UPDATE wrong_passwords SET failures = :failures, begun_at = :begun_at, wait_until = :wait_until,
            trying = :trying, tried_at = :tried_at, forgotten_at = :forgotten
        WHERE key = :key
        """,
        key=key, forgotten=forgotten_at, **count._asdict(),
    )  # fmt: skip


def remember(tx: Tx, key: bytes, until: int) -> None:
    """Remember the key itself until then."""
    tx.run(
        """
        INSERT INTO wrong_passwords (key, begun_at, forgotten_at) VALUES (:key, :now, :until)
        ON CONFLICT (key) DO UPDATE SET forgotten_at = :until
        """,
        key=key, now=tx.now, until=until,
    )  # fmt: skip


def forget(tx: Tx, key: bytes) -> None:
    """Forget a key."""
    tx.run("DELETE FROM wrong_passwords WHERE key = :key", key=key)


def purge(tx: Tx) -> int:
    """Remove what means nothing any more; how many rows."""
    return tx.run("DELETE FROM wrong_passwords WHERE forgotten_at <= :now", now=tx.now)
