"""The texts of the rows that were last read: they pass to the server one by one, apart from their rows."""

from __future__ import annotations

import html
import re

import msgspec

from satchel.formats.imports.row import Own, Row
from satchel.jobs.import_files.frames import GivenText
from satchel.jobs.import_files.source import Source
from satchel.library.incoming import Incoming
from satchel.pipeline.frames import MAX_LETTERS

_BREAK = re.compile(r"\n\s*\n")


class GivenTexts:
    """What the rows have that were kept since it was last cleared."""

    def __init__(self, source: Source) -> None:
        """`source` is the file they are of."""
        self._source = source
        self._rows: dict[int, Row] = {}

    def keep(self, row: Incoming) -> Incoming:
        """Keep the texts of a row, which comes back without them."""
        given = row.row
        if given is None:
            return without_marks(row)
        self._rows[row.number] = given
        row.row = msgspec.structs.replace(
            given, html="", text="", own=None, note="", tags=(), highlights=(), remarks=()
        )
        return without_marks(row)

    def clear(self) -> None:
        """Keep none any longer."""
        self._rows.clear()

    def weight(self, row: int) -> int:
        """About how many bytes the texts of a row have."""
        given = self._rows.get(row)
        if given is None:
            return 0
        own = sum(len(html) + len(text) for html, text in given.own.bodies) if given.own else 0
        return own + len(given.html) + len(given.text)

    def text(self, row: int, number: int) -> GivenText:
        """One text of a row; an empty one where it cannot be read."""
        given = self._rows.get(row)
        if given is None:
            return GivenText()
        if given.own is not None:
            bodies = given.own.bodies
            return GivenText(*bodies[number]) if number < len(bodies) else GivenText()
        if given.file:
            return GivenText(file=self._file(given.file))
        return GivenText((given.html or as_html(given.text[:MAX_LETTERS]))[:MAX_LETTERS])

    def _file(self, name: str) -> bytes:
        try:
            return self._source.member(name) or b""
        except OSError:
            return b""


def without_marks(row: Incoming) -> Incoming:
    """A row of a file of our own without what was made of its line already."""
    if row.own is not None:
        row.own = Own(msgspec.structs.replace(row.own.line, highlights=(), note="", title=""))
    return row


def as_html(text: str) -> str:
    """Plain text as HTML: a paragraph for what stands between empty lines."""
    parts = (html.escape(part.strip()).replace("\n", "<br>") for part in _BREAK.split(text))
    return "".join(f"<p>{part}</p>" for part in parts if part)
