"""What a search looks for in the text of items: words and phrases, put together by and, or, not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

#: A part of an item that words are looked for in; "" is all of them.
Part = Literal["", "title", "text", "author", "site", "tag", "note", "about", "highlight", "address"]
#: The parts, in the order in which the index has them: first the one that has most of the words.
PARTS: tuple[Part, ...] = (
    "text", "title", "author", "site", "about", "tag", "note", "highlight", "address",
)  # fmt: skip


class Term(msgspec.Struct, frozen=True, tag=True):
    """Words as somebody typed them.

    They stand side by side in the order given if it is a phrase, else each anywhere. What is written without a
    space, as "wi-fi" or 東京, stands side by side in any case. A prefix is what the last word begins with.
    """

    words: str
    part: Part = ""
    is_phrase: bool = False
    is_prefix: bool = False


class AllOf(msgspec.Struct, frozen=True, tag=True):
    """What fits every one of these."""

    queries: tuple[TextQuery, ...]


class AnyOf(msgspec.Struct, frozen=True, tag=True):
    """What fits one of these."""

    queries: tuple[TextQuery, ...]


class NoneOf(msgspec.Struct, frozen=True, tag=True):
    """What does not fit this one."""

    query: TextQuery


TextQuery = Term | AllOf | AnyOf | NoneOf


def wanted_terms(query: TextQuery) -> Iterator[Term]:
    """The terms that what is found may have, in their order; not those that it must not have."""
    match query:
        case Term():
            yield query
        case AllOf(queries) | AnyOf(queries):
            for each in queries:
                yield from wanted_terms(each)
        case NoneOf():
            return
