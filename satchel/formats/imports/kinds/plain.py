"""Any CSV in which something is called a link, any text with links, and what columns and keys hold by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from satchel.formats.imports import charsets, csv_header, making, tables, tags
from satchel.formats.imports.addresses import is_address
from satchel.formats.imports.context import Context
from satchel.formats.imports.csv_records import lines
from satchel.formats.imports.highlights import Highlight, colour
from satchel.formats.imports.json_decode import is_true, text_of
from satchel.formats.imports.json_objects import listed
from satchel.formats.imports.kind import Choice, Kind, Stream, each, first
from satchel.formats.imports.making import Fields
from satchel.formats.imports.progress import progress
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.highlights import Colour
from satchel.model.states import State

MAX_TITLE_BESIDE = 300  #: characters of a line beside its link that are taken for its title
MAX_LOOKED_AT_CHARACTERS = 32 * 1024 * 1024
MAX_LINE_CHARACTERS = 1024 * 1024

TITLES = ("title", "name", "pagetitle", "headline", "text")
_TAGS = ("tags", "labels", "tag", "label", "keywords", "categories", "topics", "tagnames", "documenttags")
_NOTES = ("note", "notes", "comment", "comments", "annotation", "extended")
_EXCERPTS = ("description", "excerpt", "summary", "selection", "content")
_FOLDERS = ("folder", "collection", "category", "list", "path", "group")
#: Names of times, those of saving first; what was changed or opened last is taken where nothing else is there.
_TIMES = (
    re.compile(r"created|added|saved|bookmarked|adddate|importdate|starred"),
    re.compile(r"^(?:time|date|timestamp|when|datetime|addtime)$"),
    re.compile(
        r"^(?!.*(?:progress|publish|updated|modified|changed|read|opened|visit|access|archiv|expir|delet)).*(?:time|date)"
    ),
    re.compile(r"updated|modified|changed|lastaccessed"),
)
_PUBLISHED = ("published", "publishedat", "datepublished", "publisheddate", "pubdate", "publicationdate")
_BODIES = ("html", "htmlcontent", "contenthtml", "fullcontent", "content", "body")
_MARKUP = re.compile(r"<(?:p|div|article|h[1-6]|ul|br|figure|section)[\s>/]", re.IGNORECASE)
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
#: A line that is a link of another sort, as lists of tabs have them.
_OTHER = re.compile(
    r"\s*(?:[a-z][a-z0-9+-]{1,30}://|(?:about|javascript|mailto|data|place|view-source):)\S", re.IGNORECASE
)
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
    html = next((text for name in _BODIES if _MARKUP.search(text := text_of(known.get(name)))), "")
    excerpts = [text_of(known[name]) for name in _EXCERPTS if known.get(name)]
    return Fields(
        saved_at=_saved(known, context),
        published_at=next((time for name in _PUBLISHED if (time := context.time(known.get(name)))), 0),
        html=html,
        state=State.ARCHIVED if archived or state in _ARCHIVED else State.UNREAD,
        favourite=is_true(
            first(known, "favorite", "favourite", "starred", "isstarred", "isfavorite", "favorited", "liked")
        ),
        tags=_tags(named),
        folder=[text_of(first(known, *_FOLDERS))] if text_of(first(known, *_FOLDERS)).strip() else [],
        note=text_of(first(known, *_NOTES)),
        excerpt=next((text for text in excerpts if text != html), ""),
        highlights=_highlights(first(known, "highlights", "annotations", "marks"), context),
        progress=progress(
            first(known, "progress", "readingprogress", "readprogress", "readingprogresspercent")
        ),
        authors=[text_of(first(known, "author", "creator", "byline"))],
        site=text_of(first(known, "site", "sitename", "publisher")),
        cover=cover
        if is_address(cover := text_of(first(known, "cover", "image", "thumbnail", "imageurl")))
        else "",
        language=text_of(first(known, "language", "lang")),
    )


def _highlights(value: Any, context: Context) -> list[Highlight]:
    """Passages that are marked: objects, or their words alone."""
    found: list[Highlight] = []
    for each_of in listed(value):
        if isinstance(each_of, str):
            found.append(Highlight(each_of))
        elif isinstance(each_of, dict):
            colours = first(each_of, "color", "colour")
            found.append(
                Highlight(
                    text_of(first(each_of, "quote", "text", "highlight", "content")),
                    text_of(first(each_of, "note", "annotation", "comment")),
                    colour(colours) if colours else Colour.PLAIN,
                    made_at=_saved(
                        {csv_header.folded(name): given for name, given in each_of.items()}, context
                    ),
                )
            )
    return found


def _saved(known: Mapping[str, Any], context: Context) -> int:
    """When it was saved, by the name that says so most plainly."""
    for names in _TIMES:
        for name, value in known.items():
            if names.search(name) and (time := context.time(value)):
                return time
    return 0


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
    title = next((cells[name] for name in TITLES if cells.get(name)), "")
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


def _text(source: Source, context: Context) -> Stream:
    """Every link of a text, with what stands beside it on its line."""
    folder: list[str] = []
    for number, line in enumerate(lines(charsets.pieces(source, context)), 1):
        heading = _HEADING.match(line) if len(line) < MAX_TITLE_BESIDE else None
        if heading and not _BEGIN.search(line) and context.choices.get("headings") == "folders":
            folder = [heading[1]]
        is_done = context.choices.get("done") == "archived" and _TICKED.match(line)
        found = in_line(line[:MAX_LINE_CHARACTERS])
        if not found and _OTHER.match(line):
            address, _, title = line.strip()[:MAX_TITLE_BESIDE].partition(" | ")
            yield making.row(context.place(number), address, title)
        for address, title in found:
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


CSV = Kind("csv", "Table with links (CSV)", each(_csv))
TEXT = Kind("text", "Text with links", each(_text), choices=(_HEADINGS, _DONE))
