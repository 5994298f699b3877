"""What one file is, by its content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satchel.formats.imports import charsets, csv_header, json_objects, registry
from satchel.formats.imports.csv_records import lines
from satchel.formats.imports.json_decode import Object
from satchel.formats.imports.json_objects import Path
from satchel.formats.imports.kind import Kind
from satchel.formats.imports.kinds import any_json, bookmarks, plain
from satchel.formats.imports.refusing import refuse
from satchel.formats.imports.saying import say
from satchel.formats.imports.sources import HEAD_BYTES, Source, head

MAX_SHOWN = 80
MAX_LOOKED_AT_CHARACTERS = 32 * 1024 * 1024
_LOOKED_AT = 40  #: objects of JSON

_BINARY = (
    (b"%PDF", "This is a PDF, no list of links."),
    (
        b"SQLite format 3",
        "This is a database. Export the list from the program that it belongs to, and import that.",
    ),
    (b"\x89PNG", "This is a picture, no list of links."),
    (b"\xff\xd8\xff", "This is a picture, no list of links."),
    (b"GIF8", "This is a picture, no list of links."),
    (b"Rar!", "This archive is of a kind that is not read here. Unpack it, and import what is in it."),
    (b"7z\xbc\xaf", "This archive is of a kind that is not read here. Unpack it, and import what is in it."),
    (b"\xd0\xcf\x11\xe0", "This is a document of an office program. Save the list as CSV, and import that."),
)
SECRETS = "This file holds passwords. It was not read, and it is not kept."
_SECRET_COLUMNS = ("password", "otpauth", "loginpassword", "cardnumber", "cvv")
_SECRET_KEYS = re.compile(r"^(?:.*password|card_?number|card_security_code)$", re.IGNORECASE)
_XML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^>]*>\s*)?<([a-zA-Z][\w:.-]*)", re.DOTALL
)
_ADDRESS = re.compile(r"https?://|www\.\w", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^>]{0,300}?href", re.IGNORECASE)


def tell(source: Source) -> tuple[Kind, str]:
    """The kind of a file that is no archive, and how it was told. Raises `RefusedFile`."""
    first = head(source)
    if not first.strip(b"\0 \t\r\n"):
        refuse("The file is empty.")
    for mark, sentence in _BINARY:
        if first.startswith(mark):
            refuse(sentence)
    for each in registry.BINARY_KINDS:
        if each.tells(first):
            return each.kind, each.why
    text = charsets.head_text(first)
    if not text.strip("\ufeff \t\r\n"):
        refuse("The file is empty.")
    if _is_binary(text, first):
        refuse("This is no file with links that could be read here.")
    return _of_text(source, text.lstrip("\ufeff \t\r\n"), len(first) < HEAD_BYTES)


def _of_text(source: Source, text: str, is_all: bool) -> tuple[Kind, str]:
    if text[:1] in ("{", "["):
        found = _of_json(source, text)
        if found:
            return found
    if text.startswith("<") or _LINK.search(text):
        found = _of_markup(text, is_all)
        if found:
            return found
    for each in registry.TEXT_KINDS:
        if each.tells(text):
            return each.kind, each.why
    found = _of_table(source)
    if found:
        return found
    if _has_links(source):
        return plain.TEXT, "a text with links in it"
    shown = " ".join(text.split())[:MAX_SHOWN]
    return refuse(say("No links were found in it. It begins: %(text)s", text=shown))


def _of_json(source: Source, text: str) -> tuple[Kind, str] | None:
    for whole in registry.WHOLE_JSON_KINDS:
        if whole.tells(text):
            return whole.kind, whole.why
    samples = list(_samples(source))
    if any(_SECRET_KEYS.search(key) for _, value in samples for key in value):
        refuse(SECRETS, holds_secrets=True)
    for each in registry.JSON_KINDS:
        for path, value in samples:
            if each.path(path) and each.tells(value):
                return each.kind, f"the names of what is in it: {', '.join(list(value)[:8])}"
    found = any_json.where(source)
    return (any_json.JSON, f"links under {found.key!r}") if found else None


def _samples(source: Source) -> Iterator[tuple[Path, Object]]:
    """The first objects of each array, whole, and of an object whose values are objects."""
    seen: dict[Path, int] = {}
    last: list[Path] = [()]

    def is_sample(path: Path) -> bool:
        last[0] = path
        count = seen[path] = seen.get(path, 0) + 1
        in_array = path[-1:] == ("[]",) and not registry.is_container(path)
        return (in_array and count <= _LOOKED_AT) or (path[-2:-1] == ("list",) and count <= 1)

    for number, found in enumerate(
        json_objects.objects(charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS), is_sample, "url")
    ):
        if found.value is not None:
            yield last[0], found.value
        if number + 1 >= _LOOKED_AT:
            return


def _of_markup(text: str, is_all: bool) -> tuple[Kind, str] | None:
    root = _XML.match(text)
    if root:
        for each in registry.XML_KINDS:
            if each.tells(root[1].lower(), text):
                return each.kind, f"its first element: {root[1]}"
        if root[1].lower() in ("opml", "rss", "feed"):
            refuse("These are feeds, not links to read. Satchel saves links.")
    lower = text.lower()
    for page in registry.HTML_KINDS:
        if page.tells(lower):
            return page.kind, "the form of its page"
    if _LINK.search(text):
        return bookmarks.PAGE, "a page with links"
    if "<html" in lower[:2_000] and is_all:
        refuse("There are no links on this page.")
    return None


def _of_table(source: Source) -> tuple[Kind, str] | None:
    first: list[str] = []
    for line in lines(charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS)):
        first.append(line)
        if len(first) >= _LOOKED_AT:
            break
    del first[: csv_header.lines_before(first)]
    header = csv_header.read(first)
    columns = frozenset(header.columns)
    if any(secret in column for column in columns for secret in _SECRET_COLUMNS):
        refuse(SECRETS, holds_secrets=True)
    if len(header.columns) > 1 or "url" in columns:
        for each in registry.CSV_KINDS:
            if each.needs <= columns and each.delimiter in ("", header.delimiter):
                return each.kind, f"the names of its columns: {', '.join(header.columns[:8])}"
    if header.address >= 0 and (header.is_written or _are_alike(first, header)):
        return _without_names(first, header) if not header.is_written else (plain.CSV, _named(header))
    return None


def _named(header: csv_header.Header) -> str:
    return f"a column with links: {header.columns[header.address]}"


def _without_names(first: list[str], header: csv_header.Header) -> tuple[Kind, str]:
    """A table whose columns have no names, as one program wrote them once."""
    rows = [cells for cells in csv_header.rows(first, header.delimiter) if len(cells) == len(header.columns)]
    for each in registry.NAMELESS_CSV_KINDS:
        if each.tells(rows):
            return each.kind, each.why
    return plain.CSV, "cells with links"


def _are_alike(first: list[str], header: csv_header.Header) -> bool:
    """Whether lines are records of one width, links in one column: a text with links and commas is not."""
    rows = [cells for cells in csv_header.rows(first[:-1] or first, header.delimiter) if cells]
    width = len(header.columns)
    has_links = all(" " not in cells[header.address].strip() for cells in rows if len(cells) == width)
    return has_links and width > 1 and header.delimiter != "|" and all(len(cells) == width for cells in rows)


def _has_links(source: Source) -> bool:
    return any(_ADDRESS.search(piece) for piece in charsets.first_pieces(source, MAX_LOOKED_AT_CHARACTERS))


def _is_binary(text: str, first: bytes) -> bool:
    """Whether a beginning is no text: more controls and letters of no encoding than a damaged one would have."""
    sample = text[:4_000]
    controls = sum(1 for letter in sample if letter < " " and letter not in "\t\r\n\x0b\x0c")
    if not charsets.is_wide(first):
        controls += first[:4_000].count(0) // 4
    return controls * 20 > len(sample) or sample.count("\ufffd") * 3 > len(sample)
