"""Heads of answers as browsers read them: what stands in them and is no field is left out."""

from __future__ import annotations

import re

#: What is longer is passed on as it came; the library refuses it.
MAX_HEAD_BYTES = 100_000

_END = re.compile(rb"\n\r?\n")
_INFORMS = re.compile(rb"HTTP/1\.[01] 1\d\d")  #: another head comes behind this one
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)", re.DOTALL)
_UNREADABLE = b"\x00\x0b\x0c\r"


class Heads:
    """What comes over one connection, with its heads made readable."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._is_past = False

    def feed(self, data: bytes) -> bytes:
        """What can be read of it by now: b"" until a head is whole. With b"", the end, all that is left."""
        if self._is_past:
            return data
        looked = max(0, len(self._held) - 2)
        self._held += data
        end = _END.search(self._held, looked)
        if end is None:
            if (
                data
                and self._held.startswith(b"HTTP/"[: len(self._held)])
                and len(self._held) < MAX_HEAD_BYTES
            ):
                return b""
            self._is_past = True
            return bytes(self._held)
        head, behind = bytes(self._held[: end.start()]), bytes(self._held[end.end() :])
        self._held.clear()
        self._is_past = _INFORMS.match(head) is None
        return _readable(head) + (self.feed(behind) if behind else b"")


def _readable(head: bytes) -> bytes:
    """The status line and the fields; a line that begins with a blank goes on the field before it."""
    status, *lines = head.split(b"\n")
    kept = [status.rstrip(b"\r")]
    is_kept = False
    for line in lines:
        line = line.translate(None, _UNREADABLE)
        if line[:1] not in (b" ", b"\t"):
            field = _FIELD.fullmatch(line)
            is_kept = field is not None
            line = field[1] + b":" + field[2] if field else line
        if is_kept:
            kept.append(line)
    return b"\r\n".join(kept) + b"\r\n\r\n"
