"""Passwords that open nothing but what apps do, one for each app."""

from __future__ import annotations

from satchel.model.access import AppPassword
from satchel.store.db import ReadTx, Tx


def add(tx: Tx, user: int, digest: bytes, name: str) -> None:
    """Keep a new one of `user`'s."""
    tx.run(
        "INSERT INTO app_passwords (user_id, digest, name, made_at) VALUES (:user, :digest, :name, :now)",
        user=user, digest=digest, name=name, now=tx.now,
    )  # fmt: skip


def of(tx: ReadTx, user: int) -> list[AppPassword]:
    """All of `user`'s, the newest first."""
    rows = tx.all(
        "SELECT id, name, made_at, used_at, used_from FROM app_passwords WHERE user_id = :user ORDER BY id DESC",
        user=user,
    )
    return [AppPassword(*row) for row in rows]


def by_digest(tx: ReadTx, user: int, digest: bytes) -> AppPassword | None:
    """The one of that digest, if it is `user`'s."""
    row = tx.one(
        """
        SELECT id, name, made_at, used_at, used_from FROM app_passwords
        WHERE user_id = :user AND digest = :digest
        """,
        user=user, digest=digest,
    )  # fmt: skip
    return AppPassword(*row) if row else None


def used(tx: Tx, user: int, number: int, source: str) -> None:
    """Note that it is in use, and from where."""
    tx.run(
        "UPDATE app_passwords SET used_at = :now, used_from = :source WHERE id = :id AND user_id = :user",
        now=tx.now, source=source, id=number, user=user,
    )  # fmt: skip


def remove(tx: Tx, user: int, number: int) -> bool:
    """Remove one; whether it was there."""
    return tx.run("DELETE FROM app_passwords WHERE id = :id AND user_id = :user", id=number, user=user) > 0


def remove_all(tx: Tx, user: int) -> None:
    """Remove all of `user`'s."""
    tx.run("DELETE FROM app_passwords WHERE user_id = :user", user=user)
