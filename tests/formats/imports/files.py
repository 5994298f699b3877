"""Files to import, made on the spot, and what comes out of them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from satchel.formats.imports.reading import read
from satchel.formats.imports.recognising import Found, recognise
from satchel.formats.imports.row import Remark, Row, Skipped
from satchel.formats.imports.saying import english

NOW = 1_764_000_000_000  #: ms, November 2025


class Outcome(NamedTuple):
    """What a file is, and all that came out of it."""

    found: Found
    rows: list[Row]
    skipped: list[Skipped]
    remarks: list[str]

    @property
    def addresses(self) -> list[str]:
        return [row.address for row in self.rows]

    @property
    def total(self) -> int:
        """The rows of the file."""
        return len(self.rows) + len(self.skipped)


def written(folder: Path, content: str | bytes, name: str = "export") -> Path:
    """A file with that content, under a name that tells nothing."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of those members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members: Mapping[str, str]) -> bytes:
    """A packed tar of those members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return file.getvalue()


def outcome(path: Path, **choices: str) -> Outcome:
    """All that comes out of the file at `path`; every row has a place of its own, in order."""
    found = recognise(path)
    rows: list[Row] = []
    skipped: list[Skipped] = []
    remarks: list[str] = []
    numbers: list[int] = []
    for each in read(found, now=NOW, choices=choices):
        if isinstance(each, Remark):
            remarks.append(english(each.text))
            continue
        numbers.append(each.place.number)
        if isinstance(each, Row):
            rows.append(each)
        else:
            skipped.append(each)
    if len([part for part in found.parts if part.is_usual]) == 1:
        assert numbers == list(range(1, len(numbers) + 1))
    return Outcome(found, rows, skipped, remarks)


def imported(folder: Path, content: str | bytes, **choices: str) -> Outcome:
    """What comes out of a file with that content."""
    return outcome(written(folder, content), **choices)
