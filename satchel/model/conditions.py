"""What a list can be narrowed to, put together by and, or, not: what a search comes to in the end."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from satchel.model.states import State
from satchel.model.text_query import TextQuery


class Flag(StrEnum):
    """What an item is or is not."""

    FAVOURITE = "favourite"
    TAGGED = "tagged"
    STARTED = "started"  #: begun, and not finished
    FINISHED = "finished"
    NEW = "new"  #: unread, and never begun
    FAILED = "failed"  #: there is nothing to read: the page could not be had
    GONE = "gone"  #: the site has the page no more
    ARTICLE = "article"
    VIDEO = "video"
    IMAGE = "image"
    PDF = "pdf"
    PRIVATE = "private"  #: without an address
    DESCRIBED = "described"  #: the person wrote a note on all of it


class Measure(StrEnum):
    """What an item has so much of. Times are ms, the progress is in thousandths."""

    WORDS = "words"
    PROGRESS = "progress"
    SAVED = "saved"
    READ = "read"  #: when it was last read here; of what never was, when it was archived
    ARCHIVED = "archived"
    PUBLISHED = "published"
    CHANGED = "changed"


class InText(msgspec.Struct, frozen=True, tag=True):
    """Words in what the text index knows of it."""

    query: TextQuery


class Is(msgspec.Struct, frozen=True, tag=True):
    """A yes or no."""

    flag: Flag


class InState(msgspec.Struct, frozen=True, tag=True):
    """Where it stands."""

    state: State


class HasTag(msgspec.Struct, frozen=True, tag=True):
    """One of these tags."""

    names: tuple[str, ...]


class InFolder(msgspec.Struct, frozen=True, tag=True):
    """In the folder of that name, whatever its case and accents; "" for what is in none."""

    name: str
    begins: bool = False  #: or in one whose name begins so


class OfSite(msgspec.Struct, frozen=True, tag=True):
    """Its host is this one or below it."""

    host: str


class SiteNamed(msgspec.Struct, frozen=True, tag=True):
    """Its host has these letters in its name."""

    part: str


class AddressHas(msgspec.Struct, frozen=True, tag=True):
    """One of its addresses has these letters, in lower case."""

    part: str


class InLanguage(msgspec.Struct, frozen=True, tag=True):
    """Its language begins with this tag, in lower case."""

    tag: str


class Between(msgspec.Struct, frozen=True, tag=True):
    """At least `least`, and less than `beyond`; None is an open end."""

    measure: Measure
    least: int | None
    beyond: int | None


class Highlighted(msgspec.Struct, frozen=True, tag=True):
    """So many highlights that are all this: of a colour, with a note, made in that time."""

    colour: int | None = None
    noted: bool = False
    since: int | None = None
    before: int | None = None
    least: int = 1
    most: int | None = None


class AllFit(msgspec.Struct, frozen=True, tag=True):
    """All of these."""

    parts: tuple[Condition, ...]


class OneFits(msgspec.Struct, frozen=True, tag=True):
    """One of these."""

    parts: tuple[Condition, ...]


class NotFits(msgspec.Struct, frozen=True, tag=True):
    """Not this."""

    part: Condition


Condition = (
    InText
    | Is
    | InState
    | HasTag
    | InFolder
    | OfSite
    | SiteNamed
    | AddressHas
    | InLanguage
    | Between
    | Highlighted
    | AllFit
    | OneFits
    | NotFits
)
