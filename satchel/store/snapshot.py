"""A copy of a SQLite database as it was at one moment, made while others write to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import apsw

from satchel.base.errors import Damaged, NotFound, SatchelError, Unavailable
from satchel.store.application import recognise
from satchel.store.sqlite_errors import explain

#: Pages that are copied at once: some milliseconds, after which whoever waits for the processor gets it.
_PAGES = 512
#: Seconds to wait for others that hold the whole file, as the first to open it after a crash does.
_PATIENCE = 10.0
#: Things that are told of a file that is not whole.
_MAX_TOLD = 20

#: Is told how many bytes are done, of how many.
Progress = Callable[[int, int], None]


class Contents(NamedTuple):
    """What is in a database."""

    version: int  #: the number of its newest migration, 0 where it has none
    counts: dict[str, int]  #: rows, by table


def size(file: Path) -> int:
    """Bytes of the database. Raises `SatchelError` in one sentence when it cannot be read."""
    with _Reading(file) as connection:
        return _number(connection, "PRAGMA page_size") * _number(connection, "PRAGMA page_count")


def copy(file: Path, to: Path, progress: Progress) -> Contents:
    """Copy the database `file` to `to`, which must not be there; what was in it at that moment.

    Nobody who writes waits for it. Takes a few MB of memory, however large the file is. Raises `SatchelError` in one
    sentence, `Damaged` where the file is not whole.
    """
    with _Reading(file) as connection:
        unit = _number(connection, "PRAGMA page_size")
        # One snapshot for the counts and the copy: what is written meanwhile goes to the log behind it.
        connection.execute("BEGIN").fetchall()
        contents = _contents(connection)
        target = apsw.Connection(str(to))
        try:
            to.chmod(0o600)
            # Nobody sees it before it is whole, so nothing need be able to be taken back.
            target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").fetchall()
            with target.backup("main", connection, "main") as copying:
                while not copying.done:
                    copying.step(_PAGES)
                    progress((copying.page_count - copying.remaining) * unit, copying.page_count * unit)
        finally:
            target.close()
    return contents


def check(file: Path) -> Contents:
    """What is in a database that nobody else uses, after looking whether all of it is whole.

    It becomes one file without a log beside it. Raises `Damaged` with the first thing that is wrong.
    """
    try:
        connection = apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            recognise(connection, file)
            connection.execute("PRAGMA journal_mode = DELETE; PRAGMA trusted_schema = OFF").fetchall()
            found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MAX_TOLD})")]
            if found != ["ok"]:
                raise Damaged(f"{file.name} is damaged: {found[0].splitlines()[-1]}.")
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
            if dangling:
                raise Damaged(f"{len(dangling)} rows of {file.name} point to nothing.")
            return _contents(connection)
        finally:
            connection.close()
    except apsw.Error as error:
        raise _told(error, file) from error


class _Reading:
    """A connection that only reads, as a part of a program; errors in our words."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: apsw.Connection | None = None

    def __enter__(self) -> apsw.Connection:
        if not self._file.exists():
            raise NotFound(f"There is no database {self._file}.")
        try:
            connection = apsw.Connection(str(self._file), flags=apsw.SQLITE_OPEN_READWRITE)
        except apsw.Error as error:
            raise _told(error, self._file) from error
        self._connection = connection
        try:
            connection.set_busy_timeout(int(_PATIENCE * 1000))
            recognise(connection, self._file)
            connection.execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0").fetchall()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return connection

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._connection:
            self._connection.close()
        if isinstance(error, apsw.Error):
            raise _told(error, self._file) from error


def _told(error: apsw.Error, file: Path) -> SatchelError:
    explained = explain(error)
    if isinstance(explained, Damaged):
        return Damaged(f"The database {file} is damaged, or no database at all: {error}.")
    return Unavailable(f"The database {file} cannot be read or copied: {error}.")


def _contents(connection: apsw.Connection) -> Contents:
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@' ORDER BY 1"
        )
    ]
    version = _number(connection, "SELECT MAX(number) FROM migrations") if "migrations" in names else 0
    return Contents(version, {name: _number(connection, f'SELECT COUNT(*) FROM "{name}"') for name in names})


def _number(connection: apsw.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0] or 0)
