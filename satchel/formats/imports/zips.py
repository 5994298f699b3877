"""Zip files, read as streams: nothing is extracted under its name, and nothing inflates without bounds."""

from __future__ import annotations

import stat
import zipfile
import zlib
from typing import IO

from satchel.formats.imports.refusing import RefusedFile, refuse
from satchel.formats.imports.saying import say
from satchel.formats.imports.sources import Reader, Source, is_of_system

MAX_MEMBERS = 600_000  #: a library of our own has two for each text; 1,000 take 0.7 MB of memory
MAX_MEMBER_BYTES = 2 * 1024**3
MAX_TOTAL_BYTES = 20 * 1024**3
MAX_RATIO = 200  #: bytes that come out of one, behind the first `FREE_BYTES`; lists have 3 to 20
FREE_BYTES = 10 * 1024**2

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BOMB = "The archive was refused: it unpacks to far more than it could honestly hold."


class Member:
    """One member of a zip."""

    __slots__ = ("_archive", "_info", "name")

    def __init__(self, archive: Zip, info: zipfile.ZipInfo) -> None:
        """`info` is of `archive`."""
        self._archive = archive
        self._info = info
        self.name = info.filename

    @property
    def size(self) -> int:
        """Bytes that it says to have, unpacked."""
        return self._info.file_size

    def open(self) -> Reader:
        """Its bytes, bounded. A damaged member ends where the damage begins, and the archive remarks on it."""
        return _Inflating(self._archive, self._info)


class Zip:
    """A zip file, looked through at once. Raises `RefusedFile`."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        """`file` can be searched and has `size` bytes; it is closed with the archive."""
        self._file = file
        self._remarks: dict[str, None] = {}
        self._members: dict[str, Source] = {}
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise RefusedFile(
                "The archive is damaged: its table of contents is missing.", is_final=False
            ) from error
        infos = self.zip.infolist()
        if len(infos) > MAX_MEMBERS:
            refuse("There are more files in the archive than are read at once.")
        self._check_layout(infos, size)
        for info in infos:
            self._admit(info)

    def sources(self) -> dict[str, Source]:
        """Its members by name, of two of one name the last."""
        return self._members

    def remarks(self) -> list[str]:
        """What was wrong with it, as far as it has been read."""
        return list(self._remarks)

    def remark(self, text: str) -> None:
        """Add to the remarks, once."""
        if len(self._remarks) < 100:
            self._remarks[text] = None

    def close(self) -> None:
        """Close the file."""
        self.zip.close()
        self._file.close()

    def _check_layout(self, infos: list[zipfile.ZipInfo], size: int) -> None:
        """Members that share their bytes are how a small file unpacks to a very large one."""
        ends = 0
        for info in sorted(infos, key=lambda each: each.header_offset):
            if info.header_offset < ends:
                refuse(_BOMB)
            ends = info.header_offset + 30 + info.compress_size
        if ends > size:
            self.remark("The archive is cut off or damaged: it says to hold more than there is.")
        if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES:
            refuse(_BOMB)

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = info.filename
        if info.is_dir() or is_of_system(name):
            return
        if info.flag_bits & _ENCRYPTED:
            refuse("The archive is locked with a password. Unpack it, and import what is in it.")
        if stat.S_ISLNK(info.external_attr >> 16):
            self.remark(say("A link in the archive was left out: %(name)s.", name=name[:100]))
        elif info.compress_type not in _METHODS:
            refuse(
                "The archive is packed in a way that is not read here. Unpack it, and pack it as an ordinary zip."
            )
        else:
            if self._members.pop(name, None) is not None:
                self.remark(
                    say(
                        "There are two files of one name in the archive, of which the last is read: %(name)s.",
                        name=name[:100],
                    )
                )
            self._members[name] = Member(self, info)


class _Inflating:
    """The bytes of a member, counted as they come out, whatever its header says."""

    def __init__(self, archive: Zip, info: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._info = info
        self._given = 0
        self._limit = min(MAX_MEMBER_BYTES, FREE_BYTES + MAX_RATIO * info.compress_size)
        self._is_done = False
        try:
            self._stream: IO[bytes] | None = archive.zip.open(info)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            self._stream = None
            self._damaged()

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        if self._stream is None or self._is_done:
            return b""
        try:
            found = self._stream.read(size if size >= 0 else self._limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
            self._damaged()
            return b""
        self._given += len(found)
        if self._given > self._limit:
            refuse(_BOMB)
        return found

    def close(self) -> None:
        """Close the member."""
        if self._stream is not None:
            self._stream.close()

    def _damaged(self) -> None:
        self._is_done = True
        self._archive.remark(
            say(
                "A file in the archive is damaged, and ends too early: %(name)s.",
                name=self._info.filename[:100],
            )
        )
