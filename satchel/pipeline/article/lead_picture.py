"""The picture that stands above the text, in a box of its own."""

from __future__ import annotations

from collections.abc import Iterator

from satchel.base.text import words_of
from satchel.pipeline.article.measure import link_weight
from satchel.pipeline.article.names import is_caption
from satchel.pipeline.media.figures import is_mark, is_small, whole
from satchel.pipeline.media.lazy import width_of
from satchel.pipeline.parsing.tree import Element, length_of

BESIDE = 250  #: letters beside the picture; with more the box is about something else
BETWEEN = 600  #: letters of headings and lines between the picture and the text
LARGE = 400  #: pixels; a picture without a figure around it is the lead if it is so wide, or does not tell
_INSIDE = words_of("main article")
_LANDMARKS = ("nav", "footer", "aside", "form")


def lead_picture(text: Element, base: str, heading: Element | None) -> Element | None:
    """The nearest large picture above the text that stands alone in its box, with its caption.

    `heading` is the box in which the main heading stood.
    """
    between = 0
    for box in boxes_above(text):
        letters = length_of(box)
        pictures = [] if box.tag in _LANDMARKS else [one for one in box.iter("img") if not is_small(one)]
        figures = [one for one in pictures if next(one.iterancestors("figure"), None) is not None]
        pictures = figures if len(figures) == 1 else pictures
        if len(pictures) == 1 and letters <= BESIDE:
            captions = [one for one in box.iter() if letters and is_caption(one.get("class") or "")]
            alone = letters <= sum(map(length_of, captions))
            if _is_lead(pictures[0], base, heading, alone=alone):
                return box if captions and alone else whole(pictures[0], box)
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


def _is_lead(picture: Element, base: str, heading: Element | None, *, alone: bool) -> bool:
    """True for a figure, a large picture, and one of untold size beside nothing but the heading."""
    around = list(picture.iterancestors())
    above = {one.tag: one for one in around}
    width = width_of(picture, base)
    inside = not _INSIDE.isdisjoint(above) or heading in around
    if "a" in above and above["a"].get("href") and link_weight(above["a"]) > 0:
        return alone and inside and width >= LARGE  # it leads to another page, as strips do
    return "figure" in above or width >= LARGE or (alone and inside and not width and not is_mark(picture))
