"""Raindrop's table; its page is one of bookmarks."""

from __future__ import annotations

import re

from satchel.formats.imports import folders, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.json_decode import is_true
from satchel.formats.imports.kind import CsvKind, Kind, csv
from satchel.formats.imports.row import Place, Row, Skipped

_NO_FOLDERS = ("Unsorted", "")
_PARAGRAPH = re.compile(r"\n\s*\n")
_NOTE = re.compile(r"^\s*note:\s*", re.IGNORECASE)


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    folder = cells.get("folder", "").strip()
    return making.row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=context.time(cells.get("created", "")),
        favourite=is_true(cells.get("favorite", "")),
        tags=tags.split(cells.get("tags", ""), ","),
        folder=() if folder in _NO_FOLDERS else folders.split(folder),
        note=cells.get("note", ""),
        excerpt=cells.get("excerpt", ""),
        cover=cells.get("cover", ""),
        highlights=_highlights(cells.get("highlights", "")),
    )  # fmt: skip


def _highlights(text: str) -> list[Highlight]:
    """Quotes in paragraphs, what begins `Note:` the note of the one before it."""
    found: list[Highlight] = []
    for paragraph in _PARAGRAPH.split(text):
        quote, notes = list[str](), list[str]()
        for line in paragraph.replace("Highlight:", "").splitlines():
            (notes if _NOTE.match(line) or notes else quote).append(_NOTE.sub("", line))
        if quote:
            found.append(Highlight("\n".join(quote), "\n".join(notes)))
        elif notes and found:
            found[-1] = Highlight(found[-1].quote, "\n".join(notes))
    return found


CSV = Kind("raindrop-csv", "Raindrop", csv(_cells))
CSV_KINDS = (CsvKind(CSV, frozenset(("id", "title", "note", "excerpt", "url", "folder", "created"))),)
