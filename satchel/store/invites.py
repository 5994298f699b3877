"""Links that make one account each."""

from __future__ import annotations

from satchel.model.people import Invite
from satchel.store.db import ReadTx, Tx

_COLUMNS = "i.id, i.user_id, i.label, i.made_at"
#: Whoever made it may still look after the server.
_HOLDS = (
    "EXISTS (SELECT 1 FROM users u WHERE u.id = invites.user_id AND u.is_admin = 1 AND u.disabled_at = 0)"
)


def add(tx: Tx, digest: bytes, user: int, label: str) -> None:
    """Keep a new one of `user`'s."""
    tx.run(
        "INSERT INTO invites (digest, user_id, label, made_at) VALUES (:digest, :user, :label, :now)",
        digest=digest, user=user, label=label, now=tx.now,
    )  # fmt: skip


def of_all(tx: ReadTx, since: int) -> list[Invite]:
    """All that were made since then by people who still look after the server, the newest first."""
    rows = tx.all(
        f"""
        SELECT {_COLUMNS} FROM invites i
        JOIN users u ON u.id = i.user_id AND u.is_admin = 1 AND u.disabled_at = 0
        WHERE i.made_at > :since ORDER BY i.id DESC
        """,
        since=since,
    )
    return [Invite(*row) for row in rows]


def by_digest(tx: ReadTx, digest: bytes, since: int) -> Invite | None:
    """The one of that digest, if it was made since then by somebody who still looks after the server."""
    row = tx.one(
        f"""
        SELECT {_COLUMNS} FROM invites i
        JOIN users u ON u.id = i.user_id AND u.is_admin = 1 AND u.disabled_at = 0
        WHERE i.digest = :digest AND i.made_at > :since
        """,
        digest=digest, since=since,
    )  # fmt: skip
    return Invite(*row) if row else None


def use(tx: Tx, digest: bytes, since: int) -> bool:
    """Use it up; whether it was there and held. Of two at the same moment one is told no."""
    return (
        tx.run(
            f"DELETE FROM invites WHERE digest = :digest AND made_at > :since AND {_HOLDS}",
            digest=digest, since=since,
        )
        > 0
    )  # fmt: skip


def remove(tx: Tx, invite: int) -> bool:
    """Take one back; whether it was there."""
    return tx.run("DELETE FROM invites WHERE id = :id", id=invite) > 0


def purge(tx: Tx, before: int) -> None:
    """Remove those that are too old to be used."""
    tx.run("DELETE FROM invites WHERE made_at <= :before", before=before)
