"""One row out of the fields that a reader found: the only place where one is made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from satchel.base.text import clean, line
from satchel.formats.imports import addresses, folders, highlights, tags, titles
from satchel.formats.imports.highlights import Highlight
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.model.states import State

MAX_NOTE_CHARACTERS = 200_000
MAX_BODY_CHARACTERS = 8 * 1024 * 1024  #: of an article's own body
MAX_SHOWN_CHARACTERS = 1_000  #: of what a skipped row says

_CONTROLS = bytes(each for each in (*range(32), 127) if each not in b"\t\n\r")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Fields(TypedDict, total=False):
    """What a reader may know of a row beside its address and title; see `Row`."""

    title_cut: bool
    saved_at: int
    state: State
    read_at: int
    favourite: bool
    favourited_at: int
    tags: Iterable[str]
    folder: Iterable[str]
    note: str
    excerpt: str
    progress: int | None
    highlights: Iterable[Highlight]
    html: str
    text: str
    file: str
    authors: Iterable[str]
    published_at: int
    site: str
    language: str
    cover: str
    words: int
    remarks: tuple[str, ...]


def row(
    place: Place, address: str, title: str = "", *, is_escaped: bool = False, **fields: Unpack[Fields]
) -> Row | Skipped:
    """The row, its texts cleaned; or why it cannot be one.

    `is_escaped`: titles of this kind may hold character references. Without an address it is a row only if it
    has a body: a text or a file that somebody keeps.
    """
    has_body = bool(fields.get("html") or fields.get("text") or fields.get("file"))
    try:
        read = addresses.read(address)
    except addresses.Refused as refused:
        if not has_body or refused.reason not in (Reason.NO_ADDRESS, Reason.NO_PUBLIC_PAGE):
            return skipped(place, refused.reason, address, title, fields, refused.detail)
        read = addresses.Address("", "")
    remarks = list(fields.pop("remarks", ()))
    if read.remark:
        remarks.append(read.remark)
    if title:
        title = titles.title(
            title if title.isascii() else _SURROGATES.sub("\ufffd", title), read.text, is_escaped=is_escaped
        )
    return Row(
        place=place,
        address=read.text,
        title=title,
        **_clean({name: value for name, value in fields.items() if value or value == 0}, remarks),
        remarks=tuple(remarks),
    )


def _clean(values: dict[str, Any], remarks: list[str]) -> dict[str, Any]:
    """The fields in the form in which a row has them."""
    for name, limit in _TEXTS:
        text = values.get(name)
        if text:
            values[name] = _text(text, limit, name, remarks)
    for name, limit in _LINES:
        if name in values:
            values[name] = line(values[name], limit)
    for name, unite in _LISTS:
        if name in values:
            values[name] = unite(values[name])
    return values


def skipped(
    place: Place,
    reason: Reason,
    address: str = "",
    title: str = "",
    fields: Fields | None = None,
    detail: str = "",
) -> Skipped:
    """A row that is none, with what is known of it."""
    note = (fields or {}).get("note", "")
    known = " | ".join(part for part in (title, address, note) if part)
    return Skipped(place, reason, line(_SURROGATES.sub("\ufffd", known), MAX_SHOWN_CHARACTERS), detail)


def _text(text: str, limit: int, name: str, remarks: list[str]) -> str:
    text = _storable(text)
    if len(text) > limit:
        if name in ("html", "text"):
            remarks.append("Its text in the file is larger than what is kept, and was left out.")
            return ""
        remarks.append("A note in the file is longer than what is kept, and was cut.")
        text = text[:limit]
    text = text.strip()
    return titles.once(text) if name in ("note", "excerpt") else text


def _storable(text: str) -> str:
    """`text` as it can be stored. Bytes are looked through ten times faster than letters, and articles are long."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        text = _SURROGATES.sub("\ufffd", text)
        data = text.encode()
    return text if len(data.translate(None, _CONTROLS)) == len(data) else clean(text)


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for each in values if (name := line(_SURROGATES.sub("\ufffd", each), 200)))[:100]


_TEXTS = (
    ("note", MAX_NOTE_CHARACTERS),
    ("excerpt", MAX_NOTE_CHARACTERS),
    ("html", MAX_BODY_CHARACTERS),
    ("text", MAX_BODY_CHARACTERS),
)
_LINES = (("site", 500), ("language", 35), ("cover", 8_192))
_LISTS = (
    ("tags", tags.united),
    ("folder", folders.path),
    ("highlights", highlights.united),
    ("authors", _names),
)
