"""Counts of a person's things, for the server's owner. No texts and no addresses in here."""

from __future__ import annotations

from typing import NamedTuple

from satchel.model.jobs import JobKind
from satchel.store.db import ReadTx

_ROWS = 1000  #: in hand at a time


class Sizes(NamedTuple):
    """How much one person has, or all together."""

    items: int = 0  #: living ones
    articles: int = 0
    items_without_page: int = 0  #: living ones whose last fetch failed


def sizes(tx: ReadTx, user: int) -> Sizes:
    """How many rows `user` has of each kind."""
    row = tx.one(
        """
        SELECT COUNT(*) FILTER (WHERE state <> 2), COUNT(*) FILTER (WHERE version <> 0 AND state <> 2),
               COUNT(*) FILTER (WHERE state <> 2 AND fetch_reason <> '')
        FROM items WHERE user_id = :user
        """,
        user=user,
    )
    return Sizes(*row) if row else Sizes()


def orphans(tx: ReadTx, user: int) -> int:
    """How many living items of `user` were never fetched, with no job to fetch them."""
    found = last = 0
    while rows := tx.all(
        """
        SELECT id FROM items
        WHERE user_id = :user AND id > :last AND state <> 2 AND fetched_at = 0 AND given_url <> ''
        ORDER BY id LIMIT :limit
        """,
        user=user, last=last, limit=_ROWS,
    ):  # fmt: skip
        first, last = rows[0][0], rows[-1][0]
        owed = tx.all(
            "SELECT key FROM jobs WHERE user_id = :user AND kind = :kind AND key >= :first AND key <= :last",
            user=user, kind=str(JobKind.FETCH), first=first, last=last,
        )  # fmt: skip
        found += len(set(rows).difference(owed))
    return found
