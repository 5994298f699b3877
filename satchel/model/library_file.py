"""The lines of our own export: what stands in them, field by field, as `docs/export.md` has it.

The fields come in the order in which they stand here, those that say nothing are left out. Times are ms since 1970.
What changes here changes the format: a new field that may be missing is no new version, another meaning is one.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from satchel.model.articles import Author, Image, Video
from satchel.model.hiding import Part
from satchel.model.keys import KeyChoice

FORMAT = "satchel.library"
VERSION = 1
MANIFEST = "satchel.json"
FOLDERS = "folders.jsonl"
TAGS = "tags.jsonl"
SEARCHES = "searches.jsonl"
HIDDEN = "hidden.jsonl"
SETTINGS = "settings.json"
ITEMS = "items/"
COUNTS = "counts.json"


class Manifest(msgspec.Struct, frozen=True):
    """What a file is."""

    format: str
    version: int


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A highlight."""

    quote: str
    note: str = ""
    colour: str = ""  #: yellow, green, blue, pink or violet; "" for as the page likes
    made: int = 0
    start: int | None = None  #: in letters of the canonical text of the article that is read
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    name: str = ""  #: what the program that made it calls it
    patch: str = ""  #: where it stands in that program's words
    patch_version: int = 2
    occurrence: int | None = (
        None  #: which of equal passages of the text it is, from 0, where its program said so
    )


class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text of an item: where it lies in the file, where it is from, and what lists show of it."""

    html: str  #: name of the member
    text: str  #: name of the member
    kept: int  #: when it came in; its number among those of the item
    read: bool = False  #: it is the one that is read
    origin: str = ""  #: whole, pasted or given; "" for what a fetch found
    why: str = ""  #: how it was chosen
    url: str = ""
    media_type: str = ""
    size: int = 0  #: bytes of the download
    encoding: str = ""
    title: str = ""
    excerpt: str = ""
    site: str = ""
    language: str = ""
    direction: str = ""
    authors: tuple[Author, ...] = ()
    published: int | None = None
    found: int = 0
    words: int = 0
    has_image: int = 0
    has_video: int = 0
    is_article: int = 0
    is_index: int = 0
    lead_image: str = ""
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()
    icon: str = ""
    amp: str = ""
    seconds: int | None = None
    by_name: bool = False


class Spot(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where somebody reads on: a letter of the canonical text of one version."""

    at: int = 0
    text: int = 0  #: `kept` of that version
    quote: str = ""
    said: str = ""  #: share and time as a program told them, which are told back to it


class Fetched(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the last fetch of a page ended."""

    status: int = 0
    reason: str = ""
    at: int = 0


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person set in place of what a page says."""

    title: str | None = None
    authors: tuple[Author, ...] | None = None
    published: int | None = None  #: 0 for no day
    language: str | None = None


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item."""

    saved: int
    url: str = ""
    title: str = ""  #: as it was given
    state: str = ""  #: archived or trash; "" for unread
    read: int = 0  #: when it was archived
    trashed: int = 0
    trashed_from: str = ""  #: where it was before: as `state`
    favourite: bool = False
    favourited: int = 0
    tags: tuple[str, ...] = ()
    folder: str = ""
    note: str = ""
    progress: int = 0  #: thousandths
    progress_at: int = 0
    furthest: int = 0  #: thousandths
    finished: int = 0
    place: Spot | None = None
    keys: tuple[str, ...] = ()  #: of other addresses under which it is found, in hex
    led_to: str = ""  #: key of the address to which its link was merely led, in hex
    keeps_address: bool = False  #: programs are told the address that was given, wherever it leads
    fetch: Fetched | None = None  #: none where its page is still to be fetched
    edits: Said | None = None
    chosen: bool = False  #: the person chose the version that is read
    texts: tuple[Text, ...] = ()
    highlights: tuple[Mark, ...] = ()


class FolderLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A folder; they come in their order."""

    name: str


class TagLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tag that was made by itself, and is there while nothing has it, too; they come by their names."""

    name: str


class SearchLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A search that is kept; they come in their order."""

    query: str
    name: str = ""
    ready: int = 0  #: which of those that everybody has at first
    counted: bool = True
    fed: bool = False


class HiddenLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is hidden on a site; they come by the names of the sites."""

    site: str
    parts: tuple[Part, ...]


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a person has their library shown, as far as browsers do not keep it."""

    reading: str = ""  #: how articles look
    view: int = 0  #: how lists are shown: 0 rows, 1 compact, 2 cards
    keys: KeyChoice | None = None  #: which keys do what, where that is not as usual


class Counts(msgspec.Struct, frozen=True):
    """How much a file holds; it is its last member."""

    items: int
    texts: int
    highlights: int


class Shelf(NamedTuple):
    """What a library has beside its items."""

    folders: tuple[FolderLine, ...] = ()
    searches: tuple[SearchLine, ...] | None = ()  #: None where a file has lost them
    hidden: tuple[HiddenLine, ...] = ()
    settings: Settings = Settings()
    tags: tuple[TagLine, ...] = ()
