"""The search index of SQLite: in a file of its own, so that what is written there holds up nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import apsw

from satchel.base.search_words import words
from satchel.model.text_query import PARTS
from satchel.store.db import ReadOp, ReadTx
from satchel.store.search_file import COLUMNS, SearchFile
from satchel.store.text_documents import Batch, Mark, next_batch
from satchel.store.text_index import Extent, Shown, Step, TextIndex
from satchel.store.text_search_sqlite import PER_PERSON

#: Bits of the number of an item that its row in the index is numbered by.
MAX_ITEM = PER_PERSON - 1
#: Rows of a person who is gone that one step removes.
MAX_REMOVED = 200
#: Pages that one step of bringing the pieces of the index together writes.
MERGED_PAGES = 200

_MARKS = ", ".join("?" * len(PARTS))
_PUT = f"INSERT OR REPLACE INTO search_text (rowid, {COLUMNS}) VALUES (?, {_MARKS})"


class SqliteTextIndex(TextIndex):
    """The file `search.db`. Opened when it is first needed."""

    def __init__(self, file: Path, read: Callable[[ReadOp[Any]], Any], patience: float) -> None:
        """`read` runs an op on the database from which the index is made."""
        self._read = read
        self.file = SearchFile(file, read, patience)

    def attach(self, connection: apsw.Connection) -> str:
        """Have statements of `connection` read the index; the name of the schema in which its tables are."""
        return self.file.attach(connection)

    def step(self, user: int, shown: Shown | None = None) -> Step:
        with self.file.lock, self.file.guarded():
            batch = self._read(lambda tx: _next(tx, user, shown))
            if batch is None:
                return self._remove(user, MAX_REMOVED)
            if batch.seen == 0 and batch.mark == batch.before:
                return Step(0, 0, batch.is_last)
            rows = [
                (_row_of(user, document.item_id), *(" ".join(words(document.parts[part])) for part in PARTS))
                for document in batch.changed
                if document.item_id <= MAX_ITEM
            ]
            if not self._write(user, batch, rows):
                return Step(0, 0, False)
            return Step(batch.seen, len(batch.changed) + len(batch.gone), batch.is_last, batch.is_rest)

    def _write(self, user: int, batch: Batch, rows: list[tuple[Any, ...]]) -> bool:
        """Keep a batch, unless somebody else went on from its mark meanwhile."""
        with self.file.writing() as connection:
            rows_of_mark = connection.execute(
                "SELECT changed_at, at_item, rest FROM search_marks WHERE user_id = ?", (user,)
            ).fetchall()
            if rows_of_mark != ([tuple(batch.before)] if batch.before else []):
                return False
            connection.executemany(_PUT, rows)
            _delete_documents(connection, user, batch.gone)
            connection.executemany(
                "INSERT OR REPLACE INTO search_documents (user_id, item, digest) VALUES (?, ?, ?)",
                [(user, each.item_id, each.digest) for each in batch.changed],
            )
            connection.execute(
                "INSERT OR REPLACE INTO search_marks (user_id, changed_at, at_item, rest) VALUES (?, ?, ?, ?)",
                (user, *batch.mark),
            ).fetchall()
        return True

    def _remove(self, user: int, most: int) -> Step:
        """Remove what is indexed of somebody, up to that many rows."""
        with self.file.writing() as connection:
            rows = connection.execute(
                "SELECT item FROM search_documents WHERE user_id = ? LIMIT ?", (user, most)
            ).fetchall()
            _delete_documents(connection, user, [int(str(row[0])) for row in rows])
            is_last = len(rows) < most
            if is_last:
                connection.execute("DELETE FROM search_marks WHERE user_id = ?", (user,)).fetchall()
        return Step(0, len(rows), is_last)

    def behind(self) -> list[int]:
        with self.file.lock, self.file.guarded():
            return self._read(_behind)  # type: ignore[no-any-return]

    def extent(self, user: int) -> Extent:
        with self.file.lock, self.file.guarded():
            found: Extent = self._read(lambda tx: _extent(tx, user))
            return found

    def damage(self) -> list[str]:
        with self.file.lock:
            try:
                lines = self.file.open().execute("PRAGMA quick_check(5)").fetchall()
            except apsw.Error as error:
                lines = [(str(error),)]
        return [f"The search index is damaged: {line}." for (line,) in lines if line != "ok"]

    def renew(self, user: int | None = None) -> None:
        with self.file.lock, self.file.guarded():
            if user is None:
                self.file.make_anew()
                return
            while not self._remove(user, MAX_REMOVED).is_last:
                pass

    def remove(self, user: int) -> bool:
        with self.file.lock, self.file.guarded():
            return self._remove(user, MAX_REMOVED).is_last

    def merge(self, is_first: bool) -> bool:
        with self.file.lock, self.file.guarded(), self.file.writing() as connection:
            before = connection.total_changes()
            pages = -MERGED_PAGES if is_first else MERGED_PAGES
            connection.execute(
                "INSERT INTO search_text (search_text, rank) VALUES ('merge', ?)", (pages,)
            ).fetchall()
            return connection.total_changes() - before >= 2

    def relax(self) -> None:
        self.file.relax()

    def close(self) -> None:
        self.file.close()


def _row_of(user: int, item_id: int) -> int:
    return user * PER_PERSON + item_id


def _delete_documents(connection: apsw.Connection, user: int, items: Sequence[int]) -> None:
    connection.executemany(
        "DELETE FROM search_text WHERE rowid = ?", [(_row_of(user, each),) for each in items]
    )
    connection.executemany(
        "DELETE FROM search_documents WHERE user_id = ? AND item = ?", [(user, each) for each in items]
    )


def _next(tx: ReadTx, user: int, shown: Shown | None = None) -> Batch | None:
    """What is to be indexed of somebody.

    None of a person who is gone, and where an older database was put in the place of the one that was indexed.
    """
    schema = tx.index_schema()
    shelf = tx.one("SELECT changed_at FROM shelves WHERE user_id = :user", user=user)
    row = tx.one(
        f"SELECT changed_at, at_item, rest FROM {schema}.search_marks WHERE user_id = :user", user=user
    )
    if shelf is None or (row and row[0] > shelf[0]):
        return None
    return next_batch(tx, user, shelf[0], Mark(*row) if row else None, f"{schema}.search_documents", shown)


def _extent(tx: ReadTx, user: int) -> Extent:
    schema = tx.index_schema()
    row = tx.one(
        f"SELECT changed_at, at_item, rest FROM {schema}.search_marks WHERE user_id = :user", user=user
    )
    shelf = tx.one("SELECT changed_at FROM shelves WHERE user_id = :user", user=user)
    is_current = shelf is None or (row is not None and Mark(*row).is_current(shelf[0]))
    its = tx.one(
        f"SELECT COUNT(*) FROM {schema}.search_text_docsize WHERE id BETWEEN :first AND :last AND :user > 0",
        first=_row_of(user, 0), last=_row_of(user, MAX_ITEM), user=user,
    )  # fmt: skip
    return Extent(its[0] if its else 0, is_current)


def _behind(tx: ReadTx) -> list[int]:
    schema = tx.index_schema()
    rows = tx.all(
        f"""
        SELECT s.user_id FROM shelves s LEFT JOIN {schema}.search_marks m ON m.user_id = s.user_id
        WHERE m.user_id IS NULL OR m.changed_at <> s.changed_at OR m.rest > 0
        UNION ALL
        SELECT m.user_id FROM {schema}.search_marks m
        WHERE NOT EXISTS (SELECT 1 FROM shelves s WHERE s.user_id = m.user_id)
        """
    )
    return [row[0] for row in rows]
