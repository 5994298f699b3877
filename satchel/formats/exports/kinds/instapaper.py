"""As Instapaper exports: one cell says of a link that it is archived, liked or in a folder."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from satchel.formats.exports import cells
from satchel.formats.exports.writing import Format, Writer
from satchel.model.exports import Leaving
from satchel.model.items import State
from satchel.model.library_file import Shelf

_HEAD = cells.rows([("URL", "Title", "Selection", "Folder", "Timestamp", "Tags")], "\r\n")
#: Names that mean something else in that cell.
_STATES = ("Unread", "Archive", "Starred")


def _row(leaving: Leaving) -> tuple[object, ...]:
    item = leaving.item
    note = cells.plain(item.description)
    named = msgspec.json.encode(item.tags).decode() if item.tags else ""
    title = cells.plain(cells.one_line(item.title))
    return item.given_url, title, note, _folder(leaving), item.added_at // 1000, named


def _folder(leaving: Leaving) -> str:
    if leaving.folder:
        folder = cells.one_line(leaving.folder)
        return f"{folder} (folder)" if folder in _STATES else cells.plain(folder)
    if leaving.item.state == State.ARCHIVED:
        return "Archive"
    return "Starred" if leaving.item.favourite else "Unread"


class _Csv(Writer):
    def begin(self, shelf: Shelf) -> bytes:
        return _HEAD

    def add(self, some: Sequence[Leaving]) -> bytes:
        return cells.rows((_row(each) for each in some if each.item.given_url), "\r\n")

    def end(self) -> bytes:
        return b""


CSV = Format("instapaper-csv", ".csv", "text/csv; charset=utf-8", _Csv)
