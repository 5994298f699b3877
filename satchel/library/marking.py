"""Marking: where in an article what was searched for stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satchel.base import passages
from satchel.base.passages import Sought
from satchel.formats.marked_html import Marked, marked
from satchel.library.search.meaning import mean
from satchel.library.search.parser import parse
from satchel.library.usecase import reads
from satchel.store import articles, text_passages
from satchel.store.db import ReadTx


class Wanted(NamedTuple):
    """What is looked for in an article, and its text as searches know it."""

    sought: list[Sought]
    text: str


@reads(quick=True)
def wanted(tx: ReadTx, user: int, item_id: int, query: str) -> Wanted | None:
    """What `query` looks for in the text of that item; None where that is nothing."""
    words = mean(parse(query).node, tx.now, list).words
    sought = text_passages.sought_in(words) if words else []
    body = articles.body(tx, user, item_id) if sought else None
    return Wanted(sought, body[1]) if body else None


def mark(html: str, wanted: Wanted, onward: str) -> Marked:
    """`html`, the article as it is shown, with all that is looked for marked.

    A place is called by where it is in the article's text, as the passages of searches have it: `at-1234`.
    """

    def find(text: str) -> list[tuple[int, int]]:
        return passages.places(text, wanted.sought)

    def names(places: Sequence[tuple[int, int]]) -> list[str]:
        known = find(wanted.text)
        # What is shown may have more than the text, or less: then each is called by its own place.
        starts = known if len(known) == len(places) else places
        found: dict[int, None] = dict.fromkeys(start for start, _ in starts)
        return [f"at-{start}" for start in found] if len(found) == len(places) else _numbered(len(places))

    return marked(html, find, names, onward)


def _numbered(count: int) -> list[str]:
    return [f"place-{number}" for number in range(1, count + 1)]
