"""What is read of a library to be written into a file."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from satchel.model.highlights import Highlight
from satchel.model.items import ArticleHead, Item
from satchel.model.library_file import Shelf
from satchel.model.versions import Origin


class Body(NamedTuple):
    """A version of an item's text, packed as it is kept: streams of zlib."""

    number: int
    origin: Origin
    why: str
    head: ArticleHead | None  #: None for the one that is read
    html: bytes
    text: bytes


class Rest(NamedTuple):
    """What an item has that lists never read."""

    chosen: int
    led_to: bytes | None
    place: int
    place_version: int
    place_quote: str
    trashed_from: int
    place_said: str = ""
    keeps_address: int = 0


class Leaving(NamedTuple):
    """An item on its way into a file, with all that belongs to it."""

    item: Item
    bare: Item  #: as its page has it, without what the person set
    folder: str  #: "" for none
    highlights: tuple[Highlight, ...]
    keys: tuple[bytes, ...] = ()  #: of all addresses under which it is found
    rest: Rest = Rest(0, None, 0, 0, "", 0)
    bodies: tuple[Body, ...] = ()


class Plan(NamedTuple):
    """What is written: which items in which order, and what stands beside them."""

    ids: array[int]
    folders: dict[int, str]  #: names by number, in their order
    shelf: Shelf
