"""Article HTML with a person's highlights drawn in it, each in its colour, with the way to its note."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from satchel.base.folded_text import FoldedText
from satchel.formats.marked_html import Span, drawn
from satchel.model.highlights import Highlight

#: Occurrences of a passage that are weighed against one another.
MAX_OCCURRENCES = 200


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
        folded = FoldedText(text)
        found = [(span, one) for one in highlights if one.start is not None and (span := _find(folded, one))]
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


def _find(folded: FoldedText, one: Highlight) -> Span | None:
    """Where a highlight stands: of several such passages the one with its neighbours on either side."""
    text, best, most = folded.text, -1, -1
    wanted, before, behind = (" ".join(each.split()) for each in (one.quote, one.prefix, one.suffix))
    at = text.find(wanted) if wanted else -1
    for _ in range(MAX_OCCURRENCES):
        if at < 0:
            break
        end = at + len(wanted)
        alike = _shared(before[::-1], text[max(0, at - 40) : at].rstrip()[::-1])
        alike += _shared(behind, text[end : end + 40].lstrip())
        if alike > most:
            best, most = at, alike
        at = text.find(wanted, at + 1)
    return (folded.place(best), folded.place(best + len(wanted) - 1) + 1) if best >= 0 else None


def _shared(one: str, other: str) -> int:
    """How many letters two texts have in common at their beginnings."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
