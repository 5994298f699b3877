"""What the columns of a CSV file are, and the cells of a record by them, damaged records included."""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import NamedTuple

from satchel.formats.imports import column_words
from satchel.formats.imports.addresses import is_address
from satchel.formats.imports.csv_records import MAX_DELIMITERS

DELIMITERS = ",;\t|"
MAX_COLUMNS = 1_000  #: what stands in further ones is left out of the rows
#: Names of columns that hold the address of a row, the surest first.
ADDRESSES = (
    "url",
    "link",
    "href",
    "address",
    "uri",
    "pageurl",
    "sourceurl",
    "articleurl",
    "permalink",
    "website",
)
MAX_NAME_CHARACTERS = 1_000  #: of what a column is called
#: Of lines that are taken apart together to learn what a file is: taking apart a record is one call into C, for
#: which everybody else waits, and a text without an end of a line is no table.
MAX_SAMPLE_CHARACTERS = 1024 * 1024
_FOLDED = re.compile(r"[\s_\-.:()*]+")
_ADDRESS = re.compile(r"^[\s\"']*https?://", re.IGNORECASE)
#: What a spreadsheet writes before everything else, to say by what cells are parted.
_SEPARATOR = re.compile(r"\ufeff?\"?sep=.\"?[,;\t]*$", re.IGNORECASE)


class Header(NamedTuple):
    """The columns of a file."""

    columns: tuple[
        str, ...
    ]  #: folded: lower-case, without blanks and strokes; made up where there is no header
    delimiter: str
    is_written: bool  #: the first record is it
    address: int  #: number of the column with the addresses; -1 for none
    width: int  #: cells of most records, which are not always as many as there are columns

    def looks_whole(self, line: str) -> bool:
        """Whether one line is by itself a record of this file."""
        cells = _cells(line, self.delimiter)
        return len(cells) == self.width and 0 <= self.address < len(cells) and is_address(cells[self.address])

    def named(self, cells: list[str]) -> dict[str, str]:
        """The cells by column; of two columns of one name the first that is not empty."""
        found = dict(zip(self.columns, cells, strict=False))
        if len(found) < min(len(self.columns), len(cells)):
            found = {}
            for column, cell in zip(self.columns, cells, strict=False):
                if not found.get(column):
                    found[column] = cell
        return found

    def loose(self, text: str) -> list[str] | None:
        """The cells of a record whose quotes or number of cells are wrong, one a column; None without an address.

        The cell that is an address is found first. What stands before it fills the columns before, the first of
        them taking what is too much; what stands behind is counted from the right.
        """
        parts = text.replace("\n", " ").split(self.delimiter, MAX_DELIMITERS)
        cells = [cell.strip().strip('"') for cell in parts]
        at = next((number for number, cell in enumerate(cells) if _ADDRESS.match(cell)), None)
        if at is None or self.address < 0:
            return None
        before, address, behind = cells[:at], cells[at].strip(), cells[at + 1 :]
        front = before[-self.address :] if self.address else []
        if len(before) > self.address > 0:
            front = [
                self.delimiter.join(before[: len(before) - self.address + 1]),
                *before[len(before) - self.address + 1 :],
            ]
        front = [""] * (self.address - len(front)) + front
        wanted = len(self.columns) - self.address - 1
        surplus = len(behind) - wanted
        if surplus > 0:
            more, behind = behind[:surplus], behind[surplus:]
            if wanted == 0 or self.columns[self.address + 1].startswith(("time", "created", "tags")):
                address = self.delimiter.join([address, *more])
            else:
                behind[0] = self.delimiter.join([*more, behind[0]])
        return [*front, address, *behind, *[""] * (wanted - len(behind))]


def folded(name: str) -> str:
    """The name of a column as it is compared, in English where it is one of the usual ones in another language."""
    name = name[:MAX_NAME_CHARACTERS].strip().strip('"')
    return column_words.english(_FOLDED.sub("", name).lower())


def lines_before(lines: list[str]) -> int:
    """How many lines stand before the table: 1 where the first only says how cells are parted."""
    return int(bool(lines) and _SEPARATOR.match(lines[0]) is not None)


def read(lines: list[str]) -> Header:
    """The header of a file by its first lines: the delimiter that gives the most columns, and what they are called."""
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda each: _columns(first, each))
    cells = _cells(first, delimiter)
    names = tuple(folded(cell) for cell in cells)
    if any(is_address(cell) for cell in cells):
        at = next(number for number, cell in enumerate(cells) if is_address(cell))
        return Header(
            tuple(f"column{number}" for number in range(len(cells))), delimiter, False, at, len(cells)
        )
    address = next((names.index(name) for name in ADDRESSES if name in names), -1)
    if address < 0:
        address = _by_cells(lines[1:40], delimiter, len(names))
    widths = Counter(min(line.count(delimiter) + 1, MAX_COLUMNS) for line in lines[1:] if '"' not in line)
    widths.pop(1, None)
    width = max(widths, key=lambda each: (widths[each], each == len(names)), default=len(names))
    if widths[len(names)] * 2 >= widths[width]:
        width = len(names)
    names += tuple(f"column{number}" for number in range(len(names), width))
    return Header(names, delimiter, True, address, width)


def rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """The first records of a table, at most `MAX_COLUMNS` cells of each, from as many lines as are not too wide.

    Lines that are too long are left out.
    """
    left, room = MAX_DELIMITERS, MAX_SAMPLE_CHARACTERS
    narrow: list[str] = []
    for line in lines:
        if len(line) > room:
            continue
        room -= len(line)
        left -= line.count(delimiter)
        if left < 0:
            break
        narrow.append(line)
    return [cells[:MAX_COLUMNS] for cells in csv.reader(narrow, delimiter=delimiter)]


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none of one that is too wide or too long. See `rows`."""
    return next(iter(rows([line], delimiter)), [])


def _columns(line: str, delimiter: str) -> int:
    cells = _cells(line, delimiter)
    known = sum(folded(cell) in ADDRESSES or folded(cell) in ("title", "tags", "name") for cell in cells)
    return len(cells) + 100 * known if len(cells) > 1 else 0


def _by_cells(lines: list[str], delimiter: str, width: int) -> int:
    """The column in which most of the first cells are addresses; -1 for none."""
    counts = [0] * width
    filled = [cells for cells in rows(lines, delimiter) if cells]
    for cells in filled:
        for number, cell in enumerate(cells[:width]):
            counts[number] += is_address(cell)
    best = max(range(width), key=counts.__getitem__, default=-1)
    return best if best >= 0 and counts[best] * 2 > len(filled) else -1
