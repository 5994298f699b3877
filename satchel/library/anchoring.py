"""Anchoring: where in an article a passage stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from satchel.model.highlights import Anchor

MAX_CONTEXT_CHARACTERS = 32  #: either side; of twice as many, no more highlights are found again
MAX_OCCURRENCES = 10_000  #: of one passage in a text
_WORD = re.compile(r"\S+")


def find(text: str, quote: str, occurrence: int | None = None) -> Anchor | None:
    """Where `quote` stands in `text`, whatever white space is between its words.

    None where it is not in it, and where it is more than once and nobody says at which `occurrence` of these, counted
    from 0: a wrong place is worse than none. Takes as long as reading the text, whatever the quote.
    """
    folded, wanted = " ".join(text.split()), " ".join(quote.split())
    if not wanted:
        return None
    at = folded.find(wanted)
    if at < 0:
        return None
    if folded.find(wanted, at + 1) >= 0:
        if occurrence is None or occurrence >= folded.count(wanted):
            return None
        for _ in range(occurrence):
            at = folded.find(wanted, at + len(wanted))
    start, end = _unfolded(text, at, at + len(wanted))
    return Anchor(
        start,
        end,
        text[max(0, start - MAX_CONTEXT_CHARACTERS) : start],
        text[end : end + MAX_CONTEXT_CHARACTERS],
    )


def occurrences(text: str, marked: Sequence[tuple[str, int]]) -> list[int]:
    """At which occurrence of its quote, from 0, each passage stands that begins at that place in `text`.

    The same as `find` takes. White space counts as one space, and what overlaps is not counted twice.
    """
    words = list(_WORD.finditer(text))
    folded = " ".join(word[0] for word in words)
    starts = [word.start() for word in words]
    places = list(accumulate((len(word[0]) + 1 for word in words), initial=0))
    found = []
    for quote, start in marked:
        at = max(0, bisect_right(starts, start) - 1)
        wanted = " ".join(quote.split())
        end = places[at] + start - starts[at] if starts else 0
        found.append(folded.count(wanted, 0, max(0, end)) if wanted else 0)
    return found


def _unfolded(text: str, first: int, last: int) -> tuple[int, int]:
    """The places in `text` of what stands from `first` to `last` once its white space is folded; words at both ends."""
    start, folded = 0, 0
    for word in _WORD.finditer(text):
        behind = folded + word.end() - word.start()
        if folded <= first < behind:
            start = word.start() + first - folded
        if last <= behind:
            return start, word.start() + last - folded
        folded = behind + 1
    raise ValueError("no such place")
