"""Anchoring: where in an article a passage stands."""

from __future__ import annotations

import re

from satchel.model.highlights import Anchor

MAX_CONTEXT_CHARACTERS = 32  #: either side; of twice as many, no more highlights are found again
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
