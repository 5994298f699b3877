"""What a page declares of the thing that it is about, put where the page itself did not show it.

Shops and kitchens write descriptions, ingredients and steps into boxes that scripts fill, or that look like
furniture; for search engines they say the same in so many words.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from satchel.pipeline.metadata.jsonld import Linked, words
from satchel.pipeline.parsing.tree import Element, raw_text

MAX_STEPS = 200  #: ingredients or steps
DESCRIBED = 100  #: letters of a description that says more than a name
HELD = 0.5  #: of the parts shown on the page: the page shows them, in words of its own
_START = 40  #: letters by which a text is known again
MAX_DEPTH = 8  #: of sections of steps in sections
_PARAGRAPH = re.compile(r"\n\s*\n|<br\s*/?>\s*<br\s*/?>|</p>|</li>", re.I)
_NOT_WORD = re.compile(r"\W+")


def add_declared(article: Element, linked: Linked, *, sold: bool) -> list[str]:
    """Put the declared parts that are missing into an article; says which.

    A description goes in front, when the page is one of a thing that is `sold`; ingredients and steps go behind.
    """
    if not linked.recipe and not (sold and linked.product):
        return []
    shown = _known(raw_text(article))
    added: list[str] = []
    description = _paragraphs(linked.product.get("description")) if sold else []
    if sum(map(len, description)) >= DESCRIBED and not _holds(shown, description):
        for paragraph in reversed(description):
            element = article.makeelement("p")
            element.text = paragraph
            article.insert(0, element)
        added.append("declared: the description")
    for key, tag in (("recipeIngredient", "ul"), ("recipeInstructions", "ol")):
        parts = _texts(linked.recipe.get(key), 0)[:MAX_STEPS]
        if len(parts) > 1 and not _holds(shown, parts):
            listed = etree.SubElement(article, tag)
            for part in parts:
                etree.SubElement(listed, "li").text = part
            added.append(f"declared: {key}")
    return added


def _holds(shown: str, parts: list[str]) -> bool:
    held = sum(_known(part)[:_START] in shown for part in parts)
    return held >= HELD * len(parts)


def _known(text: str) -> str:
    return _NOT_WORD.sub("", text).lower()


def _paragraphs(value: Any) -> list[str]:
    if not isinstance(value, str):
        return []
    return [text for part in _PARAGRAPH.split(value[:20_000])[:MAX_STEPS] if (text := words(part))]


def _texts(value: Any, depth: int) -> list[str]:
    """The lines of a list, of steps that are objects, or of sections of such."""
    if isinstance(value, str):
        return _paragraphs(value)
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, list):
        return [text for one in value[:MAX_STEPS] for text in _texts(one, depth + 1)]
    if isinstance(value, dict):
        inner = next((value[key] for key in ("text", "itemListElement", "name") if value.get(key)), None)
        return _texts(inner, depth + 1)
    return []
