"""Omnivore's zip with articles and highlights, one of its lists, and the table that was made for it."""

from __future__ import annotations

import re
from collections.abc import Collection

from satchel.formats.imports import charsets, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.json_decode import Object, text_of
from satchel.formats.imports.kind import (
    ArchiveKind,
    CsvKind,
    JsonKind,
    Kind,
    Sources,
    Stream,
    at,
    csv,
    has,
    json,
    read_objects,
)  # fmt: skip
from satchel.formats.imports.making import MAX_BODY_CHARACTERS, Fields
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Place, Row, Skipped
from satchel.formats.imports.sources import Source, whole
from satchel.model.states import State

MAX_HIGHLIGHTS_BYTES = 4 * 1024 * 1024

_METADATA = re.compile(r"(?:^|/)metadata_\d+_to_\d+\.json$")
_MEMBER = re.compile(
    r"(?:^|/)(?:metadata_\d+_to_\d+\.json|content/[^/]+\.(?:html|pdf)|highlights/[^/]+\.md)$"
)
_PROXY = re.compile(r"https://proxy-prod\.omnivore-image-cache\.app/\d+x\d+,s[\w-]+/(?=https?://)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LABELS = re.compile(r"#\S+(?:\s+#\S+)*")


def _fields(value: Object, context: Context) -> Fields:
    return Fields(
        saved_at=context.time(value.get("savedAt")),
        state=State.ARCHIVED if text_of(value.get("state")).lower() == "archived" else State.UNREAD,
        read_at=context.time(value.get("readAt")),
        tags=tags.named(value.get("labels")),
        excerpt=text_of(value.get("description")),
        progress=progress(value.get("readingProgress"), percent=True),
        authors=[text_of(value.get("author"))],
        published_at=context.time(value.get("publishedAt")),
        cover=_PROXY.sub("", text_of(value.get("thumbnail"))),
    )


def _record(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, text_of(value.get("url")), text_of(value.get("title")), **_fields(value, context)
    )


def _zip(sources: Sources, context: Context) -> Stream:
    lists = {name: source for name, source in sources.items() if _METADATA.search(name)}
    root = next(iter(lists)).rpartition("/")[0]
    root = f"{root}/" if root else ""

    def make(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
        fields, slug = _fields(value, context), text_of(value.get("slug"))
        page, pdf = sources.get(f"{root}content/{slug}.html"), f"{root}content/{slug}.pdf"
        if page is not None:
            fields["html"] = _PROXY.sub("", _text(page, MAX_BODY_CHARACTERS))
        elif pdf in sources:
            fields["file"] = pdf
        marks = sources.get(f"{root}highlights/{slug}.md")
        if marks is not None:
            fields["note"], fields["highlights"] = highlights(_text(marks, MAX_HIGHLIGHTS_BYTES))
        return making.row(place, text_of(value.get("url")), text_of(value.get("title")), **fields)

    for name in sorted(lists, key=_first_number):
        context.member = name
        yield from read_objects(lists[name], context, at(("[]",)), make, "slug")


def _first_number(name: str) -> int:
    found = re.search(r"metadata_(\d+)_", name)
    return int(found[1]) if found else 0


def _text(source: Source, limit: int) -> str:
    data = whole(source, limit)
    return "" if data is None else charsets.head_text(data)


def highlights(text: str) -> tuple[str, list[Highlight]]:
    """The note of an article, and its highlights, from their Markdown: quote, labels, note."""
    found: list[Highlight] = []
    notes: list[str] = []
    for block in _BLANK_LINE.split(text.replace("\r\n", "\n")):
        block = block.strip()
        if block.startswith(">"):
            quote = "\n".join(line.removeprefix(">").strip() for line in block.split("\n"))
            found.append(Highlight(quote.strip()))
        elif not block:
            continue
        elif not found:
            notes.append(block)
        elif _LABELS.fullmatch(block):
            found[-1] = Highlight(
                found[-1].quote, found[-1].note, tags=tuple(each[1:] for each in block.split())
            )
        else:
            note = f"{found[-1].note}\n\n{block}".strip()
            found[-1] = Highlight(found[-1].quote, note, tags=found[-1].tags)
    return "\n\n".join(notes), found


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=context.time(cells.get("savedat", "")),
        state=State.ARCHIVED if cells.get("state", "").strip().upper() == "ARCHIVED" else State.UNREAD,
        tags=tags.listed(cells.get("labels", "")),
        published_at=context.time(cells.get("publishedat", "")),
    )  # fmt: skip


def _takes(names: Collection[str]) -> list[str]:
    return [name for name in names if _MEMBER.search(name)] if any(map(_METADATA.search, names)) else []


ZIP = Kind("omnivore-zip", "Omnivore", _zip)
JSON = Kind("omnivore-json", "Omnivore", json(at(("[]",)), _record, "slug"))
CSV = Kind("omnivore-csv", "Omnivore", csv(_cells))

ARCHIVE_KINDS = (ArchiveKind(ZIP, _takes),)
CSV_KINDS = (CsvKind(CSV, frozenset(("url", "state", "labels", "savedat"))),)
JSON_KINDS = (JsonKind(JSON, at(("[]",)), has("slug", "savedAt", "labels")),)
