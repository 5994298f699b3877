"""One list in JSON: the lines of our own export, without texts, for programs of one's own."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.formats.exports import lines
from satchel.formats.exports.writing import Format, Writer
from satchel.model.exports import Leaving
from satchel.model.library_file import FORMAT, VERSION, Said, Shelf

_encoder = msgspec.json.Encoder()


class _Json(Writer):
    def __init__(self) -> None:
        self._is_first = True

    def begin(self, shelf: Shelf) -> bytes:
        folders = _encoder.encode([each.name for each in shelf.folders])
        head = f'{{"format":"{FORMAT}","version":{VERSION},"folders":'.encode()
        return head + folders + b',"items":['

    def add(self, some: Sequence[Leaving]) -> bytes:
        out = bytearray()
        for each in some:
            out += b"\n" if self._is_first else b",\n"
            self._is_first = False
            out += _encoder.encode(_line(each))
        return bytes(out)

    def end(self) -> bytes:
        return b"\n]}\n"


def _line(leaving: Leaving) -> msgspec.Struct:
    """The line of an item; the title that holds, even if it is that of the page."""
    line = lines.line(leaving, leaving.bare, b"", ())
    if not line.title and leaving.item.page_title:
        line = msgspec.structs.replace(line, title=leaving.item.page_title)
    if line.edits is not None and line.edits == Said():
        line = msgspec.structs.replace(line, edits=None)
    return line


JSON = Format("json", ".json", "application/json", _Json)
