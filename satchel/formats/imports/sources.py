"""Where bytes come from: a file, a member of an archive, a folder. Each is opened as often as one likes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from satchel.formats.imports.refusing import refuse

HEAD_BYTES = 64 * 1024  #: that are looked at to recognise a file
BLOCK_BYTES = 256 * 1024
MAX_FOLDER_FILES = 300_000


class Reader(Protocol):
    """Something that gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, none at the end."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class Source(Protocol):
    """Bytes that can be read from their beginning, again and again."""

    @property
    def name(self) -> str:
        """What it is called in its archive; "" for a file of its own."""
        ...

    @property
    def size(self) -> int:
        """Bytes that it says to have."""
        ...

    def open(self) -> Reader:
        """It, from its beginning."""
        ...


class Archive(Protocol):
    """Sources that came together."""

    def sources(self) -> dict[str, Source]:
        """What is in it, by name, in its order; folders and what systems add for themselves are left out."""
        ...

    def remarks(self) -> list[str]:
        """Sentences on what is wrong with it."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class File:
    """A file of its own."""

    def __init__(self, path: Path, name: str = "") -> None:
        """`name` is what it is called in the folder that it was found in."""
        self.path = path
        self.name = name
        self.size = path.stat().st_size

    def open(self) -> Reader:
        """The file, from its beginning."""
        return self.path.open("rb")


class Folder:
    """A folder with all below it; links out of it are not followed."""

    def __init__(self, path: Path) -> None:
        """`path` is a folder."""
        self.path = path

    def sources(self) -> dict[str, Source]:
        """Its files by their path below it, sorted."""
        found: dict[str, Source] = {}
        for folder, folders, files in os.walk(self.path, followlinks=False):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for file in sorted(files):
                path = Path(folder, file)
                if path.is_file() and not path.is_symlink() and not is_of_system(file):
                    name = path.relative_to(self.path).as_posix()
                    found[name] = File(path, name)
                if len(found) > MAX_FOLDER_FILES:
                    refuse("There are more files in the folder than are read at once.")
        return found

    def remarks(self) -> list[str]:
        """None."""
        return []

    def close(self) -> None:
        """Nothing is held."""


def is_of_system(name: str) -> bool:
    """Whether an operating system adds files of that name of its own."""
    last = name.rpartition("/")[2]
    return (
        name.startswith("__MACOSX/")
        or "/__MACOSX/" in name
        or last.startswith("._")
        or last in (".DS_Store", "Thumbs.db", "desktop.ini")
    )


@contextmanager
def opened(source: Source) -> Iterator[Reader]:
    """The source, closed behind its use."""
    reader = source.open()
    try:
        yield reader
    finally:
        reader.close()


def head(source: Source, size: int = HEAD_BYTES) -> bytes:
    """Its first bytes, at most `size`."""
    with opened(source) as reader:
        return _up_to(reader, size)


def whole(source: Source, limit: int) -> bytes | None:
    """All of it; None if it is larger than `limit` bytes."""
    with opened(source) as reader:
        found = _up_to(reader, limit + 1)
    return found if len(found) <= limit else None


def blocks(source: Source) -> Iterator[bytes]:
    """Its bytes in blocks."""
    with opened(source) as reader:
        while block := reader.read(BLOCK_BYTES):
            yield block


def _up_to(reader: Reader, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        block = reader.read(size - len(found))
        if not block:
            break
        found += block
    return bytes(found)
