"""Boxes of prose that links do not speak against."""

from __future__ import annotations

from satchel.base.text import words_of
from satchel.pipeline.parsing.tree import HEADINGS, Element, length_of, text_of

ASKS = ("?", "？", "؟")  #: ends of questions
_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "”", "“", '"', "»")
_LEADING = words_of("a img input button form")
TOLD = 0.5  #: of a box's letters in sentences: it is prose, however much of it is linked
SENTENCE = 40  #: letters beside the links of a paragraph that speaks


def is_prose(element: Element, letters: int) -> bool:
    """True for a box of nothing but paragraphs that begin with sentences, with links inside them.

    It may have a heading when all its links are inside sentences; teasers of other pages link elsewhere.
    """
    told = inside = 0
    titled = False
    for part in element.iter("p", *HEADINGS):
        text = text_of(part)
        linked = sum(length_of(link) for link in part.iter("a"))
        if part.tag != "p":
            titled = True
        elif text.endswith(_ENDS) and len(text) - linked > max(SENTENCE, len(text) // 2):
            told += len(text)
            inside += linked
        elif not told:
            return False
    if told < TOLD * letters:
        return False
    return not titled or inside == sum(length_of(link) for link in element.iter("a"))


def is_plain_prose(element: Element) -> bool:
    """True for prose without a link, a picture or anything to fill in."""
    return next(element.iter(*_LEADING), None) is None and is_prose(element, length_of(element))


def has_sentence(element: Element) -> bool:
    """True for a box in which a paragraph or an item is a sentence."""
    texts = map(text_of, element.iter("p", "li"))
    return any(len(text) > SENTENCE and text.endswith(_ENDS) for text in texts)
