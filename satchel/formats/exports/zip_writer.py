"""A zip that is written from its beginning to its end, the same each time.

Members carry no time and no owner, and come with their sizes before them. What is packed already is put in as it is.
"""

from __future__ import annotations

import struct
import zlib

LEVEL = 6
_DEFLATED = 8
_VERSION = 20  #: of the form, times ten: what programs must understand
_VERSION_64 = 45
_UNIX = 3
_MODE = 0o100644 << 16
_DAY = 0x21  #: 1 January 1980, before which a zip knows no day
_UTF8 = 0x800
_MAX_32 = 0xFFFF_FFFF
_MAX_16 = 0xFFFF
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END_64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR_64 = struct.Struct("<4sIQI")
_FAR = struct.Struct("<2HQ")
_ZLIB_HEAD, _ZLIB_TAIL = 2, 4


class ZipWriter:
    """Gives the bytes of each member, and in the end those of the table of contents."""

    def __init__(self) -> None:
        self._at = 0
        self._members = 0
        self._contents = bytearray()

    def member(self, name: str, data: bytes) -> bytes:
        """A member of that name with `data` in it."""
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        return self._member(name, data, packer.compress(data) + packer.flush())

    def ready(self, name: str, packed: bytes) -> bytes:
        """A member out of a stream of zlib, whose packed bytes stay what they are."""
        return self._member(name, zlib.decompress(packed), packed[_ZLIB_HEAD:-_ZLIB_TAIL])

    def _member(self, name: str, data: bytes, packed: bytes) -> bytes:
        title, sizes = name.encode(), (zlib.crc32(data), len(packed), len(data))
        flags = 0 if name.isascii() else _UTF8
        head = _LOCAL.pack(
            b"PK\x03\x04", _VERSION, flags, _DEFLATED, 0, _DAY, *sizes, len(title), 0
        )  # fmt: skip
        far = _FAR.pack(1, 8, self._at) if self._at >= _MAX_32 else b""
        self._contents += _CENTRAL.pack(
            b"PK\x01\x02", _UNIX << 8 | _VERSION, _VERSION_64 if far else _VERSION, flags, _DEFLATED, 0, _DAY, *sizes,
            len(title), len(far), 0, 0, 0, _MODE, _MAX_32 if far else self._at,
        )  # fmt: skip
        self._contents += title + far
        self._members += 1
        self._at += len(head) + len(title) + len(packed)
        return b"".join((head, title, packed))

    def end(self) -> bytes:
        """The table of contents; nothing comes behind it."""
        size, at = len(self._contents), self._at
        end = b""
        if self._members >= _MAX_16 or at >= _MAX_32 or size >= _MAX_32:
            end = _END_64.pack(
                b"PK\x06\x06", _END_64.size - 12, _UNIX << 8 | _VERSION_64, _VERSION_64, 0, 0, self._members,
                self._members, size, at,
            ) + _LOCATOR_64.pack(b"PK\x06\x07", 0, at + size, 1)  # fmt: skip
        count = min(self._members, _MAX_16)
        end += _END.pack(
            b"PK\x05\x06", 0, 0, count, count, min(size, _MAX_32), min(at, _MAX_32), 0
        )  # fmt: skip
        return bytes(self._contents) + end
