"""wallabag: JSON of both generations, answers of its interface, its table and its XML."""

from __future__ import annotations

from typing import Any

import msgspec

from satchel.formats.imports import making, tables, tags, xml_elements
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.json_decode import Object, is_true, text_of
from satchel.formats.imports.json_objects import listed
from satchel.formats.imports.kind import (
    CsvKind,
    JsonKind,
    Kind,
    Stream,
    XmlKind,
    at,
    csv,
    each,
    first,
    has,
    json,
)
from satchel.formats.imports.making import Fields
from satchel.formats.imports.row import Place, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State

MIN_BODY_CHARACTERS = (
    300  #: what is shorter says that the page could not be fetched, where nothing was parsed
)
_CLOCK = "The file gives its time by a clock of twelve hours; it may be half a day off."


def _entry(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    fields = Fields(
        saved_at=context.time(value.get("created_at")),
        state=State.ARCHIVED if is_true(value.get("is_archived")) else State.UNREAD,
        read_at=context.time(value.get("archived_at")),
        favourite=is_true(value.get("is_starred")),
        favourited_at=context.time(value.get("starred_at")),
        tags=tags.named(value.get("tags")),
        highlights=_highlights(value, context),
        authors=[text_of(name) for name in _authors(value.get("published_by"))],
        published_at=context.time(value.get("published_at")),
        language=text_of(value.get("language")),
        cover=text_of(value.get("preview_picture")),
        site=text_of(value.get("domain_name")),
        html=_body(value),
    )
    # What was given is often a tracker's address, and may lead nowhere by now; `url` is where it led.
    return making.row(
        place, text_of(first(value, "url", "given_url", "origin_url")), text_of(value.get("title")), **fields
    )


def _authors(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else listed(value)


def _body(value: Object) -> str:
    body = text_of(value.get("content"))
    unread = is_true(value.get("is_not_parsed")) or text_of(value.get("reading_time")) == "0"
    return "" if unread and len(body) < MIN_BODY_CHARACTERS else body


def _highlights(value: Object, context: Context) -> list[Highlight]:
    made_at = context.time(value.get("updated_at"))
    return [
        Highlight(
            text_of(mark.get("quote")),
            text_of(mark.get("text")),
            made_at=context.time(mark.get("created_at")) or made_at,
            selectors=msgspec.json.encode(mark["ranges"]).decode() if mark.get("ranges") else "",
        )
        for mark in listed(value.get("annotations"))
        if isinstance(mark, dict)
    ]


def _old_entry(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, text_of(value.get("url")), text_of(value.get("title")),
        state=State.ARCHIVED if is_true(value.get("is_read")) else State.UNREAD,
        favourite=is_true(value.get("is_fav")),
        tags=tags.named(value.get("tags")),
        html=_body(value),
    )  # fmt: skip


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    saved_at = context.time(cells.get("creationdate", ""))
    return making.row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=saved_at,
        tags=tags.split(cells.get("tags", ""), ","),
        language=cells.get("language", ""),
        html=cells.get("content", ""),
        remarks=(_CLOCK,) if saved_at else (),
    )  # fmt: skip


def _xml(source: Source, context: Context) -> Stream:
    return xml_elements.rows(source, context, "entry", _of_element, nests=True)


def _of_element(element: xml_elements.Element, place: Place, context: Context) -> Row | Skipped:
    value: Object = {child.name: child.text for child in element.children if not child.children}
    value["tags"] = [tag.text for child in element.children if child.name == "tags" for tag in child.children]
    return _entry(value, (), place, context)


_PATH = at(("[]",), ("_embedded", "items", "[]"), ("[]", "_embedded", "items", "[]"))

JSON = Kind("wallabag-json", "wallabag", json(_PATH, _entry, "is_archived"))
OLD_JSON = Kind("wallabag-v1-json", "wallabag 1", json(at(("[]",)), _old_entry, "is_read"))
CSV = Kind("wallabag-csv", "wallabag", csv(_cells))
XML = Kind("wallabag-xml", "wallabag", each(_xml))

CSV_KINDS = (CsvKind(CSV, frozenset(("title", "url", "content", "tags", "mimetype")), ";"),)
JSON_KINDS = (
    JsonKind(JSON, _PATH, lambda value: {"is_archived", "url"} <= value.keys() and "tag_names" not in value),
    JsonKind(OLD_JSON, at(("[]",)), has("is_read", "is_fav", "url")),
)
XML_KINDS = (XmlKind(XML, lambda root, text: "<domain_name" in text and "<entry" in text),)
