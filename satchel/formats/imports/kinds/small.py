"""Programs with small lists: GoodLinks, Diigo, mymind, Medium, YouTube, Readability, tabs of browsers, posts of X."""

from __future__ import annotations

import re

from satchel.formats.imports import charsets, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.csv_header import folded
from satchel.formats.imports.csv_records import lines
from satchel.formats.imports.highlights import Highlight, colour
from satchel.formats.imports.json_decode import Object, is_true, text_of
from satchel.formats.imports.json_objects import listed
from satchel.formats.imports.kind import (
    CsvKind,
    HtmlKind,
    JsonKind,
    Kind,
    Stream,
    WholeKind,
    at,
    csv,
    each,
    first,
    has,
    json,
    read_links,
)  # fmt: skip
from satchel.formats.imports.links import Link
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.highlights import Colour
from satchel.model.states import State

_VIDEO = re.compile(r"[\w-]{11}")
#: How often somebody clapped stands before what it was for.
_CLAPS = re.compile(r"<title>claps|<li[^>]*>\s*\+\d+\s")
_ANNOTATION = re.compile(r"Highlight:\s*")


def _goodlinks(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    read_at = context.time(value.get("readAt"))
    return making.row(
        place, text_of(value.get("url")) or text_of(value.get("originalURL")), text_of(value.get("title")),
        saved_at=context.time(value.get("addedAt")),
        state=State.ARCHIVED if read_at else State.UNREAD,
        read_at=read_at,
        favourite=is_true(value.get("starred")),
        tags=tags.named(value.get("tags")),
        excerpt=text_of(value.get("summary")),
        note=text_of(value.get("note")),
        highlights=[_goodlinks_mark(each, context) for each in listed(value.get("highlights"))],
        authors=[text_of(value.get("author"))],
        cover=text_of(value.get("preview")),
        words=words if isinstance(words := value.get("wordCount"), int) else 0,
    )  # fmt: skip


def _goodlinks_mark(value: object, context: Context) -> Highlight:
    """A passage that was marked; its form is not documented, and may be the words alone."""
    if not isinstance(value, dict):
        return Highlight(text_of(value))
    return Highlight(
        text_of(first(value, "content", "text", "quote", "highlight")), text_of(first(value, "note", "comment")),
        colour(value.get("color")) if "color" in value else Colour.PLAIN,
        made_at=context.time(first(value, "createdAt", "addedAt", "date")),
    )  # fmt: skip


def _diigo(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    named = cells.get("tags", "")
    marks = _ANNOTATION.split(cells.get("annotations", ""))
    return making.row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=context.time(cells.get("createdat", "")),
        tags=() if named.strip() == "no_tag" else tags.words(named),
        note="\n\n".join(part for part in (cells.get("description", ""), cells.get("comments", "")) if part.strip()),
        highlights=[Highlight(mark) for mark in marks[1:] or marks],
    )  # fmt: skip


def _mymind(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, cells.get("url", ""), cells.get("title", ""),
        saved_at=context.time(cells.get("created", "")),
        tags=tags.split(cells.get("tags", ""), ","),
        note=cells.get("note", ""),
        text=cells.get("content", ""),
    )  # fmt: skip


def _medium(link: Link, place: Place, context: Context) -> Row | Skipped:
    return making.row(place, link.address, link.title, saved_at=context.time(link.time))


def _medium_page(source: Source, context: Context) -> Stream:
    return read_links(source, context, _medium)


def _videos(source: Source, context: Context) -> Stream:
    """Rows behind the header with the ids; what stands before it describes the list."""
    is_begun = False
    for number, line in enumerate(lines(charsets.pieces(source, context)), 1):
        cells = [cell.strip().strip('"') for cell in line.split(",")]
        if not is_begun:
            is_begun = folded(cells[0]) == "videoid"
        elif line.strip():
            place = context.place(number)
            if _VIDEO.fullmatch(cells[0]):
                made = context.time(cells[1]) if len(cells) > 1 else 0
                yield making.row(place, f"https://www.youtube.com/watch?v={cells[0]}", "", saved_at=made)
            else:
                yield making.skipped(place, Reason.NOT_A_LINK, line)


def _readability(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place, text_of(value.get("article__url")), text_of(value.get("article__title")),
        saved_at=context.time(value.get("date_added")),
        state=State.ARCHIVED if is_true(value.get("archive")) else State.UNREAD,
        read_at=context.time(value.get("date_archived")),
        favourite=is_true(value.get("favorite")),
        favourited_at=context.time(value.get("date_favorited")),
        excerpt=text_of(value.get("article__excerpt")),
        tags=tags.named(value.get("tags")),
    )  # fmt: skip


def _tab(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    return making.row(
        place,
        text_of(value.get("url")),
        text_of(value.get("title")),
        saved_at=context.time(value.get("lastAccessed")),
    )


def _post(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    text = text_of(value.get("full_text"))
    name = text_of(value.get("name")) or text_of(value.get("screen_name"))
    return making.row(
        place, text_of(value.get("url")), f"{name}: {text[:200]}" if name else text[:200],
        saved_at=context.time(value.get("created_at")),
        excerpt=text,
        authors=[name],
    )  # fmt: skip


def _has_videos(text: str) -> bool:
    return any(folded(line.split(",")[0]) == "videoid" and "," in line for line in text[:8_000].splitlines())


GOODLINKS = Kind("goodlinks", "GoodLinks", json(at(("[]",)), _goodlinks))
DIIGO = Kind("diigo", "Diigo", csv(_diigo), newest_first=True)
MYMIND = Kind("mymind", "mymind", csv(_mymind))
MEDIUM = Kind("medium", "Medium", each(_medium_page), newest_first=True)
#: What somebody clapped for stands beside what they saved, in the same form.
CLAPS = Kind("medium-claps", "Medium (claps)", each(_medium_page), newest_first=True)
VIDEOS = Kind("youtube", "YouTube", each(_videos))
READABILITY = Kind(
    "readability", "Readability", json(at(("bookmarks", "[]"), ("[]",)), _readability, "article__url")
)
TABS = Kind("tab-session-manager", "Tab Session Manager", json(at(("[]", "windows", "*", "*")), _tab))
POSTS = Kind("x-posts", "Posts of X", json(at(("[]",)), _post, "full_text"), newest_first=True)

CSV_KINDS = (
    CsvKind(DIIGO, frozenset(("title", "url", "tags", "description", "annotations"))),
    CsvKind(MYMIND, frozenset(("id", "type", "title", "url", "content", "note", "tags", "created"))),
)
JSON_KINDS = (
    JsonKind(
        GOODLINKS, at(("[]",)), lambda value: "url" in value and isinstance(value.get("addedAt"), int | float)
    ),
    JsonKind(READABILITY, at(("bookmarks", "[]"), ("[]",)), has("article__url")),
    JsonKind(TABS, at(("[]",)), has("windows", "date")),
    JsonKind(POSTS, at(("[]",)), has("full_text", "url")),
)
HTML_KINDS = (
    HtmlKind(CLAPS, lambda head: "dt-published" in head and _CLAPS.search(head) is not None),
    HtmlKind(MEDIUM, lambda head: "h-cite" in head and "dt-published" in head),
)
TEXT_KINDS = (WholeKind(VIDEOS, _has_videos, "a list of videos"),)
