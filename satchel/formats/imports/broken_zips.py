"""Zip files whose table of contents is missing, as of a download that broke off: what lies before the break is read."""

from __future__ import annotations

import struct
import zlib
from typing import IO

from satchel.formats.imports.refusing import refuse
from satchel.formats.imports.sources import Reader, Source, is_of_system
from satchel.formats.imports.zips import FREE_BYTES, MAX_MEMBER_BYTES, MAX_MEMBERS, MAX_RATIO

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_MARK = b"PK\x03\x04"
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_BLOCK = 64 * 1024


class Salvaged:
    """The members of a broken zip, found by their own headers."""

    def __init__(self, file: IO[bytes]) -> None:
        """`file` can be searched; it is closed with the archive. Raises `RefusedFile` where nothing is found."""
        self._file = file
        self._sources: dict[str, Source] = {}
        at = 0
        while len(self._sources) < MAX_MEMBERS and (found := self._member(at)) is not None:
            at = found
        if not self._sources:
            file.close()
            refuse("The archive is damaged: nothing in it can be read.")

    def sources(self) -> dict[str, Source]:
        """What was found, by name."""
        return self._sources

    def remarks(self) -> list[str]:
        """That it is broken."""
        return [
            "The archive is cut off: its end is missing, and rows may be missing with it. All that is left was read."
        ]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _member(self, at: int) -> int | None:
        """Take in the member at `at`; where the next one begins, None at the end."""
        self._file.seek(at)
        data = self._file.read(_HEADER.size)
        if len(data) < _HEADER.size or not data.startswith(_MARK):
            return None
        _, _, flags, method, _, _, _, packed, size, name_length, extra_length = _HEADER.unpack(data)
        if flags & _ENCRYPTED:
            refuse("The archive is locked with a password. Unpack it, and import what is in it.")
        raw = self._file.read(name_length)
        start = at + _HEADER.size + name_length + extra_length
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        if method not in (_STORED, _DEFLATED) or (method == _STORED and flags & _SIZES_BEHIND):
            return None
        member = Inflated(self._file, name, start, size, packed if method == _STORED else -1)
        if not name.endswith("/") and not is_of_system(name):
            self._sources[name] = member
        if not flags & _SIZES_BEHIND:
            return int(start + packed)
        end = member.end()
        return None if end is None else self._behind(end)

    def _behind(self, at: int) -> int | None:
        """The next header behind the sizes that follow a member."""
        self._file.seek(at)
        found = self._file.read(64).find(_MARK)
        return at + found if found >= 0 else None


class Inflated:
    """One member of a broken zip."""

    def __init__(self, file: IO[bytes], name: str, start: int, size: int, stored: int) -> None:
        """`stored` is its length in bytes if it is not packed, else -1."""
        self._file, self._start, self._stored = file, start, stored
        self.name, self.size = name, size

    def open(self) -> Reader:
        """It, as far as it goes."""
        return _Inflating(self._file, self._start, self._stored)

    def end(self) -> int | None:
        """Where its packed bytes end in the file; None if they are cut off."""
        reader = _Inflating(self._file, self._start, self._stored)
        while reader.read(_BLOCK):
            pass
        return reader.end


class _Inflating:
    def __init__(self, file: IO[bytes], start: int, stored: int) -> None:
        self._file, self._at, self._left, self._start = file, start, stored, start
        self._packer = zlib.decompressobj(-15)
        self._rest = b""
        self._given = 0
        self.end: int | None = None

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        wanted = _BLOCK if size < 0 else max(size, 1)
        if self._left >= 0:
            self._file.seek(self._at)
            found = self._file.read(min(wanted, self._left))
            self._at += len(found)
            self._left -= len(found)
            return found
        while self.end is None:
            if not self._rest:
                self._file.seek(self._at)
                self._rest = self._file.read(_BLOCK)
                self._at += len(self._rest)
                if not self._rest:
                    return b""
            try:
                found = self._packer.decompress(self._rest, wanted)
            except zlib.error:
                return b""
            self._rest = self._packer.unconsumed_tail
            if self._packer.eof:
                self.end = self._at - len(self._packer.unused_data)
            self._given += len(found)
            if self._given > min(MAX_MEMBER_BYTES, FREE_BYTES + MAX_RATIO * (self._at - self._start)):
                refuse("The archive was refused: it unpacks to far more than it could honestly hold.")
            if found:
                return found
        return b""

    def close(self) -> None:
        """Nothing is held."""
