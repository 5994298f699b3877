"""Boxes by what they say that they are, and questions and headings that readers press to see what is below them."""

from __future__ import annotations

from itertools import chain, islice

from satchel.base.text import words_of
from satchel.pipeline.article.lead_picture import LARGE
from satchel.pipeline.article.measure import PROSE_LINKED
from satchel.pipeline.article.prose import ASKS
from satchel.pipeline.media.figures import whole
from satchel.pipeline.media.lists import number
from satchel.pipeline.parsing.roles import settle_role
from satchel.pipeline.parsing.tree import Element, length_of, short_text

_TITLES = words_of("h2 h3 h4 h5 h6 th")
_HIDING = ("hidden", "aria-hidden", "style")
LEAST = 4  #: letters; less is a sign to press
MAX_QUESTION_LETTERS = 250
QUESTION = 15  #: letters


def settle_boxes(body: Element) -> None:
    """Make of boxes what they say that they are: headings, tables, ticks, and text of what is pressed to see more."""
    for box in list(body.iter("div", "a", "span", "p", "section", "input", "button", "ul", "label")):
        role = box.get("role")
        if box.tag == "button":
            _open(box)
        elif role == "button" and box.get("aria-controls") and _opens_prose(box):
            _entitle(box, "h3")
            for link in box.iter("a"):
                link.tag = "span"
        elif role or box.tag in ("input", "label"):
            settle_role(box, role)


def _open(button: Element) -> None:
    """Make text of a button that is a heading's only text, a heading of one that asks a question."""
    parent = button.getparent()
    text = short_text(button, MAX_QUESTION_LETTERS)
    picture = next(button.iter("img"), None)
    if picture is not None and (number(picture.get("width")) >= LARGE or not any(map(str.isalpha, text))):
        # It opens the picture in a larger size; what it may say is its number.
        button[:] = [whole(picture, button)]
        button.tag, button.text, button[0].tail = "div", None, None
    elif parent is not None and (len(text) >= LEAST or parent.tag == "th"):
        titles = parent.tag in _TITLES
        asks = len(text) > QUESTION and text.endswith(ASKS)
        if len(text) == length_of(parent) if titles else asks:
            _entitle(button, "span" if titles else "h3")


def _entitle(title: Element, tag: str) -> None:
    """Make text of what is pressed, and show the box that waits for it behind it, or behind its heading."""
    for one in islice(chain([title], title.iterancestors()), 3):
        box = one.getnext()
        if box is not None and box.get("id", "") == title.get("aria-controls"):
            for name in _HIDING:
                box.attrib.pop(name, "")
    title.tag = tag
    title.attrib.clear()


def _opens_prose(title: Element) -> bool:
    """True for a line to press, with a box right behind it that says more and is no menu."""
    text = short_text(title, MAX_QUESTION_LETTERS)
    box = title.getnext()
    if len(text) < LEAST or box is None or next(title.iter("img", "a[@href]"), None) is not None:
        return False
    letters = length_of(box)
    return letters > len(text) and sum(map(length_of, box.iter("a"))) < PROSE_LINKED * letters
