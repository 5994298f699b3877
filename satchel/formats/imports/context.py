"""What a reader has in hand while it reads one part of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from satchel.formats.imports import times
from satchel.formats.imports.row import Place, Remark

MAX_REMARKS = 1_000  #: of one part


class Context:
    """Counts rows, knows the day and the choices, and gathers remarks for the stream."""

    def __init__(self, now: int, choices: Mapping[str, str], *, bodies: bool = True) -> None:
        """`now` is ms; `choices` has an answer for each choice of the kind.

        Without `bodies` texts of articles that lie in files of their own need not be read.
        """
        self.now = now
        self.bodies = bodies
        self.member = ""  #: the member of the archive that is read just now
        self.choices = choices
        self.number = 0  #: of the last row
        self._remarks: list[Remark] = []
        self._said = 0

    def place(self, line: int = 0) -> Place:
        """The place of the next row."""
        self.number += 1
        return Place(self.member, line, self.number)

    def time(self, value: object) -> int:
        """See `times.moment`."""
        return times.moment(value, self.now)

    def remark(self, text: str, line: int = 0) -> None:
        """Say something about the file; beyond `MAX_REMARKS` nothing more is said."""
        if self._said < MAX_REMARKS:
            self._said += 1
            self._remarks.append(Remark(Place(self.member, line, 0), text))

    def take_remarks(self) -> Iterator[Remark]:
        """The remarks since the last call."""
        while self._remarks:
            yield self._remarks.pop(0)
