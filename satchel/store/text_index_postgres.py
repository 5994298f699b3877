"""The search index of PostgreSQL: tables of the same database, that any process brings up to date."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from satchel.base.search_words import words
from satchel.model.text_query import PARTS
from satchel.store import text_vector
from satchel.store.db import Op, ReadTx, Tx
from satchel.store.text_documents import ABOVE_ALL, Mark, next_batch
from satchel.store.text_index import Extent, Shown, Step, TextIndex

#: Documents of a person who leaves that one step removes.
MAX_REMOVED = 200


class PostgresTextIndex(TextIndex):
    """Steps are transactions of the database; two processes that do one person take turns."""

    def __init__(self, read: Callable[[Any], Any], write: Callable[[Op[Any]], Any]) -> None:
        self._read = read
        self._write = write

    def step(self, user: int, shown: Shown | None = None) -> Step:
        done: Step = self._write(partial(_step, user=user, shown=shown))
        return done

    def behind(self) -> list[int]:
        found: list[int] = self._read(_behind)
        return found

    def extent(self, user: int) -> Extent:
        found: Extent = self._read(partial(_extent, user=user))
        return found

    def remove(self, user: int) -> bool:
        is_last: bool = self._write(partial(_remove, user=user))
        return is_last

    def renew(self, user: int | None = None) -> None:
        for each in [user] if user is not None else self._read(_everyone):
            self._write(partial(_forget, user=each))


def _step(tx: Tx, user: int, shown: Shown | None = None) -> Step:
    shelf = tx.one("SELECT changed_at FROM shelves WHERE user_id = :user", user=user)
    if shelf is None:
        return Step(0, 0, True)
    # Whoever else does this person waits for us here, and goes on from our mark.
    tx.run(
        """
        INSERT INTO search_marks (user_id, changed_at, at_item, rest) VALUES (:user, :at, :item, :item)
        ON CONFLICT DO NOTHING
        """,
        user=user, at=shelf[0], item=ABOVE_ALL,
    )  # fmt: skip
    row = tx.one(
        "SELECT changed_at, at_item, rest FROM search_marks WHERE user_id = :user FOR UPDATE", user=user
    )
    if row is None:
        return Step(0, 0, True)
    batch = next_batch(tx, user, shelf[0], Mark(*row), "search_documents", shown)
    for document in batch.changed:
        vector, long_parts = text_vector.vector(user, {part: words(document.parts[part]) for part in PARTS})
        tx.run(
            """
            INSERT INTO search_documents (user_id, item, digest, vector, long_parts)
            VALUES (:user, :item, :digest, CAST(:vector AS tsvector), CAST(:parts AS TEXT[]))
            ON CONFLICT (user_id, item) DO UPDATE
            SET digest = excluded.digest, vector = excluded.vector, long_parts = excluded.long_parts
            """,
            user=user, item=document.item_id, digest=document.digest, vector=vector, parts=long_parts,
        )  # fmt: skip
    for item_id in batch.gone:
        tx.run("DELETE FROM search_documents WHERE user_id = :user AND item = :item", user=user, item=item_id)
    if batch.mark != batch.before:
        tx.run(
            "UPDATE search_marks SET changed_at = :at, at_item = :item, rest = :rest WHERE user_id = :user",
            user=user, at=batch.mark.changed_at, item=batch.mark.item_id, rest=batch.mark.rest,
        )  # fmt: skip
    return Step(batch.seen, len(batch.changed) + len(batch.gone), batch.is_last, batch.is_rest)


def _extent(tx: ReadTx, user: int) -> Extent:
    row = tx.one("SELECT changed_at, at_item, rest FROM search_marks WHERE user_id = :user", user=user)
    shelf = tx.one("SELECT changed_at FROM shelves WHERE user_id = :user", user=user)
    is_current = shelf is None or (row is not None and Mark(*row).is_current(shelf[0]))
    its = tx.one("SELECT COUNT(*) FROM search_documents WHERE user_id = :user", user=user)
    return Extent(its[0] if its else 0, is_current)


def _behind(tx: ReadTx) -> list[int]:
    rows = tx.all(
        """
        SELECT s.user_id FROM shelves s LEFT JOIN search_marks m ON m.user_id = s.user_id
        WHERE m.user_id IS NULL OR m.changed_at < s.changed_at OR m.rest > 0
        """
    )
    return [row[0] for row in rows]


def _everyone(tx: ReadTx) -> list[int]:
    return [row[0] for row in tx.all("SELECT user_id FROM search_marks")]


def _remove(tx: Tx, user: int) -> bool:
    rows = tx.all(
        "SELECT item FROM search_documents WHERE user_id = :user ORDER BY item LIMIT :most",
        user=user, most=MAX_REMOVED,
    )  # fmt: skip
    if rows:
        tx.run(
            "DELETE FROM search_documents WHERE user_id = :user AND item <= :last",
            user=user,
            last=rows[-1][0],
        )
    is_last = len(rows) < MAX_REMOVED
    if is_last:
        tx.run("DELETE FROM search_marks WHERE user_id = :user", user=user)
    return is_last


def _forget(tx: Tx, user: int) -> None:
    tx.run("DELETE FROM search_documents WHERE user_id = :user", user=user)
    tx.run("DELETE FROM search_marks WHERE user_id = :user", user=user)
