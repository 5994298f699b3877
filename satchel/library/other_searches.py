"""What would find something, where a search found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from satchel.library import finding
from satchel.library.search.meaning import mean
from satchel.library.search.parts import removable, with_field, without_field
from satchel.library.search.tree import And, Name, Node, Or, Phrase, Word, all_of
from satchel.library.search.writing import write
from satchel.model.items import Query
from satchel.store import tags
from satchel.store.db import ReadTx

#: Parts without which it is looked whether there is something.
MAX_PARTS = 4
#: How far the number of what was found is counted.
MAX_COUNTED = 1000
#: Shorter beginnings of words say too little.
MIN_BEGINNING_LETTERS = 3


class Other(NamedTuple):
    """Another query that would find something."""

    way: str  #: "everywhere", "trash", "near", or "without"
    without: str  #: what it leaves out, as it is written
    query: str
    number: int


def finding_some(tx: ReadTx, user: int, node: Node, scope: str) -> list[Other]:
    """The same everywhere, without one of its parts (the last first), with words that begin alike, and in the trash."""
    wider = without_field(node, Name.IN)
    found = [other for tried in _tried(node, wider, scope) if (other := _counted(tx, user, *tried))]
    if not found and wider is not None:
        near = (other for each in _near(wider) if (other := _counted(tx, user, "near", "", each)))
        found += [other for other in [next(near, None)] if other]
    if scope == "all" and wider is not None:
        trashed = _counted(tx, user, "trash", "", with_field(wider, Name.IN, "trash"))
        found += [trashed] if trashed else []
    return found


def _counted(tx: ReadTx, user: int, way: str, without: str, node: Node) -> Other | None:
    """The query with what it finds; None where that is nothing."""
    asked: Query = mean(node, tx.now, lambda: tags.listed(tx, user)).query
    count = finding.count(tx, user, asked, most=MAX_COUNTED)
    return Other(way, without, write(node), count) if count else None


def _tried(node: Node, wider: Node | None, scope: str) -> Iterator[tuple[str, str, Node]]:
    elsewhere = wider if scope != "all" else None
    if elsewhere is not None:
        yield "everywhere", "", elsewhere
    for each in [node, elsewhere] if elsewhere is not None else [node]:
        parts = [part for part in removable(each) if part.rest not in (None, wider)]
        for part in reversed(parts[-MAX_PARTS:]):
            if part.rest is not None:
                yield "without", part.written, part.rest


def _near(node: Node) -> Iterator[Node]:
    """The query with words that begin as its own do, wherever they stand: a whole word, then most of a misspelt one."""
    for share in (1.0, 0.6):
        near = _beginning(node, share)
        if near != node:
            yield near


def _beginning(node: Node, share: float) -> Node:
    match node:
        case Word(text) if text.isalpha() and len(text) >= MIN_BEGINNING_LETTERS:
            return Word(text[: max(MIN_BEGINNING_LETTERS, round(len(text) * share))], begins=True)
        case Phrase(text):
            return all_of([_beginning(Word(word), share) for word in text.split() if word.isalnum()]) or node
        case And(parts):
            return all_of([_beginning(part, share) for part in parts]) or node
        case Or(parts):
            return Or(tuple(_beginning(part, share) for part in parts))
    return node
