"""Anchoring: where in an article a passage stands."""

from __future__ import annotations

from satchel.base.folded_text import FoldedText
from satchel.model.highlights import Anchor

MAX_CONTEXT_CHARACTERS = 32  #: either side; of twice as many, no more highlights are found again


def find(text: str, quote: str, occurrence: int | None = None) -> Anchor | None:
    """Where `quote` stands in `text`, whatever white space is between its words.

    None where it is not in it, and where it is more than once and nobody says at which `occurrence` of these, counted
    from 0: a wrong place is worse than none. Takes as long as reading the text, whatever the quote.
    """
    wanted = " ".join(quote.split())
    if not wanted:
        return None
    whole = FoldedText(text)
    folded = whole.text
    at = folded.find(wanted)
    if at < 0:
        return None
    if folded.find(wanted, at + 1) >= 0:
        if occurrence is None or occurrence >= folded.count(wanted):
            return None
        for _ in range(occurrence):
            at = folded.find(wanted, at + len(wanted))
    start, end = whole.place(at), whole.place(at + len(wanted) - 1) + 1
    return Anchor(
        start,
        end,
        text[max(0, start - MAX_CONTEXT_CHARACTERS) : start],
        text[end : end + MAX_CONTEXT_CHARACTERS],
    )
