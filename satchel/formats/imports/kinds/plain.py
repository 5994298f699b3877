"""Any CSV or JSON in which something is called a link, and any text with links in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from satchel.formats.imports import charsets, csv_header, json_objects, making, tables, tags
from satchel.formats.imports.addresses import is_address
from satchel.formats.imports.context import Context
from satchel.formats.imports.csv_records import lines
from satchel.formats.imports.json_decode import Object, is_true, text_of
from satchel.formats.imports.kind import Choice, JsonKind, Kind, Stream, each, first, read_objects
from satchel.formats.imports.making import Fields
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.states import State

MAX_TITLE_BESIDE = 300  #: characters of a line beside its link that are taken for its title
MAX_LOOKED_AT_CHARACTERS = 32 * 1024 * 1024
MAX_LOOKED_AT = 1_000  #: objects of JSON that are looked at for an address
MAX_LINE_CHARACTERS = 1024 * 1024

_TITLES = ("title", "name", "pagetitle", "headline", "text")
_TAGS = ("tags", "labels", "tag", "label", "keywords", "categories", "topics", "tagnames", "documenttags")
_NOTES = ("note", "notes", "comment", "comments", "annotation", "extended")
_EXCERPTS = ("description", "excerpt", "summary", "selection", "content")
_FOLDERS = ("folder", "collection", "category", "list", "path", "group")
_TIMES = re.compile(r"(?:created|added|saved|timestamp|bookmarked|time|date|adddate|importdate|when)")
_ARCHIVED = ("archive", "archived", "read", "done", "completed", "finished")
_ADDRESS_KEYS = csv_header.ADDRESSES

_HEADINGS = Choice(
    "headings",
    "Headings in the text",
    (("nothing", "Leave them out"), ("folders", "Make folders of them")),
)
_DONE = Choice(
    "done",
    "Links behind ticked boxes",
    (("nothing", "To the unread list"), ("archived", "To the archive")),
)
_BEGIN = re.compile(r"https?://|(?<![\w@./-])www\.(?=[\w-]+\.)", re.IGNORECASE)
_ENDS = re.compile(r"[\s<>\"\u201c\u201d\u00ab\u00bb`|]")
_MARKDOWN = re.compile(r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\(\s?<?$")
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_TICKED = re.compile(r"\s*[-*+]\s+\[[xX]\]")
_MARKER = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?|[\s|:,;\u2013\u2014-]+$")
_WORD = re.compile(r"\w")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def of_names(known: Mapping[str, Any], context: Context) -> Fields:
    """What columns or keys with usual names hold."""
    state = text_of(first(known, "status", "state", "location")).strip().lower()
    archived = is_true(first(known, "archived", "isarchived", "read", "isread"))
    named = first(known, *_TAGS)
    made = next((known[name] for name in known if _TIMES.search(name) and context.time(known[name])), 0)
    return Fields(
        saved_at=context.time(made),
        state=State.ARCHIVED if archived or state in _ARCHIVED else State.UNREAD,
        favourite=is_true(
            first(known, "favorite", "favourite", "starred", "isstarred", "isfavorite", "favorited", "liked")
        ),
        tags=_tags(named),
        folder=[text_of(first(known, *_FOLDERS))] if text_of(first(known, *_FOLDERS)).strip() else [],
        note=text_of(first(known, *_NOTES)),
        excerpt=text_of(first(known, *_EXCERPTS)),
        progress=progress(first(known, "progress", "readingprogress", "readprogress")),
        authors=[text_of(first(known, "author", "creator", "byline"))],
        site=text_of(first(known, "site", "sitename", "publisher")),
        cover=cover
        if is_address(cover := text_of(first(known, "cover", "image", "thumbnail", "imageurl")))
        else "",
        language=text_of(first(known, "language", "lang")),
    )


def _tags(value: Any) -> list[str]:
    if not isinstance(value, str):
        return tags.named(value)
    if value.startswith("["):
        return tags.listed(value)
    separator = next((each for each in "|;," if each in value), ",")
    return tags.split(value, separator)


def _cells(cells: tables.Cells, place: Place, context: Context) -> Row | Skipped:
    """A row of a table, by its columns; without usable names, by its cells."""
    address = next((cells[name] for name in _ADDRESS_KEYS if cells.get(name)), "")
    if not address:
        address = next((cell for cell in cells.values() if is_address(cell)), "")
    title = next((cells[name] for name in _TITLES if cells.get(name)), "")
    if not title and "column0" in cells:
        title = next(
            (cell for cell in cells.values() if cell and cell != address and not context.time(cell)), ""
        )
    if not address.strip():
        shown = " | ".join(cell for cell in cells.values() if cell)
        return making.skipped(place, Reason.NO_ADDRESS, shown)
    return making.row(place, address, title, **of_names(cells, context))


def _csv(source: Source, context: Context) -> Stream:
    yield from tables.read(source, context, _cells)


def address_key(value: Object) -> str:
    """The key of an object under which an address stands; "" for none."""
    for key, given in value.items():
        if csv_header.folded(key) in _ADDRESS_KEYS and isinstance(given, str) and is_address(given):
            return key
    return next((key for key, given in value.items() if isinstance(given, str) and is_address(given)), "")


def array_of_links(source: Source) -> tuple[json_objects.Path, str] | None:
    """The path of the first array whose objects have addresses, and the key of those; None where there is none."""
    last: list[json_objects.Path] = [()]

    def is_in_array(path: json_objects.Path) -> bool:
        last[0] = path
        return path[-1:] == ("[]",)

    number = 0
    for found in json_objects.objects(
        charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS), is_in_array, "url"
    ):
        number += 1
        path = last[0]
        if found.value is not None and address_key(found.value):
            return path, address_key(found.value)
        below = _below(found.value) if found.value is not None else None
        if below is not None:
            return (*path, *below[0]), below[1]
        if number > MAX_LOOKED_AT:
            return None
    if number:
        return None
    for found in json_objects.objects(
        charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS), lambda path: path == (), "url"
    ):
        return ((), address_key(found.value)) if found.value and address_key(found.value) else None
    return None


def _below(value: Object) -> tuple[json_objects.Path, str] | None:
    for key, given in value.items():
        for value_of in json_objects.listed(given)[:5]:
            if isinstance(value_of, dict) and address_key(value_of):
                return (key, "[]"), address_key(value_of)
    return None


def _object(key: str) -> Any:
    def make(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
        known = {csv_header.folded(name): each for name, each in value.items()}
        address = text_of(value.get(key)) or text_of(first(known, *_ADDRESS_KEYS))
        title = text_of(first(known, *_TITLES))
        return making.row(place, address, title, **of_names(known, context))

    return make


def _json(source: Source, context: Context) -> Stream:
    found = array_of_links(source)
    if found is None:
        return
    path, key = found
    yield from read_objects(source, context, lambda each: each == path, _object(key), key)


def _text(source: Source, context: Context) -> Stream:
    """Every link of a text, with what stands beside it on its line."""
    folder: list[str] = []
    for number, line in enumerate(lines(charsets.pieces(source, context)), 1):
        heading = _HEADING.match(line) if len(line) < MAX_TITLE_BESIDE else None
        if heading and not _BEGIN.search(line) and context.choices.get("headings") == "folders":
            folder = [heading[1]]
        is_done = context.choices.get("done") == "archived" and _TICKED.match(line)
        for address, title in in_line(line[:MAX_LINE_CHARACTERS]):
            yield making.row(
                context.place(number), address, title,
                folder=folder, state=State.ARCHIVED if is_done else State.UNREAD,
            )  # fmt: skip


def in_line(line: str) -> list[tuple[str, str]]:
    """The links of a line, each with its title: the words of a Markdown link, else the rest of a line with one link."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while begin := _BEGIN.search(line, at):
        end = _end_of_link(line, begin.start())
        words = _MARKDOWN.search(line[max(0, begin.start() - 500) : begin.start()])
        if words is None or end - begin.start() > len(begin[0]):
            found.append((begin.start(), end, words[1] if words else ""))
        at = max(end, begin.end())
    if len(found) == 1 and not found[0][2]:
        start, end, _ = found[0]
        if len(line) - end + start > 2 * MAX_TITLE_BESIDE:
            return [(line[start:end], "")]
        behind = line[end:].lstrip("> \t|")
        rest = f"{_MARKER.sub('', line[:start].rstrip('<'))} {behind}".strip()
        title = _MARKER.sub("", rest).strip(" -|\u2013\u2014")
        return [(line[start:end], title if len(title) <= MAX_TITLE_BESIDE and _WORD.search(title) else "")]
    return [(line[start:end], title) for start, end, title in found]


def _end_of_link(line: str, start: int) -> int:
    """Where a link ends: at a blank or quote, without the marks of the sentence behind it, brackets in pairs."""
    stop = _ENDS.search(line, start)
    end = stop.start() if stop else len(line)
    opened: list[str] = []
    for at in range(start, min(end, start + 20_000)):
        sign = line[at]
        if sign in "([{":
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            end = at
            break
    while end > start and line[end - 1] in ".,;:!?'\u2019*_":
        end -= 1
    return end


#: What a browser remembers of every page that it opened: nobody saved those.
HISTORY = Kind("history", "Browsing history", each(_json))
CSV = Kind("csv", "Table with links (CSV)", each(_csv))
JSON = Kind("json", "List of links (JSON)", each(_json))
TEXT = Kind("text", "Text with links", each(_text), choices=(_HEADINGS, _DONE))

_VISITS = ("visit_count", "visitCount", "last_visit_time", "page_transition", "page_transition_qualifier")
JSON_KINDS = (
    JsonKind(
        HISTORY,
        lambda path: path[-1:] == ("[]",),
        lambda value: "url" in value and any(key in value for key in _VISITS),
    ),
)
