"""Marking: where in an article what was searched for stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from satchel.base import passages
from satchel.base.passages import Sought
from satchel.formats.marked_html import Marked, marked
from satchel.library import hiding
from satchel.library.search.meaning import mean
from satchel.library.search.parser import parse
from satchel.library.usecase import reads
from satchel.model.items import Item
from satchel.store import text_passages
from satchel.store.db import ReadTx

#: Letters by which a place is told from others.
_LETTERS = 24

Span = tuple[int, int]


class Wanted(NamedTuple):
    """What is looked for in an article, and its text as searches know it."""

    sought: list[Sought]
    text: str


@reads
def wanted(tx: ReadTx, user: int, item: Item, query: str) -> Wanted | None:
    """What `query` looks for in the text of that item; None where that is nothing."""
    words = mean(parse(query).node, tx.now, list).words
    sought = text_passages.sought_in(words) if words else []
    if not sought:
        return None
    text = text_passages.texts(tx, user, {item.id: hiding.site_of(item)}, hiding.text).get(item.id)
    return None if text is None else Wanted(sought, text)


def mark(html: str, wanted: Wanted, onward: str) -> Marked:
    """`html`, the article as it is shown, with all that is looked for marked.

    A place is called by where it is in the article's text, as the passages of searches have it: `at-1234`.
    """

    def find(text: str) -> list[tuple[int, int]]:
        return passages.places(text, wanted.sought)

    shown = ""

    def found(text: str) -> list[tuple[int, int]]:
        nonlocal shown
        shown = text
        return find(text)

    def names(places: Sequence[tuple[int, int]]) -> list[str]:
        return _names(wanted.text, find(wanted.text), shown, places)

    return marked(html, found, names, onward)


def _names(text: str, known: Sequence[Span], shown: str, places: Sequence[Span]) -> list[str]:
    """What the places in what is shown are called: by where the same letters stand in the text.

    What is shown may have more than the text, or less; a place that the text has not is called by its number.
    """
    around = [_around(text, place) for place in known]
    names: list[str] = []
    at = 0
    for number, place in enumerate(places, 1):
        if len(known) == len(places):
            same = number - 1
        else:
            its = _around(shown, place)
            same = next((n for n in range(at, len(known)) if around[n] == its), -1)
        names.append(f"at-{known[same][0]}" if same >= 0 else f"place-{number}")
        at = same + 1 if same >= 0 else at
    return names if len({*names}) == len(names) else [f"place-{n}" for n in range(1, len(names) + 1)]


def _around(text: str, place: Span) -> str:
    """The letters from a place on, as far as its line goes, by which it is known again."""
    return "".join(text[place[0] : place[1] + _LETTERS].partition("\n")[0].split())[:_LETTERS]
