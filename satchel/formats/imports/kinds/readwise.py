"""Readwise Reader: its table, and answers of its interface as JSON or as a table."""

from __future__ import annotations

from typing import Any

from satchel.formats.imports import making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.json_decode import Object, text_of
from satchel.formats.imports.kind import Choice, CsvKind, JsonKind, Kind, at, csv, first, has, json
from satchel.formats.imports.making import Fields
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.model.states import State

_FAVOURITE = "favorite"
_FEED = Choice(
    "feed",
    "What came from feeds and was never saved is",
    (("leave", "left out"), ("take", "brought in")),
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


def _document(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    address, title = text_of(first(value, "source_url", "url")), text_of(value.get("title"))
    category = text_of(value.get("category"))
    if category in ("highlight", "note"):
        return making.skipped(
            place, Reason.NOT_SAVED, address, title, detail="It is a mark on something else."
        )
    body = text_of(value.get("html_content"))
    fields = Fields(
        saved_at=context.time(first(value, "saved_at", "created_at")),
        progress=progress(value.get("reading_progress")),
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
    return _document({names.get(key, key): cell for key, cell in cells.items()}, (), place, context)


_KEYS = (
    "source_url", "saved_at", "created_at", "reading_progress", "site_name", "published_date", "image_url",
    "word_count",
)  # fmt: skip
_PATH = at(("[]",), ("results", "[]"), ("[]", "results", "[]"))

CSV = Kind("readwise-csv", "Readwise Reader", csv(_cells), newest_first=True, choices=(_FEED,))
API = Kind(
    "readwise-api",
    "Readwise Reader",
    json(_PATH, _document, "source_url"),
    newest_first=True,
    choices=(_FEED,),
)
TABLE = Kind("readwise-api-csv", "Readwise Reader", csv(_table, (), -1), newest_first=True, choices=(_FEED,))

CSV_KINDS = (
    CsvKind(CSV, frozenset(("title", "url", "documenttags", "saveddate", "readingprogress", "location"))),
    CsvKind(TABLE, frozenset(("sourceurl", "location", "savedat"))),
)
JSON_KINDS = (JsonKind(API, _PATH, has("source_url", "location", "reading_progress")),)
