"""Readwise Reader: its table, and answers of its interface as JSON or as a table."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from satchel.base.text import line
from satchel.formats.imports import charsets, json_objects, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight, colour, united
from satchel.formats.imports.json_decode import Object, text_of
from satchel.formats.imports.kind import Choice, CsvKind, JsonKind, Kind, Sources, Stream, at, csv, first, has
from satchel.formats.imports.making import Fields
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.model.highlights import Colour
from satchel.model.states import State

MAX_TITLE_CHARACTERS = 500
MAX_HELD_CHARACTERS = 32 * 1024 * 1024  #: of highlights that wait for their documents

_FAVOURITE = "favorite"
_FEED = Choice(
    "feed",
    "What came from feeds and was never saved",
    (("leave", "Leave it out"), ("take", "Bring it in")),
)


def _row(
    place: Place, address: str, title: str, location: str, named: list[str], context: Context, fields: Fields
) -> Row | Skipped:
    if location == "feed" and context.choices.get("feed") != "take":
        return making.skipped(place, Reason.NOT_SAVED, address, title, fields)
    if _FAVOURITE in named:
        fields["favourite"] = True
    fields["tags"] = [tag for tag in named if tag != _FAVOURITE]
    fields["state"] = State.ARCHIVED if location == "archive" else State.UNREAD
    return making.row(place, address, title, **fields)


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    fields = Fields(
        saved_at=context.time(cells.get("saveddate", "")), progress=progress(cells.get("readingprogress", ""))
    )
    named = tags.listed(cells.get("documenttags", ""))
    location = cells.get("location", "").strip().lower()
    return _row(place, cells.get("url", ""), cells.get("title", ""), location, named, context, fields)


def _is_mark(value: Object) -> bool:
    return text_of(value.get("category")) in ("highlight", "note")


class _Marks:
    """The highlights among the answers, by the document that they are of, as many as may be held."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Highlight]] = {}  #: by document, then by their own id
        self._notes: list[tuple[str, str]] = []
        self._document_of: dict[str, str] = {}
        self._size = 0

    def add(self, value: Object, context: Context) -> None:
        """Hold a highlight, or a note on one."""
        text, parent = text_of(value.get("content")), text_of(value.get("parent_id"))
        self._size += len(text) + 500
        if not text or not parent or self._size > MAX_HELD_CHARACTERS:
            return
        if text_of(value.get("category")) == "note":
            self._notes.append((parent, text))
            return
        self._of.setdefault(parent, {})[text_of(value.get("id"))] = Highlight(
            text, text_of(value.get("notes")), tags=tuple(_tags(value.get("tags"))),
            made_at=context.time(first(value, "saved_at", "created_at")),
        )  # fmt: skip

    def settle(self) -> None:
        """Give notes to the highlights on which they are."""
        self._document_of = {number: document for document, marks in self._of.items() for number in marks}
        for parent, text in self._notes:
            marks = self._of.get(self._document_of.get(parent, ""), {})
            before = marks.get(parent)
            if before is not None and text not in before.note:
                marks[parent] = replace(before, note=f"{before.note}\n\n{text}".strip())

    def of(self, document: str) -> list[Highlight]:
        """The highlights of a document."""
        return list(self._of.get(document, {}).values())

    def of_document(self, value: Object, documents: Collection[str]) -> bool:
        """Whether a mark is on one of those documents, or on a mark on one, and was held."""
        number, parent = text_of(value.get("id")), text_of(value.get("parent_id"))
        if text_of(value.get("category")) == "note":
            return self._document_of.get(parent) in documents
        return parent in documents and number in self._of.get(parent, {})


def _answers(sources: Sources, context: Context) -> Stream:
    """The documents; what is marked in them comes with them, and is no row of its own."""
    marks, documents = _Marks(), set[str]()
    quiet = Context(context.now, {})
    for source in sources.values():
        for found in json_objects.objects(charsets.pieces(source, quiet), _PATH, "source_url"):
            if found.value is not None and _is_mark(found.value):
                marks.add(found.value, context)
            elif found.value is not None:
                documents.add(text_of(found.value.get("id")))
    marks.settle()
    for name, source in sources.items():
        context.member = name
        for found in json_objects.objects(charsets.pieces(source, context), _PATH, "source_url"):
            value = found.value
            if value is None:
                reason = Reason.CUT_OFF if found.is_cut else Reason.DAMAGED
                yield making.skipped(context.place(found.line), reason, found.text)
            elif not _is_mark(value):
                its = marks.of(text_of(value.get("id")))
                yield _document(value, context.place(found.line), context, its)
            elif not (marks.of_document(value, documents)):
                yield _lone(value, context.place(found.line))


