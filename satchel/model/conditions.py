"""What a list can be narrowed to, put together by and, or, not: what a search comes to in the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


class Measure(StrEnum):
    """What an item has so much of. Times are ms, the progress is in thousandths."""

    WORDS = "words"
    PROGRESS = "progress"
    SAVED = "saved"
    READ = "read"  #: when it was last read here; of what never was, when it was archived
    ARCHIVED = "archived"
    PUBLISHED = "published"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class InText:
    """Words in what the text index knows of it."""

    query: TextQuery


@dataclass(frozen=True, slots=True)
class Is:
    """A yes or no."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class InState:
    """Where it stands."""

    state: State


@dataclass(frozen=True, slots=True)
class HasTag:
    """One of these tags."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfSite:
    """Its host is this one or below it."""

    host: str


@dataclass(frozen=True, slots=True)
class SiteNamed:
    """Its host has these letters in its name."""

    part: str


@dataclass(frozen=True, slots=True)
class AddressHas:
    """One of its addresses has these letters, in lower case."""

    part: str


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Its language begins with this tag, in lower case."""

    tag: str


@dataclass(frozen=True, slots=True)
class Between:
    """At least `least`, and less than `beyond`; None is an open end."""

    measure: Measure
    least: int | None
    beyond: int | None


@dataclass(frozen=True, slots=True)
class Highlighted:
    """So many highlights that are all this: of a colour, with a note, made in that time."""

    colour: int | None = None
    noted: bool = False
    since: int | None = None
    before: int | None = None
    least: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class AllFit:
    """All of these."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OneFits:
    """One of these."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NotFits:
    """Not this."""

    part: Condition


Condition = (
    InText
    | Is
    | InState
    | HasTag
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
