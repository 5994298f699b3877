"""Apps, by their consumer keys."""

from __future__ import annotations

from satchel.model.people import Ability, App
from satchel.store.db import ReadTx, Row, Tx

#: What `app` makes an app of, in statements where the table of apps is called `a`.
COLUMNS = "a.id, a.name, a.consumer_key, a.abilities, a.redirects, a.owner_id"


def app(row: Row) -> App:
    """The app in a row of `COLUMNS`."""
    return App(row[0], row[1], row[2], Ability(row[3]), tuple(row[4].split("\n")) if row[4] else (), row[5])


def add(
    tx: Tx,
    name: str,
    consumer_key: str,
    abilities: Ability,
    redirects: tuple[str, ...],
    owner: int | None = None,
) -> int | None:
    """The new app's id; None when the key is taken."""
    row = tx.one(
        """
        INSERT INTO apps (name, consumer_key, abilities, redirects, owner_id, created_at)
        VALUES (:name, :key, :abilities, :redirects, :owner, :now)
        ON CONFLICT (consumer_key) DO NOTHING RETURNING id
        """,
        name=name, key=consumer_key, abilities=int(abilities), redirects="\n".join(redirects), owner=owner, now=tx.now,
    )  # fmt: skip
    return int(row[0]) if row else None


def by_key(tx: ReadTx, consumer_key: str) -> App | None:
    """The app with that consumer key."""
    row = tx.one(f"SELECT {COLUMNS} FROM apps a WHERE a.consumer_key = :key", key=consumer_key)
    return app(row) if row else None


def of(tx: ReadTx, owner: int) -> list[App]:
    """The apps that a person registered, the newest first."""
    rows = tx.all(f"SELECT {COLUMNS} FROM apps a WHERE a.owner_id = :owner ORDER BY a.id DESC", owner=owner)
    return [app(row) for row in rows]


def remove_unused(tx: Tx, owner: int) -> int:
    """Remove the apps of `owner` through which nobody else is connected; how many they were."""
    return tx.run(
        """
        DELETE FROM apps WHERE owner_id = :owner
        AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.app_id = apps.id AND t.user_id <> :owner)
        """,
        owner=owner,
    )


def remove(tx: Tx, owner: int, app_id: int) -> bool:
    """Remove an app of its owner's, and every token it has from anybody; whether it was there."""
    return tx.run("DELETE FROM apps WHERE id = :id AND owner_id = :owner", id=app_id, owner=owner) > 0


def sealed_secret(tx: ReadTx, app_id: int) -> bytes | None:
    """The app's secret as it is kept; None when nobody asked for it yet."""
    row = tx.one("SELECT sealed_secret FROM apps WHERE id = :id", id=app_id)
    return bytes(row[0]) if row and row[0] is not None else None


def keep_secret(tx: Tx, app_id: int, sealed: bytes) -> None:
    """Keep another secret with the app."""
    tx.run("UPDATE apps SET sealed_secret = :sealed WHERE id = :id", sealed=sealed, id=app_id)


def any_sealed(tx: ReadTx) -> bytes | None:
    """One of the sealed secrets that there are."""
    row = tx.one("SELECT sealed_secret FROM apps WHERE sealed_secret IS NOT NULL ORDER BY id LIMIT 1")
    return bytes(row[0]) if row else None


def all_sealed(tx: ReadTx) -> list[tuple[str, bytes]]:
    """The consumer keys of all apps with a secret, and their secrets as they are kept."""
    rows = tx.all("SELECT consumer_key, sealed_secret FROM apps WHERE sealed_secret IS NOT NULL ORDER BY id")
    return [(row[0], bytes(row[1])) for row in rows]
