"""Highlights as files have them. The quote decides where one stands; positions are a hint."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from satchel.base.text import clean
from satchel.model.highlights import Colour

MAX_HIGHLIGHTS = 2_000  #: of one row

_COLOURS = {
    "yellow": Colour.YELLOW,
    "orange": Colour.YELLOW,
    "green": Colour.GREEN,
    "blue": Colour.BLUE,
    "cyan": Colour.BLUE,
    "teal": Colour.BLUE,
    "red": Colour.PINK,
    "pink": Colour.PINK,
    "purple": Colour.VIOLET,
    "violet": Colour.VIOLET,
    "brown": Colour.YELLOW,
    "none": Colour.PLAIN,
    "": Colour.PLAIN,
}


class Highlight(msgspec.Struct, frozen=True, omit_defaults=True):
    """A passage that somebody marked."""

    quote: str
    note: str = ""
    colour: Colour = Colour.PLAIN
    tags: tuple[str, ...] = ()
    made_at: int = 0  #: ms; 0 = unknown
    selectors: str = ""  #: where it stands, as JSON of the program's own; "" where it does not say


def colour(word: object) -> Colour:
    """The colour of ours for a program's word for one; yellow for words that nobody knows."""
    return _COLOURS.get(word.strip().lower(), Colour.YELLOW) if isinstance(word, str) else Colour.PLAIN


def united(highlights: Iterable[Highlight]) -> tuple[Highlight, ...]:
    """The highlights with texts that can be stored, one for each quote, its notes joined; no quote, no highlight.

    Gives at most `MAX_HIGHLIGHTS`.
    """
    found: dict[str, Highlight] = {}
    for each in highlights:
        quote, note = clean(each.quote).strip(), clean(each.note).strip()
        key = " ".join(quote.split())
        if not key:
            continue
        before = found.get(key)
        if before is None:
            if len(found) == MAX_HIGHLIGHTS:
                break
            found[key] = msgspec.structs.replace(each, quote=quote, note=note)
        elif note and note not in before.note:
            found[key] = msgspec.structs.replace(before, note=f"{before.note}\n\n{note}".strip())
    return tuple(found.values())
