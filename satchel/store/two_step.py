"""What makes the codes of people's second step, and the codes for who has lost that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from satchel.store.db import ReadTx, Tx


class CodeSecret(NamedTuple):
    """What makes a person's codes."""

    sealed: bytes
    since: int  #: ms since when it counts; 0 while no code of it was seen
    last_step: int  #: the number of the half minute whose code was taken last


def of(tx: ReadTx, user: int) -> CodeSecret | None:
    """The secret of `user`, proposed ones among them."""
    row = tx.one("SELECT sealed, since, last_step FROM code_secrets WHERE user_id = :user", user=user)
    return CodeSecret(bytes(row[0]), row[1], row[2]) if row else None


def any_sealed(tx: ReadTx) -> bytes | None:
    """One of the secrets that there are, as it is kept."""
    row = tx.one("SELECT sealed FROM code_secrets ORDER BY id LIMIT 1")
    return bytes(row[0]) if row else None


def propose(tx: Tx, user: int, sealed: bytes) -> bool:
    """Keep a secret that does not count yet; False where there is one that does."""
    return (
        tx.run(
            """
            INSERT INTO code_secrets (user_id, sealed, made_at) VALUES (:user, :sealed, :now)
            ON CONFLICT (user_id) DO UPDATE SET sealed = :sealed, made_at = :now, last_step = 0
            WHERE code_secrets.since = 0
            """,
            user=user, sealed=sealed, now=tx.now,
        )
        > 0
    )  # fmt: skip


def take(tx: Tx, user: int, step: int) -> bool:
    """Take the code of that half minute; False where it, or a later one, was taken before."""
    return (
        tx.run(
            "UPDATE code_secrets SET last_step = :step WHERE user_id = :user AND last_step < :step",
            user=user, step=step,
        )
        > 0
    )  # fmt: skip


def begin(tx: Tx, user: int) -> None:
    """From now on the secret counts."""
    tx.run("UPDATE code_secrets SET since = :now WHERE user_id = :user", user=user, now=tx.now)


def remove(tx: Tx, user: int) -> None:
    """Forget the secret and all recovery codes of `user`."""
    tx.run("DELETE FROM code_secrets WHERE user_id = :user", user=user)
    tx.run("DELETE FROM recovery_codes WHERE user_id = :user", user=user)


def replace_recovery(tx: Tx, user: int, digests: Iterable[bytes]) -> None:
    """Keep these digests of recovery codes in place of those before."""
    tx.run("DELETE FROM recovery_codes WHERE user_id = :user", user=user)
    tx.many(
        "INSERT INTO recovery_codes (user_id, digest) VALUES (:user, :digest)",
        [{"user": user, "digest": digest} for digest in digests],
    )


def take_recovery(tx: Tx, user: int, digest: bytes) -> bool:
    """Use a recovery code up; whether it was there."""
    return (
        tx.run("DELETE FROM recovery_codes WHERE user_id = :user AND digest = :digest", user=user, digest=digest)
        > 0
    )  # fmt: skip


def recovery_left(tx: ReadTx, user: int) -> int:
    """How many recovery codes `user` has yet."""
    row = tx.one("SELECT COUNT(*) FROM recovery_codes WHERE user_id = :user", user=user)
    return int(row[0]) if row else 0
