"""A kind of file: how it is told, how it is read, and what a person may choose."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from satchel.formats.imports import charsets, json_objects, making, tables
from satchel.formats.imports.context import Context
from satchel.formats.imports.json_decode import Object
from satchel.formats.imports.json_objects import Path
from satchel.formats.imports.links import Link, links
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source
from satchel.model.library_file import Shelf

Stream: TypeAlias = Iterator[Row | Skipped]
Sources: TypeAlias = Mapping[str, Source]
ReadOne: TypeAlias = Callable[[Source, Context], Stream]
#: Makes a row of an object; the second are the objects around it.
MakeOfObject: TypeAlias = Callable[[Object, tuple[Object, ...], Place, Context], Row | Skipped]


class Choice(NamedTuple):
    """Something that a file does not say, and a person may decide."""

    name: str
    question: str
    options: tuple[
        tuple[str, str], ...
    ]  #: value, and what people read; the first is what is taken without a choice


class Kind(NamedTuple):
    """A kind of file."""

    name: str  #: stable; it is stored with imports
    title: str  #: what people call it
    read: Callable[[Sources, Context], Stream]  #: all members of one part
    newest_first: bool = False  #: the order of a file without times
    choices: tuple[Choice, ...] = ()
    facts: tuple[str, ...] = ()  #: sentences on what such files never hold
    shelf: Callable[[Sources], Shelf] | None = None  #: what stands beside the rows


class CsvKind(NamedTuple):
    """A kind that the header of a CSV file tells."""

    kind: Kind
    needs: frozenset[str]  #: columns, folded
    delimiter: str = ""  #: the only one that such files have; "" for any


class JsonKind(NamedTuple):
    """A kind that the first object of an array tells."""

    kind: Kind
    path: Callable[[Path], bool]  #: where its objects stand
    tells: Callable[[Object], bool]


class HtmlKind(NamedTuple):
    """A kind that the beginning of an HTML file tells."""

    kind: Kind
    tells: Callable[[str], bool]  #: takes the beginning, lower-case


class WholeKind(NamedTuple):
    """A kind that the beginning of a file tells, as bytes or as text."""

    kind: Kind
    tells: Callable[[Any], bool]
    why: str


class XmlKind(NamedTuple):
    """A kind that the first element of an XML file tells."""

    kind: Kind
    tells: Callable[[str, str], bool]  #: takes its name, lower-case, and the beginning of the file


class ArchiveKind(NamedTuple):
    """A kind that the names in an archive tell."""

    kind: Kind
    takes: Callable[[Collection[str]], list[str]]  #: the members that belong to it; none if it is not there


def each(read: ReadOne) -> Callable[[Sources, Context], Stream]:
    """A reader of parts out of a reader of single files."""

    def read_all(sources: Sources, context: Context) -> Stream:
        for name, source in sources.items():
            context.member = name
            yield from read(source, context)

    return read_all


def csv(
    make: tables.Make, columns: tuple[str, ...] = (), address: int = -1
) -> Callable[[Sources, Context], Stream]:
    """A reader of CSV files; see `tables.read`."""
    return each(lambda source, context: tables.read(source, context, make, columns, address))


def json(
    path: Callable[[Path], bool], make: MakeOfObject, key: str = "url"
) -> Callable[[Sources, Context], Stream]:
    """A reader of the objects at `path` in JSON files; see `json_objects.objects` for `key`."""
    return each(lambda source, context: read_objects(source, context, path, make, key))


def read_objects(
    source: Source, context: Context, path: Callable[[Path], bool], make: MakeOfObject, key: str
) -> Stream:
    """A row for each object at `path`."""
    for found in json_objects.objects(charsets.pieces(source, context), path, key):
        place = context.place(found.line)
        if found.value is None:
            reason = Reason.CUT_OFF if found.is_cut else Reason.DAMAGED
            yield making.skipped(place, reason, found.text)
        else:
            yield make(found.value, found.parents, place, context)


def read_links(
    source: Source, context: Context, make: Callable[[Link, Place, Context], Row | Skipped]
) -> Stream:
    """A row for each link of an HTML file."""
    for link in links(charsets.pieces(source, context)):
        place = context.place(link.line)
        if link.is_cut:
            yield making.skipped(place, Reason.CUT_OFF, link.address, link.title)
        else:
            yield make(link, place, context)


def at(*paths: tuple[str, ...]) -> Callable[[Path], bool]:
    """Whether a path is one of `paths`; `*` stands for any key."""
    plain = frozenset(path for path in paths if "*" not in path)
    wild = tuple(path for path in paths if "*" in path)

    def is_one(path: Path) -> bool:
        return path in plain or any(
            len(each) == len(path) and all(a in ("*", b) for a, b in zip(each, path, strict=True))
            for each in wild
        )

    return is_one


def has(*keys: str) -> Callable[[Object], bool]:
    """Whether an object has all those keys."""
    wanted = frozenset(keys)
    return lambda value: wanted <= value.keys()


def first(value: Mapping[str, Any], *keys: str) -> Any:
    """What stands under the first of the keys under which something stands; None for nothing."""
    for key in keys:
        found = value.get(key)
        if found:
            return found
    return None
