"""Accounts."""

from __future__ import annotations

from satchel.model.people import User
from satchel.store import searches
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = "id, name, email, is_admin, password_hash, disabled_at"


def _user(row: Row) -> User:
    return User(row[0], row[1], row[2], bool(row[3]), row[4], row[5])


def add(tx: Tx, name: str, key: str, email: str, password_hash: str | None, is_admin: bool) -> int | None:
    """The new account's id; None when the name is taken."""
    row = tx.one(
        """
        INSERT INTO users (name, name_key, email, password_hash, is_admin, created_at)
        VALUES (:name, :key, :email, :hash, :admin, :now)
        ON CONFLICT (name_key) DO NOTHING RETURNING id
        """,
        name=name, key=key, email=email, hash=password_hash, admin=int(is_admin), now=tx.now,
    )  # fmt: skip
    if row is None:
        return None
    tx.run("INSERT INTO shelves (user_id, changed_at) VALUES (:user, :now)", user=row[0], now=tx.now)
    searches.add_ready(tx, row[0])
    return int(row[0])


def by_name(tx: ReadTx, key: str) -> User | None:
    """The account whose folded name is `key`."""
    row = tx.one(f"SELECT {_COLUMNS} FROM users WHERE name_key = :key", key=key)
    return _user(row) if row else None


def by_id(tx: ReadTx, user: int) -> User | None:
    """The account with that id."""
    row = tx.one(f"SELECT {_COLUMNS} FROM users WHERE id = :user", user=user)
    return _user(row) if row else None


def after(tx: ReadTx, user: int, limit: int) -> list[User]:
    """The next `limit` accounts behind the id `user`, the oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM users WHERE id > :user ORDER BY id LIMIT :limit", user=user, limit=limit
    )
    return [_user(row) for row in rows]


def anyone(tx: ReadTx) -> bool:
    """Whether there is an account at all."""
    return tx.one("SELECT 1 FROM users LIMIT 1") is not None


def set_password(tx: Tx, user: int, password_hash: str | None) -> None:
    """Keep another hash for `user`."""
    tx.run("UPDATE users SET password_hash = :hash WHERE id = :user", hash=password_hash, user=user)


def replace_password(tx: Tx, user: int, old: str, new: str) -> None:
    """Keep another hash of the same password, unless the password was changed meanwhile."""
    tx.run(
        "UPDATE users SET password_hash = :new WHERE id = :user AND password_hash = :old",
        new=new, old=old, user=user,
    )  # fmt: skip


def set_disabled(tx: Tx, user: int, at: int) -> None:
    """Keep the person out since `at`, ms; 0 lets them in again."""
    tx.run("UPDATE users SET disabled_at = :at WHERE id = :user", at=at, user=user)


def has_other_admin(tx: ReadTx, user: int) -> bool:
    """Whether somebody else than `user` may look after the server."""
    row = tx.one(
        "SELECT 1 FROM users WHERE is_admin = 1 AND disabled_at = 0 AND id <> :user LIMIT 1", user=user
    )
    return row is not None


def remove(tx: Tx, user: int) -> None:
    """Remove the account, and with it every row of the person in every table."""
    tx.run("DELETE FROM shelves WHERE user_id = :user", user=user)
    tx.run("DELETE FROM users WHERE id = :user", user=user)


def sizes(tx: ReadTx) -> dict[int, int]:
    """How many links each person has kept, by the id of the account."""
    return {row[0]: row[1] + row[2] for row in tx.all("SELECT user_id, unread, archived FROM shelves")}
