"""Article HTML with a person's highlights drawn in it, each in its colour, with the way to its note."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from satchel.formats.marked_html import Span, drawn
from satchel.model.highlights import Highlight

#: Occurrences of a passage that are weighed against one another.
MAX_OCCURRENCES = 200
_WORD = re.compile(r"\S+")


class Highlighted(NamedTuple):
    """The HTML, and the numbers of those highlights that are drawn in it."""

    html: str
    drawn: frozenset[int]


def draw(html: str, highlights: Sequence[Highlight], noted: str) -> Highlighted:
    """`html` with the highlights in it that have a place; `noted` says what the way to a note is, to those who hear it.

    A mark is called `h-17` in addresses, by the number of its highlight, and its note `n-17`. Of two that overlap the
    later begins where the earlier ends.
    """
    there: set[int] = set()

    def find(text: str) -> list[tuple[Span, str, str]]:
        folded = _Folded(text)
        found = [(span, one) for one in highlights if one.start is not None and (span := folded.find(one))]
        places, end = [], 0
        for (begin, stop), one in sorted(found, key=lambda each: (each[0], each[1].id)):
            there.add(one.id)
            if stop > end:
                places.append(((max(begin, end), stop), _attributes(one), _way(one, noted)))
                end = stop
        return places

    return Highlighted(drawn(html, find), frozenset(there))


def _attributes(one: Highlight) -> str:
    details = f' aria-details="n-{one.id}"' if one.note else ""
    return f'id="h-{one.id}" class="{one.colour.name.lower()}"{details}'


def _way(one: Highlight, noted: str) -> str:
    return (
        f'<a class="noted" data-ui="" href="#n-{one.id}" aria-label="{escape(noted)}"></a>'
        if one.note
        else ""
    )


class _Folded:
    """A text whose white space is folded, with the way back to the places in it."""

    def __init__(self, text: str) -> None:
        words = list(_WORD.finditer(text))
        self._text = " ".join(word[0] for word in words)
        self._starts: list[int] = []  #: of the words, in the folded text
        self._back = [word.start() for word in words]  #: and in the other one
        at = 0
        for word in words:
            self._starts.append(at)
            at += word.end() - word.start() + 1

    def find(self, one: Highlight) -> Span | None:
        """Where a highlight stands: of several such passages the one with its neighbours on either side."""
        wanted, best, most = " ".join(one.quote.split()), -1, -1
        before, behind = " ".join(one.prefix.split()), " ".join(one.suffix.split())
        at = self._text.find(wanted) if wanted else -1
        for _ in range(MAX_OCCURRENCES):
            if at < 0:
                break
            end = at + len(wanted)
            alike = _shared(before[::-1], self._text[max(0, at - 40) : at].rstrip()[::-1])
            alike += _shared(behind, self._text[end : end + 40].lstrip())
            if alike > most:
                best, most = at, alike
            at = self._text.find(wanted, at + 1)
        return (self._place(best), self._place(best + len(wanted) - 1) + 1) if best >= 0 else None

    def _place(self, at: int) -> int:
        word = bisect_right(self._starts, at) - 1
        return self._back[word] + at - self._starts[word]


def _shared(one: str, other: str) -> int:
    """How many letters two texts have in common at their beginnings."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
