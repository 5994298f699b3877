"""Files of our own: all of a library, or its list without texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

import msgspec

from satchel.base.errors import Invalid
from satchel.base.text import clean, line
from satchel.formats.imports import making, vetting
from satchel.formats.imports.context import Context
from satchel.formats.imports.highlights import Highlight, colour
from satchel.formats.imports.json_decode import Object, is_heavy
from satchel.formats.imports.kind import ArchiveKind, JsonKind, Kind, Sources, Stream, at, json
from satchel.formats.imports.refusing import refuse
from satchel.formats.imports.row import Own, Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source, blocks, whole
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
    FolderLine,
    HiddenLine,
    Line,
    Manifest,
    SearchLine,
    Settings,
    Shelf,
    TagLine,
)
from satchel.model.states import State

MAX_LINE_BYTES = 32_000_000
MAX_SMALL_BYTES = 8_000_000  #: of what is no list of items
MAX_HTML_BYTES = 8_000_000
MAX_TEXT_BYTES = 4_000_000
#: Folders, searches or sites: a library has 1,000 at most. And tags that were made by themselves.
MAX_LISTED = 1_000
MAX_TAGS = 10_000
_NEWER = "This file is from a newer version of Satchel. Update this server, and import the file again."
_KNOWN = frozenset(Line.__struct_fields__)

_line = msgspec.json.Decoder(Line)
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])  #: their values are not made
_TOO_HEAVY = "It has more values than can be read at once."
_STATES = {"": State.UNREAD, "archived": State.ARCHIVED, "trash": State.DELETED}
S = TypeVar("S", bound=msgspec.Struct)


def _read(sources: Sources, context: Context) -> Stream:
    root = _root(sources)
    _check(sources[f"{root}{MANIFEST}"])
    unknown: set[str] = set()
    number = 0
    for name in sorted(
        each for each in sources if each.startswith(f"{root}{ITEMS}") and each.endswith(".jsonl")
    ):
        context.member = name
        for at_line, data in enumerate(_lines(sources[name]), 1):
            if not data.strip():
                continue
            number += 1
            yield _one(data, context.place(at_line), context, sources, root, unknown)
    for key in sorted(unknown)[:20]:
        context.remark(f"The file says something that this version does not know: {line(key, 50)}.")
    counted = _small(sources.get(f"{root}{COUNTS}"), Counts)
    if counted and counted[0].items != number:
        context.remark(
            f"The file is not complete: it was written with {counted[0].items:,} articles, and has {number:,}."
        )


def _one(
    data: bytes, place: Place, context: Context, sources: Sources, root: str, unknown: set[str]
) -> Row | Skipped:
    if is_heavy(data.decode("utf-8", "replace")):
        return making.skipped(place, Reason.DAMAGED, _beginning(data), detail=_TOO_HEAVY)
    try:
        given = _line.decode(data)
        unknown.update(_members.decode(data).keys() - _KNOWN)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        return making.skipped(place, Reason.DAMAGED, _beginning(data), detail=f"{error}.")
    return _made(given, place, context, sources, root)


def _beginning(data: bytes) -> str:
    return data[:1000].decode("utf-8", "replace")


def _made(given: Line, place: Place, context: Context, sources: Sources, root: str) -> Row | Skipped:
    try:
        told = vetting.vetted(given, context.now)
    except Invalid as error:
        return making.skipped(place, Reason.NOT_A_LINK, given.url, given.title, detail=error.message)
    if not told.url and not told.texts:
        return making.skipped(place, Reason.NO_ADDRESS, told.title)
    remarks: tuple[str, ...] = ()
    bodies: list[tuple[str, str]] = []
    if context.bodies and told.texts:
        bodies, missing = _bodies(told, sources, root)
        remarks = ("One of its texts is missing in the file.",) if missing else ()
    return Row(
        place=place, address=told.url, title=told.title, saved_at=told.saved, state=_STATES[told.state],
        read_at=told.read, favourite=told.favourite, favourited_at=told.favourited, tags=told.tags,
        folder=(told.folder,) if told.folder else (), note=told.note, progress=told.progress,
        highlights=tuple(
            Highlight(each.quote, each.note, colour(each.colour), (), each.made) for each in told.highlights
        ),
        own=Own(told, tuple(bodies)), remarks=remarks,
    )  # fmt: skip


def _bodies(told: Line, sources: Sources, root: str) -> tuple[list[tuple[str, str]], bool]:
    """HTML and text of each text of an item, and whether one is missing."""
    found = []
    for each in told.texts:
        html = _member(sources.get(f"{root}{each.html}"), MAX_HTML_BYTES)
        text = _member(sources.get(f"{root}{each.text}"), MAX_TEXT_BYTES)
        found.append((html, text))
    return found, not all(html or text for html, text in found)


def _member(source: Source | None, limit: int) -> str:
    data = whole(source, limit) if source is not None else None
    return clean(data.decode("utf-8", "replace")) if data is not None else ""


def _lines(source: Source) -> Iterator[bytes]:
    """The lines of a member. What is longer than any line of ours comes cut off, and so is none."""
    left = b""
    for block in blocks(source):
        *some, left = (left + block).split(b"\n")
        yield from some
        if len(left) > MAX_LINE_BYTES:
            yield left[:MAX_LINE_BYTES]
            left = b""
    if left:
        yield left


def _check(source: Source) -> None:
    """Refuse what is not ours, or is newer than this program."""
    found = _small(source, Manifest)
    if not found or found[0].format != FORMAT:
        refuse("This file looks like a library of Satchel, but is none.")
    if found[0].version > VERSION:
        refuse(_NEWER)


def _small(source: Source | None, kind: type[S], most: int = MAX_LISTED) -> list[S]:
    """The lines of a small member that can be understood, of the first `most`."""
    data = whole(source, MAX_SMALL_BYTES) if source is not None else None
    found: list[S] = []
    for each in (data or b"").split(b"\n", most)[:most]:
        try:
            found += [msgspec.json.decode(each, type=kind)] if each.strip() else []
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            continue
    return found


def _shelf(sources: Sources) -> Shelf:
    root = _root(sources)
    settings, searches = _small(sources.get(f"{root}{SETTINGS}"), Settings), sources.get(f"{root}{SEARCHES}")
    return Shelf(
        tuple(_small(sources.get(f"{root}{FOLDERS}"), FolderLine)),
        tuple(_small(searches, SearchLine)) if searches is not None else None,
        tuple(_small(sources.get(f"{root}{HIDDEN}"), HiddenLine)),
        settings[0] if settings else Settings(),
        tuple(_small(sources.get(f"{root}{TAGS}"), TagLine, MAX_TAGS)),
    )


def _root(names: Collection[str]) -> str:
    """The folder in which our members lie, as packing programs put one around them: "" for none."""
    found = min((name for name in names if name.rpartition("/")[2] == MANIFEST), key=len, default=MANIFEST)
    return found.removesuffix(MANIFEST)


def _takes(names: Collection[str]) -> list[str]:
    root = _root(names)
    if f"{root}{MANIFEST}" not in names:
        return []
    return [name for name in names if name.startswith(root)]


def _object(value: Object, parents: tuple[Object, ...], place: Place, context: Context) -> Row | Skipped:
    """An item of the list without texts."""
    try:
        given = msgspec.convert(value, Line)
    except msgspec.MsgspecError as error:
        return making.skipped(
            place, Reason.DAMAGED, str(value.get("url", "")), str(value.get("title", "")), detail=f"{error}."
        )
    return _made(msgspec.structs.replace(given, texts=()), place, context, {}, "")


def _is_line(value: Object) -> bool:
    saved: Any = value.get("saved")
    return isinstance(saved, int) and "url" in value and value.keys() <= _KNOWN


LIBRARY = Kind("satchel", "Satchel", _read, shelf=_shelf)
LIST = Kind("satchel-json", "Satchel (list)", json(at(("items", "[]")), _object))
ARCHIVE_KINDS = (ArchiveKind(LIBRARY, _takes),)
JSON_KINDS = (JsonKind(LIST, at(("items", "[]")), _is_line),)
