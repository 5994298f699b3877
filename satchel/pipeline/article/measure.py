"""How much a part of a page holds: the one measure of letters, of links and of prose."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from satchel.base.text import words_of
from satchel.pipeline.parsing.tree import Element

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?[^/]*)?$", re.I)
_HEADINGS = words_of("h2 h3 h4")
_PROSE = words_of("p li td dd dt pre")
_ASIDE = words_of("footer aside nav form dialog")
_SPEAKING = _PROSE | _ASIDE
_OTHER_COMMAS = "\u060c\ufe50\ufe10\ufe11\u2e41\u2e34\u2e32\uff0c\u3001"

MIN_PROSE = 60  #: letters of a paragraph of prose
PROSE_LINKED = 0.35  #: of its letters in links, at most
TEASER = 400  #: letters; a box with fewer, below a heading that is a link, tells of another page
TEASING = 0.9  #: of a heading's letters in links


class Mass(msgspec.Struct, frozen=True, gc=False):
    """How much a part of the page holds."""

    letters: int
    linked: float  #: letters inside links; links inside the page count less
    commas: int
    prose: int = 0  #: letters in paragraphs of some length that are hardly linked

    @property
    def link_density(self) -> float:
        return self.linked / self.letters if self.letters else 0.0


NOTHING = Mass(0, 0.0, 0)
_NO_SUMS = (0, 0.0, 0, 0)


def letters_in(text: str | None) -> int:
    """The length of text with its white space collapsed."""
    return len(" ".join(text.split())) if text else 0


def commas_in(text: str) -> int:
    """Commas of all scripts."""
    count = text.count(",")
    if not text.isascii():
        count += sum(map(text.count, _OTHER_COMMAS))
    return count


def link_weight(link: Element) -> float:
    """How much the text of a link counts as link text: references inside the page are half prose, pictures whole.

    So are names of functions and types: manuals link each to its own page.
    """
    href = link.get("href")
    if href and href.startswith("#") and len(href) > 1:
        return 0.3
    if len(link) == 1 and link[0].tag == "code":
        return 0.3
    return 0.0 if href and _PICTURE.search(href) else 1.0


def _spoken(tag: str, letters: float, linked: float, prose: float) -> float:
    """The letters of prose in an element, by its tag; `prose` is that of the elements in it."""
    if tag in _ASIDE:
        return 0
    return letters if not prose and letters >= MIN_PROSE and linked < PROSE_LINKED * letters else prose


def measure(top: Element) -> dict[Element, Mass]:
    """The mass of every element under (and of) `top`, summed bottom-up in one pass."""
    sums: dict[Element, list[Any]] = {}
    teasers: set[Element | None] = set()  # boxes with a heading that leads elsewhere
    masses: dict[Element, Mass] = {}
    for element in reversed(list(top.iter())):
        letters, linked, commas, prose = sums.pop(element, _NO_SUMS)
        text = element.text
        if text and not text.isspace():
            letters += letters_in(text)
            commas += commas_in(text)
        tag = element.tag
        if letters and tag == "a":
            linked = letters * link_weight(element)
        if tag in _HEADINGS or (teasers and element in teasers):
            if linked > TEASING * letters:
                teasers.add(element.getparent())
            prose = prose if letters >= TEASER else 0
        elif tag in _SPEAKING:
            prose = _spoken(tag, letters, linked, prose)
        masses[element] = Mass(letters, linked, commas, prose) if letters else NOTHING
        if element is top:
            break
        tail = element.tail
        if tail and not tail.isspace():
            letters += letters_in(tail)
            commas += commas_in(tail)
        if letters:
            parent: Element = element.getparent()  # type: ignore[assignment]
            above = sums.get(parent)
            if above is None:
                sums[parent] = [letters, linked, commas, prose]
            else:
                above[0] += letters
                above[1] += linked
                above[2] += commas
                above[3] += prose
    return masses
