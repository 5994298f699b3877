"""The picture that stands above the text, in a box of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from satchel.base.text import words_of
from satchel.pipeline.article.galleries import whole
from satchel.pipeline.article.measure import link_weight
from satchel.pipeline.media.lazy import width_of
from satchel.pipeline.parsing.tree import Element, length_of

BESIDE = 250  #: letters beside the picture; with more the box is about something else
BETWEEN = 600  #: letters of headings and lines between the picture and the text
LARGE = 400  #: pixels; a picture without a figure around it is the lead if it is so wide, or does not tell
_MARK = re.compile(r"\.svg|(?<![a-z])(?:logo|icon)s?[./]", re.I)  #: how sites call the files of their marks
_INSIDE = words_of("main article")
_LANDMARKS = ("nav", "footer", "aside", "form")


def lead_picture(text: Element, base: str) -> Element | None:
    """The nearest large picture above the text that stands alone in its box, with its caption."""
    between = 0
    for box in boxes_above(text):
        letters = length_of(box)
        pictures = list(box.iter("img")) if box.tag not in _LANDMARKS else []
        if len(pictures) == 1 and letters <= BESIDE and _is_lead(pictures[0], base, alone=not letters):
            return next(pictures[0].iterancestors("figure"), whole(pictures[0]))
        between += letters
        if between > BETWEEN or len(pictures) > 1:
            return None
    return None


def boxes_above(text: Element) -> Iterator[Element]:
    """The boxes before the text, the nearest first, on each level up to the body."""
    element: Element | None = text
    while element is not None and element.tag != "body":
        yield from element.itersiblings(preceding=True)
        element = element.getparent()


def _is_lead(picture: Element, base: str, *, alone: bool) -> bool:
    above = {one.tag: one for one in picture.iterancestors()}
    if "a" in above and above["a"].get("href") and link_weight(above["a"]) > 0:
        return False  # it leads to another page
    width = width_of(picture, base)
    cover = (
        alone and not width and not _INSIDE.isdisjoint(above) and not _MARK.search(picture.get("src") or "")
    )
    return "figure" in above or width >= LARGE or cover
