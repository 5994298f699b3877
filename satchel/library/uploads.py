"""Files that people brought along, for as long as they are needed: in a folder that only the server can read."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from satchel.base.clock import Clock
from satchel.base.errors import Unavailable
from satchel.base.text import plain_name

#: Files that nobody has touched for so long belong to no import, s.
MAX_AGE = 3 * 86_400
#: What is left for everything else: a tenth of the disk, and of a large one so many bytes.
LEAST_FREE = 0.10
MAX_LEFT_FREE_BYTES = 4_000_000_000
#: Of the name of a file among others: a system takes 255 bytes.
MAX_NAME_CHARACTERS = 60

_NAME = re.compile(r"[0-9a-f]{20,64}")


class Uploaded(NamedTuple):
    """A file that is all there, or several that came together."""

    name: str  #: in the folder; of several that of a folder in it
    digest: str  #: SHA-256, in hex
    size: int  #: bytes


class Uploads:
    """The folder. It is made when the first file comes."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def create(self) -> tuple[str, BinaryIO]:
        """A new file, open for writing, and its name. Raises `Unavailable` where there is no room for one."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.tidy()
            name = secrets.token_hex(20)
            file = os.open(self._folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            return name, os.fdopen(file, "wb")
        except OSError as error:
            raise Unavailable("There is no room for the file.") from error

    def has_room(self) -> bool:
        """Whether enough of the disk is still free: a tenth, or 4 GB."""
        try:
            disk = os.statvfs(self._folder)
        except OSError:
            return False
        wanted = min(disk.f_blocks * disk.f_frsize * LEAST_FREE, MAX_LEFT_FREE_BYTES)
        return disk.f_bavail * disk.f_frsize >= wanted

    def path(self, name: str) -> Path:
        """Where a file is. Raises `ValueError` for what is no name of one."""
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of an uploaded file")
        return self._folder / name

    def together(self, files: Sequence[tuple[str, str]]) -> str:
        """Put several files into one folder, which then is what was brought; its name.

        They are pairs of the name that the owner calls a file by, and the one that it has here.
        """
        name = secrets.token_hex(20)
        folder = self._folder / name
        folder.mkdir(mode=0o700)
        for called, file in zip(own_names([called for called, _ in files]), files, strict=True):
            self.path(file[1]).rename(folder / called)
        return name

    def remove(self, name: str) -> None:
        """Remove a file, or a folder of files, if it is there."""
        remove(self.path(name))

    def tidy(self) -> None:
        """Remove what is too old to belong to anything: its server was killed while it came."""
        for file in self._folder.iterdir():
            if self._clock.now() / 1000 - file.stat().st_mtime > MAX_AGE:
                remove(file)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def own_names(called: Iterable[str]) -> list[str]:
    """Names for files in one folder: what they are called, as far as that can be the name of a file, no two alike."""
    found: dict[str, None] = {}
    for each in called:
        last = plain_name(each.replace("\\", "/").rpartition("/")[2], MAX_NAME_CHARACTERS).lstrip(".")
        stem, dot, end = (last or "file").rpartition(".")
        name, number = last or "file", 1
        while name.casefold() in (taken.casefold() for taken in found):
            number += 1
            name = f"{stem} ({number}).{end}" if dot and stem else f"{last or 'file'} ({number})"
        found[name] = None
    return list(found)
