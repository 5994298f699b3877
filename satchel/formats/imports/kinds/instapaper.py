"""Instapaper: three generations of its CSV, and its page."""

from __future__ import annotations

import re

from satchel.formats.imports import charsets, making, tables, tags
from satchel.formats.imports.context import Context
from satchel.formats.imports.csv_records import lines
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.kind import (
    Choice,
    CsvKind,
    HtmlKind,
    Kind,
    Sources,
    Stream,
    WholeKind,
    csv,
    each,
    read_links,
)
from satchel.formats.imports.links import Link
from satchel.formats.imports.making import Fields
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State

_COLUMNS = ("url", "title", "selection", "folder", "timestamp", "tags")
_LIKED = Choice(
    "liked",
    "Liked articles: the file does not say whether they were read",
    (
        ("guess", "To the archive if few others are there, else to the unread list"),
        ("unread", "To the unread list"),
        ("archived", "To the archive"),
    ),
)
_MARKED = re.compile(r"#{1,3} \[\[?(.{1,500}?)\]?\]\((\S{1,8200})\)\]?[ \t]*(?:\n|$)")
_OTHER_LINK = re.compile(r"^(?!#{1,3} \[|>).*https?://", re.MULTILINE)
_BY_CHOICE = {"unread": State.UNREAD, "archived": State.ARCHIVED}


def _filed(folder: str, liked: State) -> Fields:
    name = folder.strip()
    if name in ("", "Unread"):
        return Fields()
    if name == "Archive":
        return Fields(state=State.ARCHIVED)
    if name == "Starred":
        return Fields(favourite=True, state=liked)
    return Fields(folder=[name])


def _liked(sources: Sources, context: Context) -> State:
    """What liked articles are taken for."""
    chosen = context.choices.get("liked", "guess")
    if chosen in _BY_CHOICE:
        return _BY_CHOICE[chosen]
    quiet = Context(context.now, {})
    archived = starred = 0
    for source in sources.values():
        for _, cells in tables.named_records(source, quiet, _COLUMNS):
            folder = (cells or {}).get("folder")
            archived += folder == "Archive"
            starred += folder == "Starred"
    return State.ARCHIVED if archived < starred else State.UNREAD


def _csv(sources: Sources, context: Context) -> Stream:
    liked = _liked(sources, context)

    def make(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
        address = cells.get("url", "")
        if address.strip() and not re.search("[:/]|^www", address):  # a title stood where the link belongs
            return making.skipped(place, Reason.NOT_A_LINK, address, cells.get("title", ""))
        fields = _filed(cells.get("folder", ""), liked)
        fields["saved_at"] = context.time(cells.get("timestamp", ""))
        fields["note"] = cells.get("selection", "")
        fields["tags"] = tags.listed(cells.get("tags", ""))
        return making.row(place, address, cells.get("title", ""), **fields)

    yield from csv(make, _COLUMNS)(sources, context)


def _page(source: Source, context: Context) -> Stream:
    chosen = _BY_CHOICE.get(context.choices.get("liked", ""), State.UNREAD)

    def make(link: Link, place: Place, context: Context) -> Row | Skipped:
        return making.row(
            place, link.address, link.title, **_filed(link.heading.text if link.heading else "", chosen)
        )

    return read_links(source, context, make)


def _marks(source: Source, context: Context) -> Stream:
    """Highlights of articles as text: each article a heading with its link, below it quotes with their notes."""
    title, address, number, is_apart = "", "", 0, True
    marks: list[tuple[list[str], list[str]]] = []
    for at, line in enumerate(lines(charsets.pieces(source, context)), 1):
        begun = _MARKED.match(line)
        if begun:
            if number:
                yield _of_marks(title, address, marks, context.place(number))
            title, address, number, marks = begun[1], begun[2], at, []
        elif line.startswith(">"):
            if not marks or marks[-1][1] or not marks[-1][0] or is_apart:
                marks.append(([], []))
            marks[-1][0].append(line[1:].strip())
        elif line.strip() and marks:
            marks[-1][1].append(line.strip())
        is_apart = not line.strip()
    if number:
        yield _of_marks(title, address, marks, context.place(number))


def _of_marks(
    title: str, address: str, marks: list[tuple[list[str], list[str]]], place: Place
) -> Row | Skipped:
    found = [Highlight("\n".join(quote), "\n".join(note)) for quote, note in marks]
    return making.row(place, address, title, highlights=found)


def _is_marks(text: str) -> bool:
    """Whether it begins with an article's heading, has quotes, and links nowhere else: so that none is lost."""
    return bool(_MARKED.match(text)) and "\n>" in text and not _OTHER_LINK.search(text)


CSV = Kind("instapaper-csv", "Instapaper", _csv, newest_first=True, choices=(_LIKED,))
MARKS = Kind("instapaper-highlights", "Instapaper (highlights)", each(_marks), newest_first=True)
PAGE = Kind("instapaper-html", "Instapaper", each(_page), newest_first=True, choices=(_LIKED,))

CSV_KINDS = (CsvKind(CSV, frozenset(("url", "title", "selection", "folder"))),)
NAMELESS_CSV_KINDS = (
    WholeKind(
        CSV,
        lambda rows: any(
            4 <= len(cells) <= 6 and cells[3] in ("Unread", "Archive", "Starred") for cells in rows
        ),
        "the names of its folders",
    ),
)
TEXT_KINDS = (WholeKind(MARKS, _is_marks, "headings with links, and quotes below them"),)
HTML_KINDS = (HtmlKind(PAGE, lambda head: "<title>instapaper: export" in head),)
