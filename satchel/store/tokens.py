"""The tokens that let apps in."""

from __future__ import annotations

from typing import NamedTuple

from satchel.model.access import Token
from satchel.model.people import Ability, Caller
from satchel.store import apps
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = "t.id, t.prefix, t.created_at, t.source, t.used_at, t.used_from, t.noticed"


def _token(row: Row) -> Token:
    return Token(row[0], apps.app(row[7:]), row[1], row[2], row[3], row[4], row[5], bool(row[6]))


def add(
    tx: Tx, digest: bytes, prefix: str, user: int, app: int, source: str, sealed_secret: bytes | None = None
) -> None:
    """Keep the digest of a token that lets `app` act for `user`; the secret is of one that signs."""
    tx.run(
        """
        INSERT INTO tokens (digest, prefix, user_id, app_id, created_at, source, sealed_secret)
        VALUES (:digest, :prefix, :user, :app, :now, :source, :secret)
        """,
        digest=digest, prefix=prefix, user=user, app=app, now=tx.now, source=source, secret=sealed_secret,
    )  # fmt: skip


def callers(tx: ReadTx, consumer_key: str, digest: bytes) -> tuple[int, Caller | None] | None:
    """The app's id and whom its token speaks for; None for an unknown key, (id, None) for a bad token.

    The token of somebody whom the owner keeps out is a bad one.
    """
    row = tx.one(
        """
        SELECT a.id, a.abilities, u.id FROM apps a
        LEFT JOIN tokens t ON t.app_id = a.id AND t.digest = :digest
        LEFT JOIN users u ON u.id = t.user_id AND u.disabled_at = 0
        WHERE a.consumer_key = :key
        """,
        key=consumer_key, digest=digest,
    )  # fmt: skip
    if row is None:
        return None
    return row[0], (None if row[2] is None else Caller(row[2], Ability(row[1]), row[0]))


class Signer(NamedTuple):
    """An app that signs, and whom it speaks for; secrets are sealed, None where there is none."""

    app_id: int
    app: str  #: its name
    abilities: Ability
    secret: bytes | None
    user_id: int | None  #: None where the token is none of its own
    user: str
    token_secret: bytes | None


def signer(tx: ReadTx, consumer_key: str, digest: bytes) -> Signer | None:
    """The app of that key, and whom its token speaks for; None for an unknown key.

    The token of somebody whom the owner keeps out is a bad one.
    """
    row = tx.one(
        """
        SELECT a.id, a.name, a.abilities, a.sealed_secret, u.id, u.name, t.sealed_secret FROM apps a
        LEFT JOIN tokens t ON t.app_id = a.id AND t.digest = :digest
        LEFT JOIN users u ON u.id = t.user_id AND u.disabled_at = 0
        WHERE a.consumer_key = :key
        """,
        key=consumer_key, digest=digest,
    )  # fmt: skip
    if row is None:
        return None
    sealed, of_token = (None if each is None else bytes(each) for each in (row[3], row[6]))
    return Signer(row[0], row[1], Ability(row[2]), sealed, row[4], row[5] or "", of_token)


def bearer(tx: ReadTx, digest: bytes) -> Caller | None:
    """Whom the token of that digest speaks for; None for one that signs, which is no secret by itself."""
    row = tx.one(
        """
        SELECT u.id, a.abilities, a.id FROM tokens t
        JOIN apps a ON a.id = t.app_id JOIN users u ON u.id = t.user_id AND u.disabled_at = 0
        WHERE t.digest = :digest AND t.sealed_secret IS NULL
        """,
        digest=digest,
    )
    return Caller(row[0], Ability(row[1]), row[2]) if row else None


def drop_signing(tx: Tx, user: int, app: int, most: int) -> None:
    """Take back the signing tokens that `app` has from `user` beyond `most`: those that were not used the longest."""
    tx.run(
        """
        DELETE FROM tokens WHERE user_id = :user AND app_id = :app AND id IN (
            SELECT t.id FROM tokens t WHERE t.user_id = :user AND t.app_id = :app AND t.sealed_secret IS NOT NULL
            ORDER BY CASE WHEN t.used_at > t.created_at THEN t.used_at ELSE t.created_at END DESC, t.id DESC
            LIMIT 1000000 OFFSET :most)
        """,
        user=user, app=app, most=most,
    )  # fmt: skip


def of(tx: ReadTx, user: int) -> list[Token]:
    """All tokens to the things of `user`, by app, the newest first."""
    rows = tx.all(
        f"""
        SELECT {_COLUMNS}, {apps.COLUMNS} FROM tokens t JOIN apps a ON a.id = t.app_id
        WHERE t.user_id = :user ORDER BY t.id DESC
        """,
        user=user,
    )
    return [_token(row) for row in rows]


def used(tx: Tx, user: int, digest: bytes, source: str) -> None:
    """Note that a token is in use, and from where."""
    tx.run(
        "UPDATE tokens SET used_at = :now, used_from = :source WHERE digest = :digest AND user_id = :user",
        now=tx.now, source=source, digest=digest, user=user,
    )  # fmt: skip


def notice(tx: Tx, user: int) -> None:
    """Note that `user` has seen which tokens there are."""
    tx.run("UPDATE tokens SET noticed = 1 WHERE user_id = :user AND noticed = 0", user=user)


def remove(tx: Tx, user: int, token: int) -> bool:
    """Take back one token; whether it was there."""
    return tx.run("DELETE FROM tokens WHERE id = :id AND user_id = :user", id=token, user=user) > 0


def remove_of_app(tx: Tx, user: int, app: int) -> int:
    """Take back all tokens that `app` has from `user`; how many they were."""
    return tx.run("DELETE FROM tokens WHERE app_id = :app AND user_id = :user", app=app, user=user)


def remove_of_user(tx: Tx, user: int) -> int:
    """Take back every token to the things of `user`; how many they were."""
    return tx.run("DELETE FROM tokens WHERE user_id = :user", user=user)


def remove_made(tx: Tx, digest: bytes) -> int:
    """Forget the token that somebody had for the grant with that digest; how many that were.

    It is known by its person, its app and the moment, in which the grant was used up.
    """
    return tx.run(
        """
        DELETE FROM tokens WHERE id IN (
            SELECT t.id FROM grants g
            JOIN tokens t ON t.user_id = g.user_id AND t.app_id = g.app_id AND t.created_at = g.used_at
            WHERE g.digest = :digest AND g.used_at > 0
        )
        """,
        digest=digest,
    )
