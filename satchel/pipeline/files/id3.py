"""What an MP3 says about itself in its ID3 tag."""

from __future__ import annotations

from typing import NamedTuple

from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.decode import without_forbidden

MAX_FRAMES = 200
_CODECS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}


class Tag(NamedTuple):
    """The parts of a tag that we show; empty where it says nothing."""

    title: str = ""
    artist: str = ""
    album: str = ""
    seconds: int | None = None


def read_tag(body: bytes) -> Tag:
    """The tag at the head of a recording, of version 2.3 or 2.4; an empty one when there is none."""
    if body[:3] != b"ID3" or len(body) < 10 or body[3] not in (3, 4):
        return Tag()
    frames = _frames(body[10 : 10 + _synchsafe(body[6:10])], body[3], extended=bool(body[5] & 0x40))
    length = frames.get("TLEN", "")
    return Tag(
        title=frames.get("TIT2", ""),
        artist=frames.get("TPE1", ""),
        album=frames.get("TALB", ""),
        seconds=int(length) // 1000 if length.isascii() and length.isdigit() and len(length) < 10 else None,
    )


def _frames(data: bytes, version: int, *, extended: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    place = 0
    if extended and len(data) >= 4:
        place = _synchsafe(data[:4]) if version == 4 else int.from_bytes(data[:4], "big") + 4
    for _ in range(MAX_FRAMES):
        head = data[place : place + 10]
        if len(head) < 10 or not head[:4].isalnum():
            break
        size = _synchsafe(head[4:8]) if version == 4 else int.from_bytes(head[4:8], "big")
        if head[:1] == b"T" and size > 1:
            content = data[place + 10 : place + 10 + size]
            text = content[1:].decode(_CODECS.get(content[0], "latin-1"), "replace") if content else ""
            found.setdefault(head[:4].decode("ascii"), plain(without_forbidden(text.partition("\0")[0]), 300))
        place += 10 + size
    return found


def _synchsafe(four: bytes) -> int:
    """A number of which each byte holds seven bits."""
    number = 0
    for byte in four:
        number = number << 7 | byte & 0x7F
    return number
