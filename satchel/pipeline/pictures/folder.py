"""A folder of files that holds so many bytes and no more: what was not asked for the longest goes first."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

#: When the folder is full it is emptied to that share, so that not every new file walks through all.
_KEPT = 0.9


class _Kept(NamedTuple):
    used_at: float
    size: int
    path: str


class PictureFolder:
    """Files by the address they came from. For threads; several processes may use the same folder.

    It is a cache: whatever goes wrong with its disk, nothing is found or nothing is kept.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        """`limit` is in bytes; with 0 nothing is kept."""
        self._folder = folder
        self._limit = limit
        self._size: int | None = None
        self._lock = threading.Lock()

    def get(self, url: str) -> bytes | None:
        """The file from that address, if it is kept."""
        path = self._path(url)
        try:
            body = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return body

    def put(self, url: str, body: bytes) -> None:
        """Keep a file; others go for it."""
        path = self._path(url)
        with self._lock, suppress(OSError):
            if self._size is None:
                self._size = self._measured() if self._folder.is_dir() else 0
                if self._size > self._limit:  # it was larger before this start
                    self._make_room()
            if len(body) > self._limit:
                return
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(body)
            # In one step: nobody ever reads half a file.
            os.replace(file.name, path)
            self._size += len(body)
            if self._size > self._limit:
                self._make_room()

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode()).hexdigest()
        return self._folder / name[:2] / name[2:42]

    def _all(self) -> list[_Kept]:
        found = []
        for below in os.scandir(self._folder):
            if below.is_dir(follow_symlinks=False):
                for file in os.scandir(below.path):
                    with suppress(OSError):
                        its = file.stat(follow_symlinks=False)
                        found.append(_Kept(its.st_mtime, its.st_size, file.path))
        return found

    def _measured(self) -> int:
        return sum(kept.size for kept in self._all())

    def _make_room(self) -> None:
        kept = sorted(self._all())
        size = sum(each.size for each in kept)
        for each in kept:
            if size <= self._limit * _KEPT:
                break
            with suppress(OSError):
                os.unlink(each.path)
                size -= each.size
        self._size = size
