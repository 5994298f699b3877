"""Who people are at a provider of sign-ins."""

from __future__ import annotations

from satchel.model.access import Identity
from satchel.store.db import ReadTx, Tx

_COLUMNS = "id, user_id, issuer, subject, name, made_at, used_at"


def add(tx: Tx, user: int, issuer: str, subject: str, name: str) -> bool:
    """Keep that `user` is that one; False where somebody is already."""
    return (
        tx.run(
            """
            INSERT INTO identities (user_id, issuer, subject, name, made_at)
            VALUES (:user, :issuer, :subject, :name, :now) ON CONFLICT (issuer, subject) DO NOTHING
            """,
            user=user, issuer=issuer, subject=subject, name=name, now=tx.now,
        )
        > 0
    )  # fmt: skip


def find(tx: ReadTx, issuer: str, subject: str) -> Identity | None:
    """Who here is that one."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM identities WHERE issuer = :issuer AND subject = :subject",
        issuer=issuer, subject=subject,
    )  # fmt: skip
    return Identity(*row) if row else None


def of(tx: ReadTx, user: int) -> list[Identity]:
    """All of `user`'s, the newest first."""
    rows = tx.all(f"SELECT {_COLUMNS} FROM identities WHERE user_id = :user ORDER BY id DESC", user=user)
    return [Identity(*row) for row in rows]


def used(tx: Tx, user: int, number: int) -> None:
    """Note that somebody signed in so."""
    tx.run(
        "UPDATE identities SET used_at = :now WHERE id = :id AND user_id = :user",
        now=tx.now,
        id=number,
        user=user,
    )


def remove(tx: Tx, user: int, number: int) -> bool:
    """Forget one; whether it was there."""
    return tx.run("DELETE FROM identities WHERE id = :id AND user_id = :user", id=number, user=user) > 0
