"""Everything: the form of our own, from which a library can be had again without a difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.formats.exports import lines
from satchel.formats.exports.writing import Format, Sequenced, Texts, Writer
from satchel.formats.exports.zip_writer import ZipWriter
from satchel.model.exports import Leaving
from satchel.model.library_file import (
    COUNTS,
    FOLDERS,
    FORMAT,
    HIDDEN,
    ITEMS,
    MANIFEST,
    SEARCHES,
    SETTINGS,
    TAGS,
    VERSION,
    Counts,
    Manifest,
    Shelf,
    Text,
)

ITEMS_A_MEMBER = 1_000
MAX_MEMBER_BYTES = 4_000_000
README = """\
This is a library of Satchel, a server for reading later.

It can be read without Satchel:
  items/*.jsonl    what was saved, one item a line (JSON), the oldest first
  articles/        the texts of the articles, as HTML and as plain text; each item names its own
  folders.jsonl    folders, searches.jsonl saved searches, hidden.jsonl hidden parts of sites, in their order
  tags.jsonl       tags that were made before anything had them
  settings.json    how articles and lists are shown
  counts.json      how much there is
All texts are UTF-8. All times are milliseconds since 1970-01-01 00:00 UTC.

To have it in Satchel again: Import, in the menu of your account, or `satchel import FILE --user NAME`.
Every field is explained in docs/export.md, which comes with Satchel.
"""
_encoder = msgspec.json.Encoder()


def address_key(url: str) -> bytes:
    """The key of an address as it is kept; nothing where there is none."""
    try:
        return urls.read(url).key if url else b""
    except Invalid:
        return b""


class _Library(Writer):
    def __init__(self) -> None:
        self._zip = ZipWriter()
        self._lines = bytearray()
        self._held = 0  #: items in them
        self._parts = 0
        self._items = self._texts = self._marks = 0

    def begin(self, shelf: Shelf) -> bytes:
        member, encode = self._zip.member, _encoder.encode
        return b"".join((
            member(MANIFEST, encode(Manifest(FORMAT, VERSION)) + b"\n"),
            member("README.txt", README.encode()),
            member(SETTINGS, encode(shelf.settings) + b"\n"),
            member(FOLDERS, _json_lines(shelf.folders)),
            member(TAGS, _json_lines(shelf.tags)),
            member(SEARCHES, _json_lines(shelf.searches or ())),
            member(HIDDEN, _json_lines(shelf.hidden)),
        ))  # fmt: skip

    def add(self, some: Sequence[Leaving]) -> bytes:
        return b"".join(part for each in some for part in self._one(each))

    def _one(self, leaving: Leaving) -> Iterable[bytes]:
        number, bare = self._items, leaving.bare
        self._items += 1
        self._marks += len(leaving.highlights)
        texts: list[Text] = []
        for body in leaving.bodies:
            head = body.head or bare.article
            if head is None:
                continue
            name = f"articles/{number // ITEMS_A_MEMBER:03}/{number:06}-{len(texts) + 1}"
            texts.append(lines.text(body, head, f"{name}.html", f"{name}.txt"))
            yield self._zip.ready(f"{name}.html", body.html)
            yield self._zip.ready(f"{name}.txt", body.text)
        self._texts += len(texts)
        written = lines.line(leaving, bare, address_key(leaving.item.given_url), tuple(texts))
        self._lines += _encoder.encode(written) + b"\n"
        self._held += 1
        if self._held == ITEMS_A_MEMBER or len(self._lines) >= MAX_MEMBER_BYTES:
            yield self._part()

    def _part(self) -> bytes:
        name = f"{ITEMS}{self._parts:06}.jsonl"
        part = self._zip.member(name, bytes(self._lines))
        self._parts, self._held, self._lines = self._parts + 1, 0, bytearray()
        return part

    def end(self) -> bytes:
        last = self._part() if self._held else b""
        counts = Counts(self._items, self._texts, self._marks)
        return last + self._zip.member(COUNTS, _encoder.encode(counts) + b"\n") + self._zip.end()


def _json_lines(some: Iterable[msgspec.Struct]) -> bytes:
    return b"".join(_encoder.encode(each) + b"\n" for each in some)


LIBRARY = Format("satchel", ".zip", "application/zip", _Library, Texts.ALL, Sequenced.BY_AGE)
