"""What lies at a path: a file of its own, a folder, or an archive, opened one level deep and no deeper."""

from __future__ import annotations

import gzip
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import IO

from satchel.formats.imports import broken_zips
from satchel.formats.imports.refusing import RefusedFile, refuse
from satchel.formats.imports.saying import of_member
from satchel.formats.imports.sources import (
    BLOCK_BYTES,
    Archive,
    File,
    Folder,
    Reader,
    Source,
    head,
    is_of_system,
    opened,
)
from satchel.formats.imports.zips import MAX_MEMBER_BYTES, MAX_MEMBERS, Zip

ZIP_MARK = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_GZIP_MARK = b"\x1f\x8b"
_TAR_MARK = b"ustar"
_TAR_MARK_AT = 257
MAX_INNER_ZIPS = 100
_HEADS_LOOKED_AT = 2_000  #: members of a larger archive are taken for a zip by their name alone


class Single:
    """A file of its own, as an archive of one."""

    def __init__(self, source: Source) -> None:
        """`source` is the file."""
        self._source = source

    def sources(self) -> dict[str, Source]:
        """The file, under the name that it has."""
        return {self._source.name: self._source}

    def remarks(self) -> list[str]:
        """None."""
        return []

    def close(self) -> None:
        """Nothing is held."""


class Many:
    """An archive with those that lie in it."""

    def __init__(self, outer: Archive, folder: Path) -> None:
        """`folder` is for scratch files."""
        self._archives: list[Archive] = [outer]
        self._sources: dict[str, Source] = {}
        self._refused: dict[str, RefusedFile] = {}
        members = outer.sources()
        for name, source in members.items():
            is_small = len(members) <= _HEADS_LOOKED_AT
            mark = head(source, 4) if is_small or name.lower().endswith(".zip") else b""
            if mark == ZIP_MARK:
                self._add(name, source, folder)
            elif mark.startswith(_GZIP_MARK) and isinstance(source, File):
                self._sources[name] = Gzip(source.path, name)
            else:
                self._sources[name] = source
        if self._refused and not self._sources:
            self.close()
            raise next(iter(self._refused.values()))

    def sources(self) -> dict[str, Source]:
        """All members; those of an inner archive under its name and theirs."""
        return self._sources

    def remarks(self) -> list[str]:
        """What is wrong with any of them."""
        refused = [of_member(name, each.message) for name, each in self._refused.items()]
        return [*refused, *(remark for archive in self._archives for remark in archive.remarks())]

    def close(self) -> None:
        """Close them."""
        for archive in reversed(self._archives):
            archive.close()

    def _add(self, name: str, source: Source, folder: Path) -> None:
        if len(self._archives) > MAX_INNER_ZIPS:
            refuse("There are too many archives in the archive.")
        try:
            inner = _zip(*_copied(source, folder))
        except RefusedFile as refused:
            self._refused[name] = refused  # the others can be read all the same
            return
        self._archives.append(inner)
        for below, each in inner.sources().items():
            each.name = f"{name}/{below}"  # type: ignore[misc]
            self._sources[each.name] = each


class Tar:
    """A tar, whose members are read where they lie."""

    def __init__(self, file: IO[bytes]) -> None:
        """`file` can be searched; it is closed with the archive."""
        self._file = file
        self._sources: dict[str, Source] = {}
        self._remarks: list[str] = []
        try:
            with tarfile.open(fileobj=file, mode="r:") as tar:
                for info in tar:
                    if info.isfile() and not info.issparse() and not is_of_system(info.name):
                        self._sources[info.name] = Slice(file, info.name, info.offset_data, info.size)
                    if len(self._sources) > MAX_MEMBERS:
                        refuse("There are more files in the archive than are read at once.")
        except (tarfile.TarError, OSError, EOFError, ValueError):
            self._remarks.append("The archive is damaged; files at its end may be missing.")

    def sources(self) -> dict[str, Source]:
        """Its files, of two of one name the last."""
        return self._sources

    def remarks(self) -> list[str]:
        """What is wrong with it."""
        return self._remarks

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Slice:
    """A part of a file."""

    def __init__(self, file: IO[bytes], name: str, start: int, size: int) -> None:
        """`start` and `size` are bytes."""
        self._file, self._start = file, start
        self.name, self.size = name, size

    def open(self) -> Reader:
        """The part, from its beginning."""
        return _SliceReader(self._file, self._start, self.size)


class _SliceReader:
    def __init__(self, file: IO[bytes], at: int, left: int) -> None:
        self._file, self._at, self._left = file, at, left

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        self._file.seek(self._at)
        found = self._file.read(self._left if size < 0 else min(size, self._left))
        self._at += len(found)
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Nothing is held."""


class Gzip:
    """A file packed with gzip."""

    def __init__(self, path: Path, name: str = "") -> None:
        """`name` is what it is called in the folder that it was found in."""
        self.path = path
        self.name = name
        self.size = path.stat().st_size

    def open(self) -> Reader:
        """What is packed, bounded; it ends where damage begins."""
        return _GzipReader(self.path)


class _GzipReader:
    def __init__(self, path: Path) -> None:
        self._file = gzip.open(path, "rb")  # noqa: SIM115
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        try:
            found = self._file.read(size if size >= 0 else MAX_MEMBER_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            return b""
        self._given += len(found)
        if self._given > MAX_MEMBER_BYTES:
            refuse("The file was refused: it unpacks to more than is read at once.")
        return bytes(found)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_archive(path: Path) -> Archive:
    """What lies at `path`. Raises `RefusedFile`, and `OSError` where it cannot be read."""
    if path.is_dir():
        return Many(Folder(path), path.parent)
    file = File(path)
    mark = head(file, 512)
    if mark.startswith(ZIP_MARK):
        return Many(_zip(path.open("rb"), file.size), path.parent)
    if mark.startswith(_EMPTY_ZIP):
        refuse("The archive is empty.")
    if mark.startswith(_GZIP_MARK):
        packed = Gzip(path)
        if _is_tar(head(packed, 512)):
            return Tar(_copied(packed, path.parent)[0])
        return Single(packed)
    if _is_tar(mark):
        return Tar(path.open("rb"))
    return Single(file)


def is_archive(archive: Archive) -> bool:
    """Whether it has members with names."""
    return not isinstance(archive, Single)


def _is_tar(mark: bytes) -> bool:
    return mark[_TAR_MARK_AT : _TAR_MARK_AT + 5] == _TAR_MARK


def _zip(file: IO[bytes], size: int) -> Archive:
    try:
        return Zip(file, size)
    except RefusedFile as refused:
        if refused.is_final:
            file.close()
            raise
    return broken_zips.Salvaged(file)


def _copied(source: Source, folder: Path) -> tuple[IO[bytes], int]:
    """The source in a file without a name, and its size: what must be searched cannot be a stream."""
    try:
        file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    except OSError:
        file = tempfile.TemporaryFile()  # noqa: SIM115
    size = 0
    with opened(source) as reader:
        while block := reader.read(BLOCK_BYTES):
            file.write(block)
            size += len(block)
    file.seek(0)
    return file, size
