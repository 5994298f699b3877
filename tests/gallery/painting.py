"""Landscapes that nobody has been to, as PNG files: pictures for made-up articles."""

from __future__ import annotations

import math
import struct
import zlib


def landscape(seed: int, width: int = 600, height: int = 400) -> bytes:
    """Hills below a sky, in other colours for each seed."""
    hue = (seed * 0.381966) % 1.0
    sky, low = _colour(hue, 0.45, 0.82), _colour(hue + 0.08, 0.25, 0.96)
    hills = [_colour(hue + 0.5 + 0.04 * each, 0.3, 0.62 - 0.13 * each) for each in range(4)]
    lines = [
        [
            height * (0.42 + 0.14 * each)
            + 22 * math.sin(x / (55 + 17 * each) + seed * 1.7 + each * 2.1)
            + 9 * math.sin(x / 23 + seed + each)
            for x in range(width)
        ]
        for each in range(4)
    ]
    rows = []
    for y in range(height):
        share = min(1.0, y / (height * 0.5))
        air = bytes(round(one + (other - one) * share) for one, other in zip(sky, low, strict=True))
        row = bytearray(b"\0")
        for x in range(width):
            shown = air
            for each in (3, 2, 1, 0):
                if y > lines[each][x]:
                    shown = hills[each]
                    break
            row += shown
        rows.append(bytes(row))
    return _png(width, height, b"".join(rows))


def _colour(hue: float, saturation: float, value: float) -> bytes:
    parts = []
    for shift in (5, 3, 1):
        k = (shift + (hue % 1.0) * 6) % 6
        parts.append(round(255 * (value - value * saturation * max(0.0, min(k, 4 - k, 1.0)))))
    return bytes(parts)


def _png(width: int, height: int, rows: bytes) -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(rows, 6))
        + part(b"IEND", b"")
    )
