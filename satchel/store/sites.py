"""The hosts and the authors of a person's items, for what a field may be completed with."""

from __future__ import annotations

from satchel.store.columns import authors_in
from satchel.store.db import ReadTx


def hosts(tx: ReadTx, user: int, most: int) -> list[str]:
    """At most `most` hosts of the person's items, each once, by their names from the last to the first.

    A look into the index for each, however many items it has.
    """
    rows = tx.all(
        """
        WITH RECURSIVE hosts (domain, number) AS (
            SELECT domain, 1 FROM (
                SELECT domain FROM items WHERE user_id = :user AND domain > :nothing ORDER BY domain LIMIT 1
            ) AS lowest
            UNION ALL
            SELECT (
                SELECT i.domain FROM items i WHERE i.user_id = :user AND i.domain > hosts.domain
                ORDER BY i.domain LIMIT 1
            ), number + 1 FROM hosts WHERE hosts.domain IS NOT NULL AND number < :most
        )
        SELECT domain FROM hosts WHERE domain IS NOT NULL
        """,
        user=user, nothing=b"", most=most,
    )  # fmt: skip
    return [
        ".".join(reversed(bytes(row[0]).decode("utf-8", "replace").strip(".").split("."))) for row in rows
    ]


def weight(tx: ReadTx, user: int, domain: bytes, most: int) -> int:
    """How many items a host has, counted up to `most`."""
    row = tx.one(
        """
        SELECT COUNT(*)
        FROM (SELECT 1 FROM items WHERE user_id = :user AND domain = :domain LIMIT :most) AS its
        """,
        user=user, domain=domain, most=most,
    )  # fmt: skip
    return int(row[0]) if row else 0


def authors(tx: ReadTx, user: int, most: int) -> list[tuple[str, ...]]:
    """The authors of each of the newest `most` items that were not read yet, and as many that were archived."""
    part = """
        SELECT * FROM (
            SELECT details FROM items WHERE user_id = :user AND state = {state}
            ORDER BY added_at DESC, id DESC LIMIT :most
        ) AS its_{state}
    """
    rows = tx.all(" UNION ALL ".join(part.format(state=state) for state in (0, 1)), user=user, most=most)
    return [authors_in(row[0]) for row in rows if row[0]]
