"""All kinds of files, in the order in which they are tried; what more people leave stands first."""

from __future__ import annotations

from functools import cache
from typing import Any

from satchel.formats.imports.json_objects import Path
from satchel.formats.imports.kind import ArchiveKind, CsvKind, HtmlKind, JsonKind, Kind, WholeKind, XmlKind
from satchel.formats.imports.kinds import (
    any_json,
    bookmarks,
    browsers,
    dumps,
    evernote,
    feeds,
    instapaper,
    library,
    markdown,
    matter,
    omnivore,
    pinboard,
    plain,
    pocket,
    raindrop,
    readwise,
    selfhosted,
    small,
    wallabag,
)

CSV_KINDS: tuple[CsvKind, ...] = (
    *pocket.CSV_KINDS,
    *instapaper.CSV_KINDS,
    *raindrop.CSV_KINDS,
    *omnivore.CSV_KINDS,
    *readwise.CSV_KINDS,
    *wallabag.CSV_KINDS,
    *small.CSV_KINDS,
    *selfhosted.CSV_KINDS,
    *matter.CSV_KINDS,
)
NAMELESS_CSV_KINDS: tuple[WholeKind, ...] = (*instapaper.NAMELESS_CSV_KINDS,)
JSON_KINDS: tuple[JsonKind, ...] = (
    *library.JSON_KINDS,
    *pocket.JSON_KINDS,
    *omnivore.JSON_KINDS,
    *readwise.JSON_KINDS,
    *wallabag.JSON_KINDS,
    *selfhosted.JSON_KINDS,
    *pinboard.JSON_KINDS,
    *feeds.JSON_KINDS,
    *small.JSON_KINDS,
    *any_json.JSON_KINDS,
)
#: Told by the first letters of a JSON file, before its objects are looked at.
WHOLE_JSON_KINDS: tuple[WholeKind, ...] = (*browsers.WHOLE_JSON_KINDS, *pocket.WHOLE_JSON_KINDS)
HTML_KINDS: tuple[HtmlKind, ...] = (
    *pocket.HTML_KINDS,
    *instapaper.HTML_KINDS,
    *small.HTML_KINDS,
    *bookmarks.HTML_KINDS,
)
XML_KINDS: tuple[XmlKind, ...] = (
    *evernote.XML_KINDS,
    *wallabag.XML_KINDS,
    *pinboard.XML_KINDS,
    *feeds.XML_KINDS,
)
BINARY_KINDS: tuple[WholeKind, ...] = (*browsers.BINARY_KINDS,)
TEXT_KINDS: tuple[WholeKind, ...] = (*markdown.TEXT_KINDS, *small.TEXT_KINDS, *instapaper.TEXT_KINDS)
#: Those that take anything with links, after all others.
PLAIN: tuple[Kind, ...] = (plain.CSV, any_json.JSON, bookmarks.PAGE, plain.TEXT)
#: Those of what is in an archive that come in only if the person chooses them, or where nothing else is there.
LOOSE: tuple[Kind, ...] = (bookmarks.PAGE, plain.TEXT, any_json.HISTORY, small.CLAPS)
#: Those that are told by the names in an archive.
ARCHIVE_KINDS: tuple[ArchiveKind, ...] = (
    *library.ARCHIVE_KINDS,
    *omnivore.ARCHIVE_KINDS,
    *matter.ARCHIVE_KINDS,
    *dumps.ARCHIVE_KINDS,
)
#: Kinds whose files in one archive belong together, and what they are then.
TOGETHER: dict[str, Kind] = {
    pocket.CSV.name: pocket.ZIP,
    pocket.ANNOTATIONS.name: pocket.ZIP,
    pocket.COLLECTION.name: pocket.ZIP,
    markdown.KIND.name: markdown.KIND,
    small.MEDIUM.name: small.MEDIUM,
    small.CLAPS.name: small.CLAPS,
    evernote.KIND.name: evernote.KIND,
    small.VIDEOS.name: small.VIDEOS,
}
_CONTAINERS: frozenset[Path] = frozenset((("collections", "[]"),))


@cache
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
