"""Highlights: what a person marked in what they read."""

from __future__ import annotations

import msgspec


class Highlight(msgspec.Struct, frozen=True):
    """A marked passage. The program that made it gives it its name; one person's names are all different."""

    name: str
    quote: str  #: the passage itself
    patch: str = ""  #: where it stands, in the words of the program that made it
    version: int = 2  #: of the form in which `patch` is written
    made_at: int | None = None  #: ms; None or the future mean now
