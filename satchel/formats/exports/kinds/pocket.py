"""As Pocket exported: its CSV, and the zip with parts of 10,000 rows and highlights beside them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.formats.exports import cells
from satchel.formats.exports.writing import Format, Sequenced, Writer
from satchel.formats.exports.zip_writer import ZipWriter
from satchel.model.exports import Leaving
from satchel.model.items import State
from satchel.model.library_file import Shelf

ROWS_A_PART = 10_000
MAX_PART_BYTES = 8_000_000  #: of one part, so that little is held
_HEAD = cells.rows([("title", "url", "time_added", "tags", "status")], "\n")
_encoder = msgspec.json.Encoder()


def _row(leaving: Leaving) -> tuple[object, ...]:
    item = leaving.item
    title = cells.plain(cells.one_line(item.title))
    named = cells.plain("|".join(tag.replace("|", "/") for tag in item.tags))
    return title, item.given_url, item.added_at // 1000, named, _status(leaving)


def _status(leaving: Leaving) -> str:
    return "archive" if leaving.item.state == State.ARCHIVED else "unread"


class _Csv(Writer):
    def begin(self, shelf: Shelf) -> bytes:
        return _HEAD

    def add(self, some: Sequence[Leaving]) -> bytes:
        return cells.rows((_row(each) for each in some if each.item.given_url), "\n")

    def end(self) -> bytes:
        return b""


class _Zip(Writer):
    def __init__(self) -> None:
        self._zip = ZipWriter()
        self._rows, self._marked = bytearray(), bytearray()
        self._held = self._parts = self._marked_parts = 0

    def begin(self, shelf: Shelf) -> bytes:
        return b""

    def add(self, some: Sequence[Leaving]) -> bytes:
        out = b""
        for each in some:
            if not each.item.given_url:
                continue
            self._rows += cells.rows([_row(each)], "\n")
            self._held += 1
            if each.highlights:
                self._marked += (b"," if self._marked else b"") + _encoder.encode(_annotated(each))
            if self._held == ROWS_A_PART:
                out += self._part()
            if len(self._marked) > MAX_PART_BYTES:
                out += self._marked_part()
        return out

    def _part(self) -> bytes:
        name = f"part_{self._parts:06}.csv"
        self._parts, self._held = self._parts + 1, 0
        part, self._rows = _HEAD + bytes(self._rows), bytearray()
        return self._zip.member(name, part)

    def _marked_part(self) -> bytes:
        name = f"annotations/part_{self._marked_parts:06}.json"
        self._marked_parts += 1
        part, self._marked = b"[" + bytes(self._marked) + b"]\n", bytearray()
        return self._zip.member(name, part)

    def end(self) -> bytes:
        last = self._part() if self._held or not self._parts else b""
        return last + (self._marked_part() if self._marked else b"") + self._zip.end()


def _annotated(leaving: Leaving) -> dict[str, object]:
    marks = [{"quote": each.quote, "created_at": each.made_at // 1000} for each in leaving.highlights]
    return {"url": leaving.item.given_url, "title": leaving.item.title, "highlights": marks}


CSV = Format("pocket-csv", ".csv", "text/csv; charset=utf-8", _Csv, order=Sequenced.AS_LISTED)
ZIP = Format("pocket-zip", ".zip", "application/zip", _Zip, order=Sequenced.AS_LISTED)
