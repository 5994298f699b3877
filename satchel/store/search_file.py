"""The file of SQLite's search index: made where there is none, thrown away where it is not to be used.

It is derived. Whoever throws it away gets it back; one that is damaged, or of another database, is thrown away here.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import apsw

from satchel.base import log
from satchel.base.errors import Busy, Unavailable
from satchel.model.text_query import PARTS
from satchel.store.db import ReadOp
from satchel.store.text_documents import FORM

#: The parts of a document, as columns.
COLUMNS = ", ".join(PARTS)
# The words are taken apart by the program: here they only stand between spaces.
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS search_form (form INTEGER NOT NULL, source TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS search_marks (
    user_id INTEGER NOT NULL PRIMARY KEY, changed_at INTEGER NOT NULL, at_item INTEGER NOT NULL, rest INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS search_documents (
    user_id INTEGER NOT NULL, item INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (user_id, item)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(
    {COLUMNS}, content = '', contentless_delete = 1, tokenize = 'ascii'
);
"""
_PRAGMAS = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 16777216;
"""
#: What tells a database from others: when it was made.
_SOURCE = "SELECT applied_at FROM migrations ORDER BY number LIMIT 1"
#: Bytes that the disk must have left for the index to be written.
MIN_ROOM = 16_000_000
#: What SQLite says of a file that is not whole, or none of its own.
DAMAGED = (apsw.CorruptError, apsw.NotADBError)

_logger = logging.getLogger("satchel.store")


class SearchFile:
    """The file `search.db`. Opened when it is first needed; any thread may use it."""

    def __init__(self, file: Path, read: Callable[[ReadOp[Any]], Any], patience: float) -> None:
        """`read` runs an op on the database from which the index is made."""
        self.file = file
        self._read = read
        self._patience = patience
        self.lock = threading.RLock()
        self._connection: apsw.Connection | None = None
        self._inode = 0
        #: Which of the files that were made one after the other this is.
        self._generation = 0

    def attach(self, connection: apsw.Connection) -> str:
        """Have statements of `connection` read the index; the name of the schema in which its tables are."""
        if self._connection is None or self._is_replaced():
            with self.lock:
                self.open(connection)
        schema = f"search{self._generation}"
        if schema not in connection.db_names():
            # To be read only: else a transaction that writes would keep the index from being written.
            address = f"file:{quote(str(self.file.absolute()))}?mode=ro"
            connection.execute(f"ATTACH :file AS {schema}", {"file": address}).fetchall()
        return schema

    def let_go(self, connection: apsw.Connection) -> None:
        """Have `connection`, which is in no transaction, forget files that were thrown away."""
        for schema in connection.db_names():
            if schema.startswith("search") and schema != f"search{self._generation}":
                connection.execute(f"DETACH {schema}").fetchall()

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """A transaction on the index; all of it or nothing."""
        connection = self.open()
        # What is left of a full disk is for what cannot be had again.
        if shutil.disk_usage(self.file.parent).free < MIN_ROOM:
            raise Unavailable("There is no room for the search index.")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            with suppress(apsw.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Tell errors of the index as those of a store; what is damaged is made anew."""
        try:
            yield
        except DAMAGED as error:
            self.throw_away(error)
            raise Unavailable("The search index was damaged, and is being made anew.") from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise Busy from error
        except apsw.Error as error:
            raise Unavailable(f"The search index {self.file} cannot be used: {error}.") from error

    def throw_away(self, error: Exception) -> None:
        """Make a damaged file anew, and say so."""
        with self.lock:
            log.event(_logger, "warning", "search_index_damaged", detail=str(error), file=str(self.file))
            self.make_anew()

    def make_anew(self) -> None:
        """Begin with an empty file."""
        self._delete()
        self.open()

    def open(self, database: apsw.Connection | None = None) -> apsw.Connection:
        """The connection that writes; the file is made where there is none that is ours.

        `database` is a connection to the database that is free to be asked.
        """
        if self._connection and not self._is_replaced():
            return self._connection
        rows = database.execute(_SOURCE).fetchall() if database else self._read(lambda tx: tx.all(_SOURCE))
        source = str(rows[0][0]) if rows else ""
        try:
            connection = self._connect()
            found = connection.execute("SELECT form, source FROM search_form").fetchall()
        except DAMAGED as error:
            log.event(_logger, "warning", "search_index_damaged", detail=str(error), file=str(self.file))
            self._delete()
            connection, found = self._connect(), []
        if found and found[0] != (FORM, source):
            log.event(_logger, "info", "search_index_of_another_form", file=str(self.file))
            connection.close()
            self._delete()
            connection, found = self._connect(), []
        if not found:
            connection.execute(
                "INSERT INTO search_form (form, source) VALUES (?, ?)", (FORM, source)
            ).fetchall()
        if self._connection:
            self._connection.close()
        self._connection = connection
        self._inode = self.file.stat().st_ino
        self._generation += 1
        return connection

    def relax(self) -> None:
        """Give back the memory of what was just done."""
        with self.lock:
            if self._connection:
                self._connection.execute("PRAGMA shrink_memory").fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            if self._connection:
                self._connection.close()
                self._connection = None

    def _is_replaced(self) -> bool:
        """Whether the file is not the one that was opened: somebody threw it away."""
        try:
            return self.file.stat().st_ino != self._inode
        except OSError:
            return True

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.file))
        try:
            connection.set_busy_timeout(int(self._patience * 1000))
            self.file.chmod(0o600)
            connection.execute(_PRAGMAS).fetchall()
            connection.execute(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT").fetchall()
        except BaseException:
            connection.close()
            raise
        return connection

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(f"{self.file}{suffix}")
