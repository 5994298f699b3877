"""A query as it was written, without what could not be read in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    """The fields of the language, as they are written when a query is stored."""

    TITLE = "title"
    TEXT = "text"
    AUTHOR = "author"
    NOTE = "note"
    HIGHLIGHT = "highlight"
    ABOUT = "about"
    SITE = "site"
    URL = "url"
    TAG = "tag"
    FOLDER = "folder"
    IS = "is"
    IN = "in"
    LANG = "lang"
    COLOUR = "colour"
    SORT = "sort"
    LENGTH = "length"
    PROGRESS = "progress"
    HIGHLIGHTS = "highlights"
    SAVED = "saved"
    READ = "read"
    ARCHIVED = "archived"
    PUBLISHED = "published"
    HIGHLIGHTED = "highlighted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Word:
    """A word anywhere, or what begins with it."""

    text: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words behind one another, in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """From one amount to another, both included; "" is an open end. A single amount is both ends."""

    least: str
    most: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Less or more than an amount."""

    sign: str  #: "<", "<=", ">" or ">="
    amount: str


Value = Word | Phrase | Range | Compared


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what it is to be; one of several values is enough."""

    name: Name
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What does not fit."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """What fits all of two or more parts, none of them an `And`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What fits one of two or more parts, none of them an `Or`."""

    parts: tuple[Node, ...]


Node = Word | Phrase | Field | Not | And | Or


def all_of(parts: list[Node]) -> Node | None:
    """The parts joined by "and", in their one form; None of none."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, And) else (part,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def any_of(parts: list[Node]) -> Node | None:
    """The parts joined by "or", in their one form; None of none."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Or) else (part,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def negated(part: Node) -> Node:
    """What does not fit `part`."""
    return part.part if isinstance(part, Not) else Not(part)
