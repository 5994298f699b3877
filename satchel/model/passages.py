"""Passages of an article in which what was searched for stands."""

from __future__ import annotations

from typing import NamedTuple


class Passage(NamedTuple):
    """A piece of an article's plain text, whole sentences where they are short.

    Places are code points into that text, as those of highlights are.
    """

    start: int
    text: str
    hits: tuple[tuple[int, int], ...]  #: from where to where what was looked for stands in the article's text
    goes_before: bool  #: the sentence begins before it
    goes_on: bool  #: and goes on behind it
