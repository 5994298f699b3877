"""Pocket: the zip of its end, the page before that, and answers of its interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from satchel.formats.imports import charsets, json_objects, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.json_decode import Object, is_true, text_of
from satchel.formats.imports.kind import (
    CsvKind,
    HtmlKind,
    JsonKind,
    Kind,
    Sources,
    Stream,
    WholeKind,
    at,
    csv,
    each,
    first,
    has,
    json,
    read_links,
)
from satchel.formats.imports.links import Link
from satchel.formats.imports.making import Fields
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State

MAX_HELD_CHARACTERS = 32 * 1024 * 1024  #: of highlights that wait for their rows

_COLUMNS = ("title", "url", "timeadded", "tags", "status")
_ARCHIVED = ("archive", "archived", "read")
#: Where its titles were cut: until August 2024, and since then.
_CUT = (75, 100)
_NO_FAVOURITES = "Pocket did not export which links were favourites."


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    return _row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=context.time(cells.get("timeadded", "")),
        state=State.ARCHIVED if cells.get("status", "").strip().lower() in _ARCHIVED else State.UNREAD,
        tags=tags.split(cells.get("tags", ""), "|"),
    )  # fmt: skip


def _row(place: Place, address: str, title: str, **fields: Any) -> Row | Skipped:
    is_cut = len(title) in _CUT
    return making.row(place, address, title, is_escaped=True, title_cut=is_cut, **fields)


def _object(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    """A row of the CSV that somebody turned to JSON."""
    cells = {key.replace("_", ""): text_of(cell) for key, cell in value.items()}
    given = value.get("tags")
    if isinstance(given, list):
        cells["tags"] = "|".join(tags.named(given))
    return _cells(cells, place, context)


def _item(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    """An item as the interface gave it: all values are texts."""
    address = text_of(first(value, "given_url", "resolved_url"))
    title = text_of(first(value, "resolved_title", "given_title"))
    if text_of(value.get("status")) == "2":
        return making.skipped(place, Reason.DELETED, address, title)
    authors = value.get("authors")
    return making.row(
        place, address, title,
        saved_at=context.time(value.get("time_added")),
        state=State.ARCHIVED if text_of(value.get("status")) == "1" else State.UNREAD,
        read_at=context.time(value.get("time_read")),
        favourite=is_true(value.get("favorite")),
        favourited_at=context.time(value.get("time_favorited")),
        tags=tags.named(value.get("tags")),
        excerpt=text_of(value.get("excerpt")),
        highlights=_highlights(value.get("annotations"), context),
        authors=[text_of(each.get("name")) for each in authors.values() if isinstance(each, dict)]
        if isinstance(authors, dict) else (),
        cover=text_of(value.get("top_image_url")),
        words=int(text) if (text := text_of(value.get("word_count"))).isdecimal() and len(text) < 9 else 0,
    )  # fmt: skip


def _highlights(values: Any, context: Context) -> list[Highlight]:
    return [
        Highlight(
            text_of(each.get("quote")),
            text_of(each.get("note")),
            made_at=context.time(each.get("created_at")),
            selectors=text_of(each.get("patch")),
        )
        for each in json_objects.listed(values)
        if isinstance(each, dict)
    ]


def _annotated(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    found = _highlights(value.get("highlights"), context)
    times = [each.made_at for each in found if each.made_at]
    return making.row(
        place, text_of(value.get("url")), text_of(value.get("title")), is_escaped=True,
        saved_at=min(times, default=0), highlights=found,
    )  # fmt: skip


def _collected(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, text_of(value.get("url")), text_of(value.get("title")), is_escaped=True,
        **_of_collection(value, parents, context),
    )  # fmt: skip


def _of_collection(value: Object, parents: tuple[Object, ...], context: Context) -> Fields:
    around = parents[0] if parents else {}
    return Fields(
        folder=[text_of(around.get("title"))] if around.get("title") else [],
        saved_at=context.time(around.get("createdAt")),
        note=text_of(value.get("note")),
        excerpt=text_of(value.get("excerpt")),
    )


class _Additions:
    """What annotations and collections know of rows that stand elsewhere, by address, as much as may be held."""

    def __init__(self, annotations: Sources, collections: Sources) -> None:
        self._files = (
            (annotations, _PATH_ANNOTATIONS, _annotated),
            (collections, _PATH_COLLECTIONS, _collected),
        )
        self._held: dict[str, dict[str, Any]] = {}
        self._is_full = False

    def gather(self, context: Context) -> None:
        size = 0
        for value, parents, is_annotation in self._values(context):
            address = text_of(value.get("url"))
            if is_annotation:
                known: dict[str, Any] = {"highlights": _highlights(value.get("highlights"), context)}
                size += sum(len(each.quote) + 500 for each in known["highlights"])
            else:
                known = dict(_of_collection(value, parents, context))
                known.pop("saved_at")
                size += len(known["note"]) + len(known["excerpt"]) + 500
            if size > MAX_HELD_CHARACTERS:
                self._is_full = True
                return
            held = self._held.setdefault(address, {})
            held.update((key, each) for key, each in known.items() if each and key not in held)

    def of(self, address: str) -> dict[str, Any]:
        """What is known of the row; it is told once."""
        return self._held.pop(address, {}) if self._held else {}

    def rows(self, context: Context, taken: set[str]) -> Stream:
        """What no row has asked for, as rows of its own."""
        for sources, path, make in self._files:
            for name, source in sources.items():
                context.member = name
                for found in json_objects.objects(charsets.pieces(source, context), path, "url"):
                    address = text_of(found.value.get("url")) if found.value else ""
                    if found.value is None:
                        yield making.skipped(context.place(found.line), Reason.DAMAGED, found.text)
                    elif address not in taken:
                        yield make(found.value, found.parents, context.place(found.line), context)

    def taken(self, context: Context) -> Iterator[str]:
        """Addresses of all that is held."""
        yield from self._held

    def _values(self, context: Context) -> Iterator[tuple[Object, tuple[Object, ...], bool]]:
        quiet = Context(context.now, context.choices)
        for sources, path, make in self._files:
            for source in sources.values():
                for found in json_objects.objects(charsets.pieces(source, quiet), path, "url"):
                    if found.value is not None:
                        yield found.value, found.parents, make is _annotated


def _zip(sources: Sources, context: Context) -> Stream:
    """All parts of the zip, each row with what the other files know of it."""
    lists = {
        name: each
        for name, each in sources.items()
        if "annotations/" not in name and "collections/" not in name
    }
    additions = _Additions(
        {name: each for name, each in sources.items() if "annotations/" in name},
        {name: each for name, each in sources.items() if "collections/" in name},
    )
    additions.gather(context)
    held = set(additions.taken(context))

    def make(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
        known = additions.of(cells.get("url", ""))
        if not known:
            return _cells(cells, place, context)
        made = _cells(cells, place, context)
        if isinstance(made, Skipped):
            return made
        fresh = making.row(place, made.address, made.title, **known)
        if isinstance(fresh, Skipped):
            return made
        return replace(
            made, highlights=fresh.highlights, folder=fresh.folder, note=fresh.note, excerpt=fresh.excerpt
        )

    for name, source in lists.items():
        context.member = name
        yield from tables.read(source, context, make, _COLUMNS)
    yield from additions.rows(context, held - set(additions.taken(context)))


def _link(link: Link, place: Place, context: Context) -> Row | Skipped:
    heading = link.heading.text.lower() if link.heading else ""
    read_at = context.time(link.attributes.get("time_read", ""))
    return _row(
        place, link.address, link.title,
        saved_at=context.time(link.attributes.get("time_added", "")),
        state=State.ARCHIVED if read_at or heading.startswith(("read", "archive")) else State.UNREAD,
        read_at=read_at,
        tags=tags.escaped(link.attributes.get("tags", "")),
    )  # fmt: skip


def _page(source: Source, context: Context) -> Stream:
    return read_links(source, context, _link)


_PATH_ANNOTATIONS = at(("[]",))
_PATH_COLLECTIONS = at(("items", "[]"), ("[]", "items", "[]"))
_PATH_ITEMS = at(("list", "*"), ("list", "[]"), ("[]", "list", "*"), ("[]", "list", "[]"), ("[]",))

ZIP = Kind("pocket-zip", "Pocket", _zip, facts=(_NO_FAVOURITES,))
CSV = Kind("pocket-csv", "Pocket", csv(_cells, _COLUMNS), facts=(_NO_FAVOURITES,))
PAGE = Kind("pocket-html", "Pocket", each(_page), newest_first=True, facts=(_NO_FAVOURITES,))
ITEMS = Kind("pocket-api", "Pocket (answers of its API)", json(_PATH_ITEMS, _item, "item_id"))
ANNOTATIONS = Kind("pocket-annotations", "Pocket (highlights)", json(_PATH_ANNOTATIONS, _annotated))
COLLECTION = Kind("pocket-collection", "Pocket (a collection)", json(_PATH_COLLECTIONS, _collected))
ROWS = Kind("pocket-json", "Pocket (turned to JSON)", json(at(("[]",)), _object))


def _is_annotated(value: Object) -> bool:
    quoted = json_objects.listed(value.get("highlights"))
    return "url" in value and bool(quoted) and isinstance(quoted[0], dict) and "quote" in quoted[0]


CSV_KINDS = (CsvKind(CSV, frozenset(("title", "url", "timeadded", "status"))),)
JSON_KINDS = (
    JsonKind(
        ITEMS,
        _PATH_ITEMS,
        lambda value: "item_id" in value and bool({"given_url", "resolved_url"} & value.keys()),
    ),
    JsonKind(ANNOTATIONS, _PATH_ANNOTATIONS, _is_annotated),
    JsonKind(ROWS, at(("[]",)), has("url", "time_added", "status")),
    JsonKind(
        COLLECTION,
        at(("items", "[]")),
        lambda value: {"url", "note", "excerpt"} <= value.keys() and len(value) <= 8,
    ),
)
#: A collection in which nothing is: there is no object by which it could be told.
WHOLE_JSON_KINDS = (
    WholeKind(
        COLLECTION,
        lambda text: '"slug"' in text[:2_000] and re.search(r'"items"\s*:\s*\[\s*\]', text) is not None,
        "the names of what is in it",
    ),
)
HTML_KINDS = (HtmlKind(PAGE, lambda head: "<title>pocket export" in head or "time_added=" in head),)
