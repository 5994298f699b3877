"""Counts over everybody's things, for the server's owner. No texts and no addresses in here."""

from __future__ import annotations

from satchel.store.db import ReadTx


def sizes(tx: ReadTx) -> dict[str, int]:
    """How many rows there are of each kind."""
    row = tx.one(
        """
        SELECT (SELECT COUNT(*) FROM users), (SELECT COUNT(*) FROM items WHERE state <> 2),
               (SELECT COUNT(*) FROM articles), (SELECT COUNT(*) FROM items WHERE state <> 2 AND fetch_reason <> '')
        """
    )
    names = ("users", "items", "articles", "items_without_page")
    return dict(zip(names, row or (0, 0, 0, 0), strict=True))


def orphans(tx: ReadTx) -> int:
    """Living items that were never fetched and that no job will fetch."""
    row = tx.one(
        """
        SELECT COUNT(*) FROM items i WHERE i.state <> 2 AND i.fetched_at = 0
        AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'fetch' AND j.key = i.id)
        """
    )
    return int(row[0]) if row else 0
