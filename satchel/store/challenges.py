"""What browsers on their way in have yet to answer."""

from __future__ import annotations

from satchel.model.access import Challenge
from satchel.store.db import ReadTx, Tx

_COLUMNS = "kind, user_id, facts, made_at"
_THIS = "digest = :digest AND kind = :kind AND browser = :browser AND made_at > :since"


def add(tx: Tx, digest: bytes, kind: str, browser: bytes, network: str, user: int | None, facts: str) -> None:
    """Keep a new one for the browser with that digest."""
    tx.run(
        """
        INSERT INTO challenges (digest, kind, browser, network, user_id, facts, made_at)
        VALUES (:digest, :kind, :browser, :network, :user, :facts, :now)
        """,
        digest=digest, kind=kind, browser=browser, network=network, user=user, facts=facts, now=tx.now,
    )  # fmt: skip


def find(tx: ReadTx, digest: bytes, kind: str, browser: bytes, since: int) -> Challenge | None:
    """The one of that digest and kind, if it is that browser's and was made since then."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM challenges WHERE {_THIS}",
        digest=digest, kind=kind, browser=browser, since=since,
    )  # fmt: skip
    return Challenge(*row) if row else None


def take(tx: Tx, digest: bytes, kind: str, browser: bytes, since: int) -> Challenge | None:
    """The same, used up by that: nobody finds it again."""
    row = tx.one(
        f"DELETE FROM challenges WHERE {_THIS} RETURNING {_COLUMNS}",
        digest=digest, kind=kind, browser=browser, since=since,
    )  # fmt: skip
    return Challenge(*row) if row else None


def purge(tx: Tx, before: int, network: str, most_near: int, most: int) -> None:
    """Remove what is older than that, and the oldest beyond so many of a network and of all."""
    tx.run("DELETE FROM challenges WHERE made_at <= :before", before=before)
    tx.run(
        """
        DELETE FROM challenges WHERE network = :network AND id NOT IN
        (SELECT id FROM challenges WHERE network = :network ORDER BY id DESC LIMIT :most)
        """,
        network=network, most=most_near,
    )  # fmt: skip
    tx.run("DELETE FROM challenges WHERE id <= (SELECT MAX(id) FROM challenges) - :most", most=most)
