"""The secrets that open people's feeds."""

from __future__ import annotations

from satchel.store.db import ReadTx, Tx


def put(tx: Tx, user: int, digest: bytes) -> None:
    """Keep the digest of the one secret that opens `user`'s feeds; one from before opens them no more."""
    tx.run(
        """
        INSERT INTO feeds (user_id, digest, made_at) VALUES (:user, :digest, :now)
        ON CONFLICT (user_id) DO UPDATE SET digest = :digest, made_at = :now
        """,
        user=user, digest=digest, now=tx.now,
    )  # fmt: skip


def remove(tx: Tx, user: int) -> bool:
    """Close `user`'s feeds; whether they were open."""
    return tx.run("DELETE FROM feeds WHERE user_id = :user", user=user) > 0


def made_at(tx: ReadTx, user: int) -> int | None:
    """Since when `user`'s feeds are open under this secret, ms; None when they are closed."""
    row = tx.one("SELECT made_at FROM feeds WHERE user_id = :user", user=user)
    return int(row[0]) if row else None


def owner(tx: ReadTx, name_key: str, digest: bytes) -> tuple[int, str] | None:
    """Whose feeds that secret opens, id and name, if they are of the account with that folded name.

    None too while the owner of the server keeps that person out.
    """
    row = tx.one(
        """
        SELECT u.id, u.name FROM users u JOIN feeds f ON f.user_id = u.id
        WHERE u.name_key = :name AND f.digest = :digest AND u.disabled_at = 0
        """,
        name=name_key, digest=digest,
    )  # fmt: skip
    return (int(row[0]), str(row[1])) if row else None
