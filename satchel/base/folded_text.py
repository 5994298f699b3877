"""A text whose white space is folded, with the way back to the places in it.

It is folded a piece at a time: a list of all words takes ten times the text, and making it is one call into C, for
which the whole server stands still.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

MAX_PIECE_CHARACTERS = 4096  #: that are folded in one go, and gone through for each place that is asked for
_WORD = re.compile(r"\S+")


class FoldedText:
    """`text` has one space for each run of white space of the other, and none at its ends."""

    def __init__(self, whole: str) -> None:
        """Fold `whole`, which is kept for the way back."""
        self._whole = whole
        self._starts = array("q")  #: of the pieces, in the folded text
        self._back = array("q")  #: and in the other one
        parts: list[str] = []
        length, is_apart = 0, False
        for at in range(0, len(whole), MAX_PIECE_CHARACTERS):
            piece = whole[at : at + MAX_PIECE_CHARACTERS]
            words = " ".join(piece.split())
            if words and parts and (is_apart or piece[0].isspace()):
                parts.append(" ")
                length += 1
            if words:
                self._starts.append(length)
                self._back.append(at)
                parts.append(words)
                length += len(words)
            is_apart = piece[-1].isspace() if words else True
        self.text = "".join(parts)

    def place(self, at: int) -> int:
        """Where in the text that was folded the letter `at` of `text` stands: one that is no space."""
        piece = bisect_right(self._starts, at) - 1
        left, begin = at - self._starts[piece], self._back[piece]
        for word in _WORD.finditer(self._whole, begin, begin + MAX_PIECE_CHARACTERS):
            size = word.end() - word.start()
            if left < size:
                return word.start() + left
            left -= size + 1
        raise ValueError("no letter is there")
