"""Highlights: what a person marked in what they read."""

from __future__ import annotations

from enum import IntEnum

import msgspec


class Colour(IntEnum):
    """What a highlight is drawn in. The numbers are stored; they never change."""

    PLAIN = 0  #: as the page likes
    YELLOW = 1
    GREEN = 2
    BLUE = 3
    PINK = 4
    VIOLET = 5


class Anchor(msgspec.Struct, frozen=True):
    """Where a passage stands in the plain text of its article: W3C's text-position and text-quote selectors.

    Code points; `text[start:end]` is the passage, but for white space, as long as the article is the
    one in which it was found.
    """

    start: int
    end: int
    prefix: str  #: the 32 letters before it
    suffix: str  #: and behind it


class NewHighlight(msgspec.Struct, frozen=True):
    """A passage as somebody asks us to mark it."""

    quote: str  #: the passage itself
    client_name: str = ""  #: what the program that made it calls it; "" for none
    note: str | None = None  #: None leaves what one of that name had
    colour: Colour | None = None  #: the same
    patch: str = ""  #: where it stands, in the words of the program that made it
    version: int = 2  #: of the form in which `patch` is written
    made_at: int | None = None  #: ms; None or the future mean now
    occurrence: int | None = None  #: which of equal passages of the text it is, from 0; None: nobody said


class Highlight(msgspec.Struct, frozen=True):
    """A marked passage. `start` and `end` are None, and `prefix` and `suffix` empty, where it is not known to stand."""

    id: int  #: among the person's highlights
    client_name: str  #: all different within one person, but for ""
    quote: str  #: as its client sent it
    note: str
    colour: Colour
    start: int | None  #: see `Anchor`
    end: int | None
    prefix: str
    suffix: str
    patch: str
    version: int
    made_at: int  #: ms
    changed_at: int
    occurrence: int | None = None  #: as its client said

    @property
    def name(self) -> str:
        """What clients may call it: their own name, else its id in digits."""
        return self.client_name or str(self.id)
