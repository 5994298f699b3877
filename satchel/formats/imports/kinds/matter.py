"""Matter's zip: the history, highlights and articles; each of the tables may come alone."""

from __future__ import annotations

from collections.abc import Collection
from email.header import decode_header, make_header

from satchel.formats.imports import charsets, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.json_decode import is_true
from satchel.formats.imports.kind import ArchiveKind, Choice, CsvKind, Kind, Sources, Stream, csv
from satchel.formats.imports.making import MAX_BODY_CHARACTERS, Fields
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import whole
from satchel.model.states import State

MAX_HELD_CHARACTERS = 32 * 1024 * 1024  #: of highlights that wait for their rows

_OPENED = Choice(
    "opened",
    "What was opened once, and is neither in the queue nor read",
    (("archived", "To the archive"), ("leave", "Leave it out")),
)


def _fields(cells: tables.Cells, context: Context) -> Fields:
    return Fields(
        saved_at=context.time(cells.get("lastinteractiondate", "")),
        state=State.UNREAD if _is_queued(cells) else State.ARCHIVED,
        favourite=is_true(cells.get("favorited")),
        tags=tags.split(cells.get("tags", ""), ";"),
        authors=[cells.get("author", "")],
        site=_decoded(cells.get("publisher", "")),
        words=int(words) if (words := cells.get("wordcount", "")).isdecimal() and len(words) < 9 else 0,
    )


def _is_queued(cells: tables.Cells) -> bool:
    return is_true(cells.get("inqueue", cells.get("saved", "")))


def _decoded(text: str) -> str:
    """A publisher that came out of a mail, as it was encoded there."""
    try:
        return str(make_header(decode_header(text))) if text.startswith("=?") else text
    except (ValueError, LookupError):
        return text


def _row(cells: tables.Cells, place: Place, context: Context, fields: Fields) -> Row | Skipped:
    address, title = cells.get("url", ""), cells.get("title", "")
    is_only_opened = not _is_queued(cells) and not is_true(cells.get("read"))
    if is_only_opened and context.choices.get("opened") == "leave":
        return making.skipped(
            place, Reason.NOT_SAVED, address, title, detail="It was opened, but never saved."
        )
    return making.row(place, address, title, **fields)


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    return _row(cells, place, context, _fields(cells, context))


def _mark(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    text = f"{cells.get('title', '')}: {cells.get('text', '')}"
    return making.skipped(
        place, Reason.NO_ADDRESS, "", text, detail="It is a highlight of an article that is not here."
    )


def _zip(sources: Sources, context: Context) -> Stream:
    marks = {name: source for name, source in sources.items() if name.endswith("_matter_highlights.csv")}
    held = _held(marks, context)
    taken: set[tuple[str, str]] = set()
    root = next(name for name in sources if name.endswith("_matter_history.csv")).removesuffix(
        "_matter_history.csv"
    )

    def make(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
        fields = _fields(cells, context)
        key = (cells.get("title", ""), cells.get("author", ""))
        if key in held:
            taken.add(key)
            fields["highlights"] = held[key]
        page = sources.get(f"{root}content_{cells.get('fileid', '')}.html")
        if page is not None:
            data = whole(page, MAX_BODY_CHARACTERS)
            fields["html"] = charsets.head_text(data) if data is not None else ""
        return _row(cells, place, context, fields)

    for name, source in sources.items():
        if name.endswith("_matter_history.csv"):
            context.member = name
            yield from tables.read(source, context, make)
    for name, source in marks.items():
        context.member = name
        for record, cells in tables.named_records(source, context):
            if cells is None:
                yield making.skipped(context.place(record.line), Reason.DAMAGED, record.text)
            elif (cells.get("title", ""), cells.get("author", "")) not in taken:
                yield _mark(cells, context.place(record.line), context)


def _held(sources: Sources, context: Context) -> dict[tuple[str, str], list[Highlight]]:
    """Highlights by title and author, as many as may be held."""
    found: dict[tuple[str, str], list[Highlight]] = {}
    size = 0
    quiet = Context(context.now, {})
    for source in sources.values():
        for _, cells in tables.named_records(source, quiet):
            text = (cells or {}).get("text", "")
            size += len(text) + 500
            if cells is not None and text and size < MAX_HELD_CHARACTERS:
                mark = Highlight(text, made_at=context.time(cells.get("highlighteddate", "")))
                found.setdefault((cells.get("title", ""), cells.get("author", "")), []).append(mark)
    return found


def _takes(names: Collection[str]) -> list[str]:
    if not any(name.endswith("_matter_history.csv") for name in names):
        return []
    return [name for name in names if "_matter_h" in name or name.rpartition("/")[2].startswith("content_")]


ZIP = Kind("matter-zip", "Matter", _zip, choices=(_OPENED,))
CSV = Kind("matter-csv", "Matter", csv(_cells), choices=(_OPENED,))
MARKS = Kind("matter-highlights", "Matter (highlights)", csv(_mark))

ARCHIVE_KINDS = (ArchiveKind(ZIP, _takes),)
CSV_KINDS = (
    CsvKind(CSV, frozenset(("wordcount", "fileid", "url"))),
    CsvKind(MARKS, frozenset(("text", "highlighteddate", "title", "author"))),
)
