"""Passkeys: the public halves of the keys with which people sign in."""

from __future__ import annotations

from satchel.model.access import Passkey
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = "id, user_id, credential, public_key, handle, uses, name, made_at, used_at"


def _passkey(row: Row) -> Passkey:
    return Passkey(row[0], row[1], bytes(row[2]), bytes(row[3]), bytes(row[4]), *row[5:])


def add(tx: Tx, new: Passkey) -> bool:
    """Keep a new one; False where its credential is known already."""
    return (
        tx.run(
            """
            INSERT INTO passkeys (user_id, credential, public_key, handle, uses, name, made_at)
            VALUES (:user, :credential, :key, :handle, :uses, :name, :now) ON CONFLICT (credential) DO NOTHING
            """,
            user=new.user_id, credential=new.credential, key=new.public_key, handle=new.handle, uses=new.uses,
            name=new.name, now=tx.now,
        )
        > 0
    )  # fmt: skip


def of(tx: ReadTx, user: int) -> list[Passkey]:
    """All of `user`'s, the newest first."""
    rows = tx.all(f"SELECT {_COLUMNS} FROM passkeys WHERE user_id = :user ORDER BY id DESC", user=user)
    return [_passkey(row) for row in rows]


def by_credential(tx: ReadTx, credential: bytes) -> Passkey | None:
    """The one with that credential."""
    row = tx.one(f"SELECT {_COLUMNS} FROM passkeys WHERE credential = :credential", credential=credential)
    return _passkey(row) if row else None


def used(tx: Tx, user: int, number: int, before: int, uses: int) -> bool:
    """Note a use, and how it counts them; False where another use came between."""
    return (
        tx.run(
            """
            UPDATE passkeys SET uses = :uses, used_at = :now
            WHERE id = :id AND user_id = :user AND uses = :before
            """,
            uses=uses, now=tx.now, id=number, user=user, before=before,
        )
        > 0
    )  # fmt: skip


def rename(tx: Tx, user: int, number: int, name: str) -> bool:
    """Give one another name; whether it was there."""
    return (
        tx.run(
            "UPDATE passkeys SET name = :name WHERE id = :id AND user_id = :user",
            name=name, id=number, user=user,
        )
        > 0
    )  # fmt: skip


def remove(tx: Tx, user: int, number: int) -> bool:
    """Remove one; whether it was there."""
    return tx.run("DELETE FROM passkeys WHERE id = :id AND user_id = :user", id=number, user=user) > 0