def _lone(value: Object, place: Place) -> Skipped:
    address = text_of(first(value, "source_url", "url"))
    return making.skipped(
        place,
        Reason.NOT_SAVED,
        address,
        text_of(value.get("content")),
        detail="It is a mark on something else.",
    )


def _document(value: Object, place: Place, context: Context, marks: list[Highlight]) -> Row | Skipped:
    address, title = text_of(first(value, "source_url", "url")), text_of(value.get("title"))
    body = text_of(value.get("html_content"))
    fields = Fields(
        saved_at=context.time(first(value, "saved_at", "created_at")),
        progress=progress(value.get("reading_progress")),
        highlights=marks,
        note=text_of(value.get("notes")),
        excerpt=text_of(value.get("summary")),
        authors=[text_of(value.get("author"))],
        site=text_of(value.get("site_name")),
        published_at=context.time(value.get("published_date")),
        cover=text_of(value.get("image_url")),
        html=body,
        words=words if isinstance(words := value.get("word_count"), int) else 0,
    )
    return _row(
        place, address, title, text_of(value.get("location")), _tags(value.get("tags")), context, fields
    )


def _tags(value: Any) -> list[str]:
    if isinstance(value, str):
        return tags.listed(value) if value.strip().startswith("[") else tags.split(value.strip("{}"), ",")
    return tags.named(value)


def _table(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    """The interface's answers as somebody wrote them to a table."""
    names = {key.replace("_", ""): key for key in _KEYS}
    value = {names.get(key, key): cell for key, cell in cells.items()}
    return _lone(value, place) if _is_mark(value) else _document(value, place, context, [])


def _quote(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    """A row of the list of highlights: it marks the page of its address, and without one the article of its title."""
    title = cells.get("booktitle") or cells.get("title", "")
    colours = cells.get("color", "")
    mark = Highlight(
        cells.get("highlight", ""), cells.get("note", ""), colour(colours) if colours else Colour.PLAIN,
        tuple(tags.split(cells.get("tags", ""), ",")),
        context.time(cells.get("highlightedat") or cells.get("date", "")),
    )  # fmt: skip
    address = cells.get("url") or cells.get("sourceurl", "")
    if not address.strip():
        shown = f"{title}: {mark.quote}"
        skipped = making.skipped(
            place, Reason.NO_ADDRESS, "", shown, detail="It is a highlight of an article that is not here."
        )
        of_title = line(title, MAX_TITLE_CHARACTERS)
        marks = united([mark])
        return replace(skipped, mark=marks[0], of_title=of_title) if marks and of_title else skipped
    return making.row(
        place, address, title, saved_at=mark.made_at, highlights=[mark],
        authors=[cells.get("bookauthor") or cells.get("author", "")],
        tags=tags.split(cells.get("documenttags", ""), ","),
    )  # fmt: skip


_KEYS = (
    "source_url", "saved_at", "created_at", "reading_progress", "site_name", "published_date", "image_url",
    "word_count",
)  # fmt: skip
_PATH = at(("[]",), ("results", "[]"), ("[]", "results", "[]"))

CSV = Kind("readwise-csv", "Readwise Reader", csv(_cells), newest_first=True, choices=(_FEED,))
API = Kind(
    "readwise-api",
    "Readwise Reader",
    _answers,
    newest_first=True,
    choices=(_FEED,),
)
TABLE = Kind("readwise-api-csv", "Readwise Reader", csv(_table, (), -1), newest_first=True, choices=(_FEED,))
QUOTES = Kind("readwise-highlights", "Readwise (highlights)", csv(_quote), newest_first=True)

CSV_KINDS = (
    CsvKind(CSV, frozenset(("title", "url", "documenttags", "saveddate", "readingprogress", "location"))),
    CsvKind(TABLE, frozenset(("sourceurl", "location", "savedat"))),
    CsvKind(QUOTES, frozenset(("highlight", "booktitle", "note"))),
    CsvKind(QUOTES, frozenset(("highlight", "title", "url", "note"))),
)
JSON_KINDS = (JsonKind(API, _PATH, has("source_url", "location", "reading_progress")),)
