"""Files that people brought along, for as long as they are needed: in a folder that only the server can read."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO, NamedTuple

from satchel.base.clock import Clock
from satchel.base.errors import Unavailable

#: Files that nobody has touched for so long belong to no import, s.
MAX_AGE = 3 * 86_400
#: Of the disk, what is left for everything else.
LEAST_FREE = 0.10

_NAME = re.compile(r"[0-9a-f]{20,64}")


class Uploaded(NamedTuple):
    """A file that is all there."""

    name: str  #: in the folder
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
        """Whether a tenth of the disk is still free."""
        try:
            disk = os.statvfs(self._folder)
        except OSError:
            return False
        return disk.f_bavail >= disk.f_blocks * LEAST_FREE

    def path(self, name: str) -> Path:
        """Where a file is. Raises `ValueError` for what is no name of one."""
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of an uploaded file")
        return self._folder / name

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self.path(name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what is too old to belong to anything: its server was killed while it came."""
        for file in self._folder.iterdir():
            if file.is_file() and self._clock.now() / 1000 - file.stat().st_mtime > MAX_AGE:
                file.unlink(missing_ok=True)
