"""The size of a picture, from its first bytes."""

from __future__ import annotations

import struct


def image_size(head: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG, GIF, JPEG or WebP; (0, 0) when they cannot be told."""
    try:
        if head.startswith(b"\x89PNG") and head[12:16] == b"IHDR":
            return _sane(*struct.unpack(">II", head[16:24]))
        if head[:4] == b"GIF8":
            return _sane(*struct.unpack("<HH", head[6:10]))
        if head[:2] == b"\xff\xd8":
            return _sane(*_jpeg(head))
        if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            return _sane(*_webp(head))
    except (struct.error, IndexError):
        pass
    return 0, 0


def _sane(width: int, height: int) -> tuple[int, int]:
    return (width, height) if 0 < width < 100_000 and 0 < height < 100_000 else (0, 0)


def _jpeg(head: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 < len(head):
        if head[position] != 0xFF:
            return 0, 0
        marker = head[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", head[position + 5 : position + 9])
            return width, height
        position += 2 + max(struct.unpack(">H", head[position + 2 : position + 4])[0], 2)
    return 0, 0


def _webp(head: bytes) -> tuple[int, int]:
    form = head[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF
