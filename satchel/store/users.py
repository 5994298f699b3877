"""Accounts."""

from __future__ import annotations

import re

from satchel.model.people import User
from satchel.store import searches
from satchel.store.db import ReadTx, Row, Tx

#: What `user` makes a person of.
COLUMNS = "u.id, u.name, u.email, u.is_admin, u.password_hash, u.disabled_at, u.two_step_at, u.removing_at"
_SELECT = f"SELECT {COLUMNS} FROM users u"
#: What stands for other letters in a pattern of LIKE.
_ESCAPED = re.compile("[!%_]")


def _escape(found: re.Match[str]) -> str:
    return f"!{found[0]}"


def user(row: Row) -> User:
    """The person in a row of `COLUMNS`."""
    return User(row[0], row[1], row[2], bool(row[3]), *row[4:8])


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
    row = tx.one(f"{_SELECT} WHERE u.name_key = :key", key=key)
    return user(row) if row else None


def by_id(tx: ReadTx, number: int) -> User | None:
    """The account with that id."""
    row = tx.one(f"{_SELECT} WHERE u.id = :user", user=number)
    return user(row) if row else None


def after(tx: ReadTx, last: int, limit: int) -> list[User]:
    """The next `limit` accounts behind the id `last`, the oldest first."""
    rows = tx.all(f"{_SELECT} WHERE u.id > :last ORDER BY u.id LIMIT :limit", last=last, limit=limit)
    return [user(row) for row in rows]


def with_times(tx: ReadTx, last: int, text: str, limit: int) -> list[tuple[User, int, int]]:
    """The same with when each was made and last seen, ms; of those only whose folded names have `text` in them."""
    rows = tx.all(
        f"""
        SELECT {COLUMNS}, u.created_at, u.seen_at FROM users u
        WHERE u.id > :last AND u.name_key LIKE :pattern ESCAPE '!' ORDER BY u.id LIMIT :limit
        """,
        last=last, pattern=f"%{_ESCAPED.sub(_escape, text)}%", limit=limit,
    )  # fmt: skip
    return [(user(row), row[8], row[9]) for row in rows]


def with_ways(tx: ReadTx, number: int) -> tuple[User, int, int, int, int] | None:
    """An account, when it was made and last seen (ms), and how many passkeys and other identities open it."""
    row = tx.one(
        f"""
        SELECT {COLUMNS}, u.created_at, u.seen_at,
            (SELECT COUNT(*) FROM passkeys p WHERE p.user_id = u.id),
            (SELECT COUNT(*) FROM identities i WHERE i.user_id = u.id)
        FROM users u WHERE u.id = :user
        """,
        user=number,
    )
    return (user(row), row[8], row[9], row[10], row[11]) if row else None


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


def set_keys(tx: Tx, user: int, keys: str) -> None:
    """Keep another choice of keys, in its stored form."""
    tx.run("UPDATE users SET keys = :keys WHERE id = :user", keys=keys, user=user)


def set_disabled(tx: Tx, user: int, at: int) -> None:
    """Keep the person out since `at`, ms; 0 lets them in again."""
    tx.run("UPDATE users SET disabled_at = :at WHERE id = :user", at=at, user=user)


def set_admin(tx: Tx, user: int, is_admin: bool) -> None:
    """Let the person look after the server, or no longer."""
    tx.run("UPDATE users SET is_admin = :admin WHERE id = :user", admin=int(is_admin), user=user)


def set_two_step(tx: Tx, user: int, at: int) -> None:
    """Ask the person for a second step since `at`, ms; 0 asks no more."""
    tx.run("UPDATE users SET two_step_at = :at WHERE id = :user", at=at, user=user)


def set_removing(tx: Tx, user: int) -> None:
    """Note that the account is on its way out, so that whoever begins to remove it is not the only one to know."""
    tx.run("UPDATE users SET removing_at = :now WHERE id = :user", now=tx.now, user=user)


def leaving(tx: ReadTx) -> list[User]:
    """The accounts that are on their way out."""
    return [user(row) for row in tx.all(f"{_SELECT} WHERE u.removing_at <> 0 ORDER BY u.id")]


def seen(tx: Tx, user: int) -> None:
    """Note that the person is here."""
    tx.run("UPDATE users SET seen_at = :now WHERE id = :user AND seen_at < :now", now=tx.now, user=user)


def has_other_admin(tx: ReadTx, user: int) -> bool:
    """Whether somebody else than `user` may look after the server."""
    row = tx.one(
        "SELECT 1 FROM users WHERE is_admin = 1 AND disabled_at = 0 AND id <> :user LIMIT 1", user=user
    )
    return row is not None


def first_admin(tx: ReadTx) -> User | None:
    """The oldest account that may look after the server now."""
    row = tx.one(f"{_SELECT} WHERE u.is_admin = 1 AND u.disabled_at = 0 ORDER BY u.id LIMIT 1")
    return user(row) if row else None


def remove(tx: Tx, user: int) -> None:
    """Remove the account, and with it every row of the person in every table."""
    tx.run("DELETE FROM shelves WHERE user_id = :user", user=user)
    tx.run("DELETE FROM users WHERE id = :user", user=user)


def sizes(tx: ReadTx) -> dict[int, int]:
    """How many links each person has kept, by the id of the account."""
    return {row[0]: row[1] + row[2] for row in tx.all("SELECT user_id, unread, archived FROM shelves")}
