"""A file that is imported: what it is, and its rows, as far as the person chose them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from satchel.formats.imports import reading, recognising, secret_files
from satchel.formats.imports.recognising import Found
from satchel.formats.imports.row import Read
from satchel.formats.imports.saying import of_member
from satchel.model.imports import Choices, Part, Question
from satchel.model.library_file import Shelf

MAX_QUESTIONS = 20


class Source:
    """A file that was recognised."""

    def __init__(self, found: Found) -> None:
        self._found = found

    @classmethod
    def open(cls, path: Path) -> Self:
        """The file at `path`. Raises `RefusedFile` where there is nothing in it for us, `OSError`."""
        return cls(recognising.recognise(path))

    @property
    def kind(self) -> str:
        """What people call it: the programs that its lists come from."""
        return self._found.title

    def remove_secrets(self) -> None:
        """Have nothing of it be kept but its lists, where passwords are in it. Raises `OSError`."""
        if self._found.holds_secrets:
            secret_files.remove(self._found)

    @property
    def is_newest_first(self) -> bool:
        """In which order things stand in it that have no times."""
        return self._found.parts[0].of_kind().newest_first

    @property
    def parts(self) -> tuple[Part, ...]:
        """The lists in it, where they are several."""
        if len(self._found.parts) < 2:
            return ()
        return tuple(
            Part(_name(part), part.title, part.size, part.is_usual, max(0, len(part.members) - 1))
            for part in self._found.parts
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it does not say, and the person may decide; each once."""
        asked = {choice.name: choice for part in self._found.parts for choice in part.choices}
        return tuple(Question(*choice) for choice in list(asked.values())[:MAX_QUESTIONS])

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else is in it, or wrong with it, as sentences."""
        ignored = tuple(of_member(name, why) for name, why in self._found.ignored)
        return (*self._found.remarks, *ignored)

    def shelf(self) -> Shelf | None:
        """What it has beside its rows; None where it is of another program."""
        return reading.shelf(self._found)

    def rows(self, choices: Choices, now: int, *, bodies: bool = True) -> Iterator[Read]:
        """Its rows, the same each time. `now` (ms) tells times from nonsense; see `reading.read` for `bodies`."""
        wanted = [part for part in self._found.parts if choices.parts is None or _name(part) in choices.parts]
        parts = None if choices.parts is None else wanted
        return reading.read(self._found, now=now, parts=parts, choices=choices.answers, bodies=bodies)

    def member(self, name: str) -> bytes | None:
        """A file in the archive that is an article; None where there is none, or it is too large. Raises OSError."""
        return reading.open_member(self._found, name)


def _name(part: recognising.Part) -> str:
    """What a part is called among the others."""
    return part.members[0] if part.members else part.kind
