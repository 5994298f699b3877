"""All kinds of files, in the order in which they are tried; what more people leave stands first."""

from __future__ import annotations

from typing import Any

from satchel.formats.imports.json_objects import Path
from satchel.formats.imports.kind import ArchiveKind, CsvKind, HtmlKind, JsonKind, Kind, WholeKind, XmlKind
from satchel.formats.imports.kinds import bookmarks, instapaper, plain, pocket

CSV_KINDS: tuple[CsvKind, ...] = (
    *pocket.CSV_KINDS,
    *instapaper.CSV_KINDS,
)
NAMELESS_CSV_KINDS: tuple[WholeKind, ...] = (*instapaper.NAMELESS_CSV_KINDS,)
JSON_KINDS: tuple[JsonKind, ...] = (*pocket.JSON_KINDS,)
#: Told by the first letters of a JSON file, before its objects are looked at.
WHOLE_JSON_KINDS: tuple[WholeKind, ...] = ()
HTML_KINDS: tuple[HtmlKind, ...] = (
    *pocket.HTML_KINDS,
    *instapaper.HTML_KINDS,
    *bookmarks.HTML_KINDS,
)
XML_KINDS: tuple[XmlKind, ...] = ()
BINARY_KINDS: tuple[WholeKind, ...] = ()
TEXT_KINDS: tuple[WholeKind, ...] = ()
#: Those that take anything with links, after all others.
PLAIN: tuple[Kind, ...] = (plain.CSV, plain.JSON, bookmarks.PAGE, plain.TEXT)
#: Those that are told by the names in an archive.
ARCHIVE_KINDS: tuple[ArchiveKind, ...] = ()
#: Kinds whose files in one archive belong together, and what they are then.
TOGETHER: dict[str, Kind] = {
    pocket.CSV.name: pocket.ZIP,
    pocket.ANNOTATIONS.name: pocket.ZIP,
    pocket.COLLECTION.name: pocket.ZIP,
}
_CONTAINERS: frozenset[Path] = frozenset((("collections", "[]"),))


def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    told: list[Any] = [
        *CSV_KINDS,
        *JSON_KINDS,
        *HTML_KINDS,
        *WHOLE_JSON_KINDS,
        *XML_KINDS,
        *BINARY_KINDS,
        *TEXT_KINDS,
    ]
    found = [each.kind for each in (*told, *ARCHIVE_KINDS)]
    return {each.name: each for each in (*found, *TOGETHER.values(), *PLAIN)}


def is_container(path: Path) -> bool:
    """Whether objects stand there within which those of interest stand."""
    return path in _CONTAINERS
