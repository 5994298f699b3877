"""Apps and the tokens that let them in."""

from __future__ import annotations

from satchel.model.people import Ability, App, Caller
from satchel.store.db import Row, Tx

_COLUMNS = "id, name, consumer_key, abilities, redirects"


def _app(row: Row) -> App:
    return App(row[0], row[1], row[2], Ability(row[3]), tuple(row[4].split("\n")) if row[4] else ())


def add(
    tx: Tx, name: str, consumer_key: str, secret_digest: bytes, abilities: Ability, redirects: tuple[str, ...]
) -> int | None:
    """The new app's id; None when the key is taken."""
    row = tx.one(
        """
        INSERT INTO apps (name, consumer_key, consumer_secret, abilities, redirects, created_at)
        VALUES (:name, :key, :secret, :abilities, :redirects, :now)
        ON CONFLICT (consumer_key) DO NOTHING RETURNING id
        """,
        name=name, key=consumer_key, secret=secret_digest, abilities=int(abilities),
        redirects="\n".join(redirects), now=tx.now,
    )  # fmt: skip
    return int(row[0]) if row else None


def by_key(tx: Tx, consumer_key: str) -> App | None:
    """The app with that consumer key."""
    row = tx.one(f"SELECT {_COLUMNS} FROM apps WHERE consumer_key = :key", key=consumer_key)
    return _app(row) if row else None


def add_token(tx: Tx, digest: bytes, user: int, app: int) -> None:
    """Keep the digest of a token that lets `app` act for `user`."""
    tx.run(
        "INSERT INTO tokens (digest, user_id, app_id, created_at) VALUES (:digest, :user, :app, :now)",
        digest=digest, user=user, app=app, now=tx.now,
    )  # fmt: skip


def callers(tx: Tx, consumer_key: str, digest: bytes) -> tuple[int, Caller | None] | None:
    """The app's id and whom its token speaks for; None for an unknown key, (id, None) for a bad token."""
    row = tx.one(
        """
        SELECT a.id, a.abilities, t.user_id FROM apps a
        LEFT JOIN tokens t ON t.app_id = a.id AND t.digest = :digest
        WHERE a.consumer_key = :key
        """,
        key=consumer_key, digest=digest,
    )  # fmt: skip
    if row is None:
        return None
    return row[0], (None if row[2] is None else Caller(row[2], Ability(row[1]), row[0]))
