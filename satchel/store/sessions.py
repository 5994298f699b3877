"""Browsers that are signed in, and browsers that were."""

from __future__ import annotations

import msgspec

from satchel.model.access import Session
from satchel.model.people import User
from satchel.store import users
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = "s.id, s.user_id, s.made_at, s.seen_at, s.agent, s.source"


def _session(row: Row) -> Session:
    return Session(*row[:6])


def add(tx: Tx, digest: bytes, user: int, agent: str, source: str) -> int:
    """Keep a new session; its id."""
    row = tx.one(
        """
        INSERT INTO sessions (digest, user_id, made_at, seen_at, agent, source)
        VALUES (:digest, :user, :now, :now, :agent, :source) RETURNING id
        """,
        digest=digest, user=user, now=tx.now, agent=agent, source=source,
    )  # fmt: skip
    assert row is not None
    return int(row[0])


def by_digest(tx: ReadTx, digest: bytes) -> tuple[Session, User] | None:
    """The session of that cookie, and whose it is; None too while the owner keeps them out."""
    row = tx.one(
        f"""
        SELECT {_COLUMNS}, {users.COLUMNS}, u.keys
        FROM sessions s JOIN users u ON u.id = s.user_id AND u.disabled_at = 0 WHERE s.digest = :digest
        """,
        digest=digest,
    )
    if row is None:
        return None
    return _session(row), msgspec.structs.replace(users.user(row[6:-1]), keys=row[-1])


def of(tx: ReadTx, user: int, used_since: int, made_since: int) -> list[Session]:
    """The sessions of `user` that were used and made since then, the last used first."""
    rows = tx.all(
        f"""
        SELECT {_COLUMNS} FROM sessions s
        WHERE s.user_id = :user AND s.seen_at > :used AND s.made_at > :made
        ORDER BY s.seen_at DESC, s.id DESC
        """,
        user=user, used=used_since, made=made_since,
    )  # fmt: skip
    return [_session(row) for row in rows]


def seen(tx: Tx, user: int, session: int, source: str) -> None:
    """Note that the session is in use, and from where."""
    tx.run(
        "UPDATE sessions SET seen_at = :now, source = :source WHERE id = :id AND user_id = :user",
        now=tx.now, source=source, id=session, user=user,
    )  # fmt: skip


def remove(tx: Tx, user: int, session: int) -> bool:
    """End one session of `user`; whether it was there."""
    return tx.run("DELETE FROM sessions WHERE id = :id AND user_id = :user", id=session, user=user) > 0


def remove_all(tx: Tx, user: int, but: int = 0) -> int:
    """End all sessions of `user`, except that of id `but`; how many they were."""
    return tx.run("DELETE FROM sessions WHERE user_id = :user AND id <> :but", user=user, but=but)


def keep_newest(tx: Tx, user: int, most: int) -> None:
    """End the sessions of `user` beyond `most`: those that were begun first."""
    tx.run(
        """
        DELETE FROM sessions WHERE user_id = :user AND id NOT IN
        (SELECT id FROM sessions WHERE user_id = :user ORDER BY id DESC LIMIT :most)
        """,
        user=user, most=most,
    )  # fmt: skip


def purge(tx: Tx, used_before: int, made_before: int) -> None:
    """Remove what is too old to be of use to anybody."""
    tx.run(
        "DELETE FROM sessions WHERE seen_at <= :used OR made_at <= :made", used=used_before, made=made_before
    )


def add_device(tx: Tx, digest: bytes, user: int, most: int) -> None:
    """Know a browser of `user` again; of more than `most` the ones not seen longest are forgotten."""
    tx.run(
        """
        INSERT INTO devices (digest, user_id, seen_at) VALUES (:digest, :user, :now)
        ON CONFLICT (digest) DO UPDATE SET user_id = :user, seen_at = :now
        """,
        digest=digest, user=user, now=tx.now,
    )  # fmt: skip
    tx.run(
        """
        DELETE FROM devices WHERE user_id = :user AND id NOT IN
        (SELECT id FROM devices WHERE user_id = :user ORDER BY seen_at DESC, id DESC LIMIT :most)
        """,
        user=user, most=most,
    )  # fmt: skip


def is_device(tx: ReadTx, digest: bytes, name_key: str, since: int) -> bool:
    """Whether somebody of that name signed in with that browser since then."""
    row = tx.one(
        """
        SELECT 1 FROM devices d JOIN users u ON u.id = d.user_id
        WHERE d.digest = :digest AND u.name_key = :name AND d.seen_at > :since
        """,
        digest=digest, name=name_key, since=since,
    )  # fmt: skip
    return row is not None


def remove_devices(tx: Tx, user: int) -> None:
    """Forget the browsers of `user`."""
    tx.run("DELETE FROM devices WHERE user_id = :user", user=user)
