"""Pinboard and Delicious: JSON and XML."""

from __future__ import annotations

from satchel.formats.imports import making, tags, xml_elements
from satchel.formats.imports.context import Context
from satchel.formats.imports.json_decode import Object, text_of
from satchel.formats.imports.kind import JsonKind, Kind, Stream, XmlKind, at, each, has, json
from satchel.formats.imports.kinds.bookmarks import KEPT_READ
from satchel.formats.imports.row import Place, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State


def _post(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    to_read = text_of(value.get("toread"))
    is_kept_read = to_read == "no" and context.choices.get("read") != "unread"
    named = value.get("tags", value.get("tag"))
    return making.row(
        place, text_of(value.get("href")), text_of(value.get("description")),
        saved_at=context.time(value.get("time")),
        state=State.ARCHIVED if is_kept_read else State.UNREAD,
        tags=named.split() if isinstance(named, str) else tags.named(named),
        note=text_of(value.get("extended")),
    )  # fmt: skip


def _delicious(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, text_of(value.get("url")), text_of(value.get("title")),
        saved_at=context.time(value.get("created")),
        tags=tags.named(value.get("tags")),
        note=text_of(value.get("description")),
    )  # fmt: skip


def _element(element: xml_elements.Element, place: Place, context: Context) -> Row | Skipped:
    return _post(dict(element.attributes), (), place, context)


def _xml(source: Source, context: Context) -> Stream:
    return xml_elements.rows(source, context, "post", _element)


JSON = Kind(
    "pinboard-json", "Pinboard", json(at(("[]",)), _post, "href"), newest_first=True, choices=(KEPT_READ,)
)
XML = Kind("pinboard-xml", "Pinboard or Delicious", each(_xml), newest_first=True, choices=(KEPT_READ,))
DELICIOUS = Kind("delicious-json", "Delicious", json(at(("[]",)), _delicious), newest_first=True)

JSON_KINDS = (
    JsonKind(JSON, at(("[]",)), has("href", "extended")),
    JsonKind(DELICIOUS, at(("[]",)), has("url", "created", "others")),
)
XML_KINDS = (XmlKind(XML, lambda root, text: root == "posts"),)
