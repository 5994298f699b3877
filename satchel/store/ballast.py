"""A little room that is kept back, so that people can sign in, sign out and delete on a full disk."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

#: Bytes: room for the log of SQLite up to its next checkpoint, which is where everything is written first.
MAX_BALLAST = 4_000_000


class Ballast:
    """A file beside the database that is thrown away when the disk is full, and laid again later.

    Used by the writing thread alone.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._size = min(MAX_BALLAST, self._free() // 8)
        self._dropped = False
        if not file.exists():
            self._lay()

    def drop(self) -> bool:
        """Throw it away, if the disk is full indeed; whether there was any."""
        if self._free() > MAX_BALLAST:
            return False
        try:
            self._file.unlink()
        except OSError:
            return False
        self._dropped = True
        return True

    def is_short(self) -> bool:
        """Whether there is room for small things only. Lays the ballast again as soon as it can."""
        if self._dropped and self._free() > self._size * 3 // 2 and self._lay():
            self._dropped = False
        return self._dropped

    @property
    def is_dropped(self) -> bool:
        """Whether it was thrown away, and not laid again."""
        return self._dropped

    def _lay(self) -> bool:
        try:
            with self._file.open("xb", buffering=0) as file:
                self._file.chmod(0o600)
                # Set aside and not written: that takes no time at a start, and no file system makes little of it.
                os.posix_fallocate(file.fileno(), 0, self._size)
                os.fsync(file.fileno())
        except (OSError, AttributeError):  # macOS sets nothing aside
            with suppress(OSError):
                self._file.unlink()
            return False
        return True

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._file.parent).free
        except OSError:
            return 0
