"""Whose file a SQLite file is: ours bear a mark in their head."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import apsw

from satchel.base.errors import Conflict

MARK = 0x53544348  #: "STCH", the application id in the head of the file
_OURS = {"migrations", "users", "items", "jobs"}
_BEGUN = {"migrations", "sqlite_sequence"}


def recognise(connection: apsw.Connection, file: Path) -> None:
    """Raise `Conflict` when `file` is another program's. Changes nothing in it. Raises `apsw.Error`."""
    bears = connection.execute("PRAGMA application_id").fetchall()[0][0]
    if bears == MARK:
        return
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    # Files that were made before there was a mark are known by their tables.
    if bears or not (tables >= _OURS or tables <= _BEGUN):
        raise Conflict(
            f"{file} is the database of another program, or of a Satchel that this one does not know; nothing in it "
            "was touched. Name another folder in SATCHEL_DATA, or move that file away."
        )


def mark(connection: apsw.Connection) -> None:
    """Put our mark on the file, unless it is there; where that cannot be done now, another time."""
    with suppress(apsw.Error):
        if connection.execute("PRAGMA application_id").fetchall()[0][0] != MARK:
            connection.execute(f"PRAGMA application_id = {MARK}").fetchall()
