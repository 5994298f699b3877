"""What apps ask people for, and what they were told."""

from __future__ import annotations

from satchel.model.access import Grant, Reply
from satchel.store import apps
from satchel.store.db import ReadTx, Row, Tx

_COLUMNS = "g.id, g.redirect, g.state, g.source, g.made_at, g.answer, g.user_id, g.used_at"
_SELECT = f"SELECT {_COLUMNS}, {apps.COLUMNS} FROM grants g JOIN apps a ON a.id = g.app_id"


def _grant(row: Row) -> Grant:
    return Grant(row[0], apps.app(row[8:]), row[1], row[2], row[3], row[4], Reply(row[5]), row[6], row[7] > 0)


def add(tx: Tx, digest: bytes, app: int, redirect: str, state: str, source: str) -> None:
    """Keep what an app asks for."""
    tx.run(
        """
        INSERT INTO grants (digest, app_id, redirect, state, source, made_at)
        VALUES (:digest, :app, :redirect, :state, :source, :now)
        """,
        digest=digest, app=app, redirect=redirect, state=state, source=source, now=tx.now,
    )  # fmt: skip


def by_digest(tx: ReadTx, digest: bytes) -> Grant | None:
    """What was asked for with that code."""
    row = tx.one(f"{_SELECT} WHERE g.digest = :digest", digest=digest)
    return _grant(row) if row else None


def answer(tx: Tx, grant: int, user: int, reply: Reply) -> bool:
    """Keep what `user` says to it, once and for all; False where somebody has answered already."""
    return (
        tx.run(
            "UPDATE grants SET answer = :reply, user_id = :user WHERE id = :id AND answer = 0",
            reply=int(reply), user=user, id=grant,
        )
        > 0
    )  # fmt: skip


def use(tx: Tx, grant: int) -> bool:
    """Use it up; False where it was used before."""
    return tx.run("UPDATE grants SET used_at = :now WHERE id = :id AND used_at = 0", now=tx.now, id=grant) > 0


def purge(tx: Tx, before: int) -> None:
    """Remove what was asked before then."""
    tx.run("DELETE FROM grants WHERE made_at < :before", before=before)
