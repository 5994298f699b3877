"""What a reader of the page does not see."""

from __future__ import annotations

import re

from satchel.pipeline.article.measure import PROSE_LINKED
from satchel.pipeline.parsing.tree import Element, length_of, raw_text

_FIELDS = ("input", "select", "textarea", "button")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
CURTAIN = 3  #: hidden boxes of one kind stay when they hold more than such a part of all paragraphs
MIN_CURTAIN = 400  #: letters of such paragraphs; less is a notice


def unseen(hidden: list[Element], body: Element) -> list[Element]:
    """The hidden elements without those of one kind that hold the prose of the page: it stands behind a curtain."""
    prose: dict[str, int] = {}
    for element in hidden:
        if kind := element.get("class"):
            prose[kind] = prose.get(kind, 0) + _prose(element)
    total = _prose(body) if max(prose.values(), default=0) > MIN_CURTAIN else 0
    curtains = {kind for kind, letters in prose.items() if total and letters * CURTAIN > total}
    return [one for one in hidden if one.get("class") not in curtains]


def _prose(element: Element) -> int:
    lengths = (len(raw_text(one)) for one in element.iter("p"))
    return sum(length for length in lengths if length > 80)


def is_hidden(element: Element) -> bool:
    """True for what a reader of the page does not see."""
    attributes = element.attrib
    role = attributes.get("role")
    slide = attributes.get("aria-roledescription") == "slide"
    if slide or role == "tabpanel":
        return False  # the reader chooses among slides and tabs; we show them all
    titled = "aria-labelledby" in attributes and next(element.iter(*_FIELDS), None) is None
    if titled and sum(map(length_of, element.iter("a"))) < PROSE_LINKED * length_of(element):
        return False  # what has a title to press opens there, if it is no menu
    if "hidden" in attributes:
        return attributes["hidden"] != "until-found"
    if attributes.get("aria-hidden") == "true" and next(element.iter("img"), None) is None:
        return next(element.iterancestors("figcaption"), None) is None  # those are only not read aloud
    return bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))
