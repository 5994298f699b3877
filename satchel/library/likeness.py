"""How much of one text is found again in another."""

from __future__ import annotations

import re

#: Letters of each text that are compared: a comparison has to be short, since others wait for it.
MAX_COMPARED = 100_000
#: Pieces of a text that are looked for, and the letters of each. Texts that have nothing to do with
#: each other share no run of 20 letters but by rare chance, and an edit spoils only those it touches.
_PIECES = 100
_LENGTH = 20
#: Half of a text found again is the same text, edited; what sites put around all their pages is less.
ALIKE = 0.5

_OTHER = re.compile(r"[\W_]+")


def share(old: str, new: str) -> float:
    """The share of `old` that is found again in `new`, 0 to 1; of a text without letters all is."""
    one, other = _letters(old), _letters(new)
    if len(one) <= _LENGTH:
        return float(one in other)
    step = max(1, (len(one) - _LENGTH) // _PIECES)
    pieces = [one[start : start + _LENGTH] for start in range(0, len(one) - _LENGTH + 1, step)]
    return sum(piece in other for piece in pieces) / len(pieces)


def alike(one: str, other: str) -> bool:
    """Whether at least half of the shorter text is found again in the longer one."""
    shorter, longer = sorted((one, other), key=len)
    return share(shorter, longer) >= ALIKE


def _letters(text: str) -> str:
    return _OTHER.sub("", text[:MAX_COMPARED].casefold())
