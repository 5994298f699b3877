"""Rows of a CSV file, by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeAlias

from msgspec.structs import replace

from satchel.formats.imports import charsets, csv_header, making
from satchel.formats.imports.addresses import is_address
from satchel.formats.imports.context import Context
from satchel.formats.imports.csv_header import Header
from satchel.formats.imports.csv_records import Record, lines, records
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source

Cells: TypeAlias = dict[str, str]
#: Makes a row of the cells of a record.
Make: TypeAlias = Callable[[Cells, Place, Context], Row | Skipped]

_FIRST_LINES = 40
_ADDRESS = re.compile(r"(?:^|[,;\t|])[\s\"']*https?://", re.IGNORECASE)
DAMAGED = "This row is damaged in the file; what could be read of it was taken."


def read(
    source: Source, context: Context, make: Make, columns: tuple[str, ...] = (), address: int = -1
) -> Iterator[Row | Skipped]:
    """A row for each record. `columns` are those of a kind whose files may lack a header; `address` is the link's."""
    for record, cells in named_records(source, context, columns, address):
        place = context.place(record.line)
        if cells is None:
            yield making.skipped(place, Reason.DAMAGED, record.text)
            continue
        made = make(cells, place, context)
        if not record.is_whole and isinstance(made, Row):
            made = _remarked(made)
        yield made


def named_records(
    source: Source, context: Context, columns: tuple[str, ...] = (), address: int = -1
) -> Iterator[tuple[Record, Cells | None]]:
    """The records with their cells by column; None for those that are too damaged. See `read`."""
    all_lines = lines(charsets.pieces(source, context))
    first = list(islice(all_lines, _FIRST_LINES))
    before = csv_header.lines_before(first)
    del first[:before]
    header = csv_header.read(first)
    if columns and not header.is_written and len(header.columns) <= len(columns):
        header = header._replace(columns=columns[: len(header.columns)])
    if address >= 0:
        header = header._replace(address=address)
    yield from _named(header, chain(first, all_lines), before + 1)


def _named(
    header: Header, text_lines: Iterable[str], first_line: int
) -> Iterator[tuple[Record, Cells | None]]:
    is_header = header.is_written
    width = len(header.columns)
    for record in records(text_lines, header.delimiter, header.looks_whole, first_line):
        if is_header:
            is_header = False
        elif record.is_whole and len(record.cells) == width:
            yield record, header.named(record.cells)
        else:
            for piece, cells in _mended(header, record):
                yield piece, None if cells is None else header.named(cells)


def _mended(header: Header, record: Record) -> Iterator[tuple[Record, list[str] | None]]:
    """The cells of a record that has not as many as there are columns, or an open quote; it may be several."""
    at = header.address
    is_short = record.is_whole and len(record.cells) <= len(header.columns) and 0 <= at < len(record.cells)
    if record.is_whole and 0 <= at < len(record.cells) and is_address(record.cells[at]):
        surplus = record.cells[len(header.columns) :]
        if not any(cell.strip() for cell in surplus) and not (is_short and "\n" in record.text):
            yield record, record.cells
            return
    for piece in _apart(record):
        cells = header.loose(piece.text)
        if cells is None and is_short:
            cells = record.cells  # what stands for the address is none, and the row says so
        yield piece._replace(is_whole=False), cells


def _apart(record: Record) -> Iterator[Record]:
    """A broken record, taken apart at its lines with addresses: each row has one."""
    line, taken, has_address = record.line, list[str](), False
    for number, text in enumerate(record.text.split("\n")):
        is_another = _ADDRESS.search(text) is not None
        if is_another and has_address:
            yield Record(line, [], "\n".join(taken), False)
            line, taken, has_address = record.line + number, [], False
        taken.append(text)
        has_address = has_address or is_another
    yield Record(line, [], "\n".join(taken), False)


def _remarked(row: Row) -> Row:
    return replace(row, remarks=(*row.remarks, DAMAGED))
