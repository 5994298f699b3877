"""Records of a CSV file: a quote that nobody closed costs its own row, not the rest of the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

MAX_RECORD_LINES = 2_000
MAX_RECORD_CHARACTERS = 8 * 1024 * 1024
#: Delimiters in one record: a book of eight million letters in a cell has some 100,000 commas. Each may begin a
#: cell, and cells take fifty times the bytes that they have in the file.
MAX_DELIMITERS = 200_000

#: An article may stand in a cell; `MAX_RECORD_CHARACTERS` is the bound.
csv.field_size_limit(2**30)


class Record(NamedTuple):
    """One record of a file."""

    line: int  #: in which it begins, from 1
    cells: list[str]
    text: str  #: as it stands in the file
    is_whole: bool  #: its quotes are closed


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """The physical lines of a text, without their ends: they end at CR, LF or both, and nowhere else."""
    rest = ""
    for piece in pieces:
        text = rest + piece
        held = ""
        if text.endswith("\r"):
            text, held = text[:-1], "\r"
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        *found, rest = text.split("\n")
        rest += held
        yield from found
        if len(rest) > MAX_RECORD_CHARACTERS:
            yield rest
            rest = ""
    rest = rest.replace("\r", "\n")
    if rest:
        yield from rest.removesuffix("\n").split("\n")


def records(
    text_lines: Iterable[str], delimiter: str, looks_whole: Callable[[str], bool], first: int = 1
) -> Iterator[Record]:
    """The records; blank lines are none. `looks_whole` says whether a line by itself is a row of the kind.

    Of a record that goes over several lines, each line before its last that looks like a row of its own shows that
    a quote was never closed: the record ends before it. `first` is the number of the first line.
    """
    feed = _Feed(iter(text_lines), delimiter, looks_whole, first)
    while True:
        line = feed.begin()
        if line is None:
            return
        if feed.is_wide:
            feed.end()
            yield Record(feed.start, [], line, False)
            continue
        if '"' not in line:
            if line.strip():
                yield Record(feed.start, line.split(delimiter), line, True)
            feed.end()
            continue
        cells = next(csv.reader(feed, delimiter=delimiter), [])
        taken, is_whole = feed.end()
        yield Record(feed.start, cells, "\n".join(taken), is_whole)


class _Feed:
    """Gives lines to a reader of one record, and stops it where the record cannot go on."""

    def __init__(
        self, source: Iterator[str], delimiter: str, looks_whole: Callable[[str], bool], first: int
    ) -> None:
        self._source = source
        self._delimiter = delimiter
        self._back: deque[str] = deque()
        self._looks_whole = looks_whole
        self._next = first
        self._taken: list[str] = []
        self._size = 0
        self._delimiters = 0
        self._given = 0
        self._broken = False
        self.start = first

    @property
    def is_wide(self) -> bool:
        """Whether so far it has more delimiters than a record may have."""
        return self._delimiters > MAX_DELIMITERS

    def begin(self) -> str | None:
        """The first line of the next record, which is then given to the reader; None at the end."""
        self._taken, self._size, self._delimiters, self._given, self._broken = [], 0, 0, 0, False
        line = self._pull()
        while line == "":  # blank lines are no records, and a file may be made of millions
            self._taken.clear()
            self._next += 1
            line = self._pull()
        self.start = self._next
        return line

    def end(self) -> tuple[list[str], bool]:
        """The lines of the record, and whether it was closed."""
        taken = self._taken
        self._next = self.start + len(taken)
        return taken, not self._broken

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._given == 0:
            self._given = 1
            return self._taken[0] + "\n"
        if len(self._taken) > 1 and self._looks_whole(self._taken[-1]):
            self._back.appendleft(self._taken.pop())
            self._stop()
        if len(self._taken) >= MAX_RECORD_LINES or self._size > MAX_RECORD_CHARACTERS:
            self._stop()
        line = self._pull()
        if line is None or self.is_wide:
            self._stop()
        self._given += 1
        return f"{line}\n"

    def _pull(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._source, None)
        if line is not None:
            self._taken.append(line)
            self._size += len(line)
            self._delimiters += line.count(self._delimiter)
        return line

    def _stop(self) -> None:
        self._broken = True
        raise StopIteration
