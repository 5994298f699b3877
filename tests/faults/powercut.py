"""A disk that forgets what was not synced when the power is cut."""

from __future__ import annotations

import threading
from pathlib import Path
from random import Random
from typing import Any

import apsw


class Disk:
    """What is really on the platters, beside what the file system shows.

    A write stands in a list until its file is synced; `cut` writes a copy of the folder in which
    each write that still stands there is lost, or kept at random, as a real cut may do.
    """

    def __init__(self, seed: int, keep: float) -> None:
        self._chance = Random(seed)
        self._keep = keep
        self._moment = threading.Lock()
        self.durable: dict[str, bytearray] = {}
        self._pending: dict[str, list[tuple[int, bytes]]] = {}

    def seed(self, file: Path) -> None:
        """Take over a file that is there already."""
        self.durable[str(file)] = bytearray(file.read_bytes())

    def write(self, name: str, data: bytes, offset: int) -> None:
        with self._moment:
            self._pending.setdefault(name, []).append((offset, data))

    def truncate(self, name: str, size: int) -> None:
        with self._moment:
            self._pending.setdefault(name, []).append((size, b""))

    def sync(self, name: str) -> None:
        with self._moment:
            content = self.durable.setdefault(name, bytearray())
            for write in self._pending.pop(name, []):
                _apply(content, *write)

    def cut(self, folder: Path) -> None:
        """Write into `folder` what is left."""
        with self._moment:
            for name in {*self.durable, *self._pending}:
                content = bytearray(self.durable.get(name, b""))
                for write in self._pending.get(name, []):
                    if self._chance.random() < self._keep:
                        _apply(content, *write)
                (folder / Path(name).name).write_bytes(content)


def _apply(content: bytearray, offset: int, data: bytes) -> None:
    if not data:
        del content[offset:]
        return
    if len(content) < offset:
        content.extend(b"\0" * (offset - len(content)))
    content[offset : offset + len(data)] = data


class ForgetfulVFS(apsw.VFS):
    """The system's own file system, with `disk` looking on. The default one while it lives."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        super().__init__("forgetful", "unix", makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> ForgetfulFile:
        return ForgetfulFile(self.disk, name, flags)


class ForgetfulFile(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__("unix", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._disk.write(self._name, bytes(data), offset)

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._disk.truncate(self._name, size)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._disk.sync(self._name)
