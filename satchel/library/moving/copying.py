"""Moving everything from one database to another: all tables and ids, in batches, looked at again in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from satchel.base.errors import Conflict, Unavailable
from satchel.store.migrate import steps
from satchel.store.moving.digest import digest
from satchel.store.moving.side import Row, Source, Table, Target

MAX_BATCH_ROWS = 2000
#: Bytes of texts in a batch, about: of what lies in memory at once.
MAX_BATCH_BYTES = 4_000_000

#: Is told what is being done, and how many rows of it are done, of how many.
Progress = Callable[[str, int, int], None]
_SOURCE = "source"


class Moved(NamedTuple):
    """A move that is done."""

    rows: int
    tables: int
    resumed: bool  #: whether some of it had been moved before
    again: bool  #: whether it was begun anew, since the source had changed


class _Place(msgspec.Struct):
    """How far a table is."""

    rows: int = 0
    after: tuple[Any, ...] | None = None  #: the key of the last row that is there


def demand_current(source: Source) -> None:
    """Raise `Unavailable` unless the source has the shape that this program knows."""
    newest, found = steps("sqlite")[-1].number, source.version()
    if found != newest:
        raise Unavailable(
            f"The database is of version {found}, and this program moves version {newest}. "
            + ("Run `satchel migrate` first." if found < newest else "Use the newer Satchel.")
        )


def is_begun(source: Source, target: Target) -> bool:
    """Whether a move of `source` into `target` was begun. Raises `Conflict` when it is another's target."""
    known = target.progress()
    if known and known.get(_SOURCE) != _fingerprint(source):
        raise Conflict("Another database was being moved to where this one is to go. Name an empty database.")
    return bool(known)


def move(source: Source, target: Target, progress: Progress) -> Moved:
    """Fill `target`, whose tables are there and empty, or go on where a move of this source ended.

    Memory does not grow with the databases. In the end both are read and compared; before that, no server starts on
    the target. Raises `Conflict` or `Unavailable` in one sentence.
    """
    tables = _same_tables(source, target)
    resumed = is_begun(source, target)
    if not resumed:
        filled = [name for name, table in tables.items() if target.count(table)]
        if filled:
            raise Conflict(f"The database to move to is not empty: there are rows in {', '.join(filled)}.")
        target.begin({_SOURCE: _fingerprint(source)})
    counts = {name: source.count(table) for name, table in tables.items()}
    differing = _filled(source, target, tables, counts, progress)
    again = bool(differing) and resumed
    if again:
        # The source has gone on since: what was moved before is of another moment.
        target.begin({_SOURCE: _fingerprint(source)})
        differing = _filled(source, target, tables, counts, progress)
    if differing:
        raise Unavailable(
            f"Not all that was moved is the same there: {', '.join(differing)}. Run it once more."
        )
    progress("Finishing", 0, 0)
    target.finish({name: source.highest(table) for name, table in tables.items() if table.counts})
    return Moved(sum(counts.values()), len(tables), resumed, again)


def _filled(
    source: Source, target: Target, tables: dict[str, Table], counts: dict[str, int], progress: Progress
) -> list[str]:
    """Move what is missing; the tables that are not the same afterwards."""
    total, known = sum(counts.values()), target.progress()
    done = 0
    for name, table in tables.items():
        place = msgspec.msgpack.decode(bytes.fromhex(known[name]), type=_Place) if name in known else _Place()
        for batch in _batches(source.rows(table, after=place.after, in_order=True), target.kind):
            place.rows += len(batch)
            place.after = tuple(batch[-1][table.columns.index(column)] for column in table.key)
            target.put(table, batch, {name: msgspec.msgpack.encode(place).hex()})
            progress("Moving", done + place.rows, total)
        done += place.rows
    return [name for name in tables if not _is_same(source, target, tables[name], progress)]


def _is_same(source: Source, target: Target, table: Table, progress: Progress) -> bool:
    progress(f"Comparing {table.name}", 0, 0)
    return digest(_storable(source.rows(table), target.kind)) == digest(target.rows(table))


def _batches(rows: Iterator[Row], kind: str) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for row in _storable(rows, kind):
        batch.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if len(batch) >= MAX_BATCH_ROWS or size >= MAX_BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _storable(rows: Iterator[Row], kind: str) -> Iterator[Row]:
    """Rows as a database of that kind can hold them: PostgreSQL has no NUL in a text."""
    for row in rows:
        if kind == "postgres" and any(isinstance(value, str) and "\0" in value for value in row):
            yield tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)
        else:
            yield row


def _same_tables(source: Source, target: Target) -> dict[str, Table]:
    """The tables to move, with the columns in the order that the source has. Raises `Unavailable` where they differ."""
    ours, theirs = source.tables(), target.tables()
    for name in ours.keys() | theirs.keys():
        if name not in ours or name not in theirs or set(ours[name].columns) != set(theirs[name].columns):
            raise Unavailable(f"The two databases do not have the same table {name}.")
    return ours


def _fingerprint(source: Source) -> str:
    return hashlib.sha256(source.identity().encode()).hexdigest()
