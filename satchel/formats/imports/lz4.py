"""The one block of LZ4 in a Firefox backup, unpacked as a stream: it never looks back more than 64 KB."""

from __future__ import annotations

from collections.abc import Iterator

from satchel.formats.imports.refusing import refuse
from satchel.formats.imports.sources import Reader, Source, blocks

MARK = b"mozLz40\0"
MAX_BYTES = 1024**3  #: unpacked
_WINDOW = 64 * 1024
_DAMAGED = "The backup is damaged and cannot be unpacked."


class Unpacked:
    """A packed source as the plain one that is in it."""

    def __init__(self, source: Source) -> None:
        """`source` begins with `MARK`."""
        self._source = source
        self.name = source.name
        self.size = source.size

    def open(self) -> Reader:
        """The plain bytes, from their beginning. What is cut off ends there; reading raises `RefusedFile` on worse."""
        return _Unpacking(self._source)


class _Unpacking:
    def __init__(self, source: Source) -> None:
        self._pieces = _unpacked(_Bytes(source))
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        given = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(given) :]
        return given

    def close(self) -> None:
        """Nothing is held."""
        self._pieces.close()  # type: ignore[attr-defined]


class _Bytes:
    """Bytes of a source one after another."""

    def __init__(self, source: Source) -> None:
        self._blocks = blocks(source)
        self._data = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes; fewer at the end."""
        while len(self._data) - self._at < count:
            more = next(self._blocks, b"")
            if not more:
                break
            self._data = self._data[self._at :] + more
            self._at = 0
        found = self._data[self._at : self._at + count]
        self._at += len(found)
        return found

    def length(self, begun: int) -> int:
        """A length of which 15 was the beginning."""
        while begun < MAX_BYTES:
            byte = self.take(1)
            if not byte:
                return begun
            begun += byte[0]
            if byte[0] != 255:
                return begun
        return refuse(_DAMAGED)


def _unpacked(data: _Bytes) -> Iterator[bytes]:
    """The plain bytes in pieces."""
    data.take(len(MARK))
    total = int.from_bytes(data.take(4), "little")
    if total > MAX_BYTES:
        refuse("The backup unpacks to more than is read at once.")
    out = bytearray()
    given = 0
    while sign := data.take(1):
        count = sign[0] >> 4
        out += data.take(data.length(count) if count == 15 else count)
        offset = int.from_bytes(data.take(2), "little")
        if offset:
            count = sign[0] & 15
            _repeat(out, offset, (data.length(count) if count == 15 else count) + 4)
        if given + len(out) > total:
            del out[total - given :]
            break
        if len(out) > 4 * _WINDOW:
            yield bytes(out[:-_WINDOW])
            given += len(out) - _WINDOW
            del out[:-_WINDOW]
    yield bytes(out)


def _repeat(out: bytearray, offset: int, count: int) -> None:
    """Add `count` bytes that stood `offset` before, those that this adds among them."""
    start = len(out) - offset
    if start < 0 or count > MAX_BYTES:
        refuse(_DAMAGED)
    piece = bytes(out[start : start + count])
    while len(piece) < count:
        piece += piece[: count - len(piece)]
    out += piece
