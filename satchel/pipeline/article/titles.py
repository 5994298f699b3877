"""What can be told of the headings on a page before anything is weighed."""

from __future__ import annotations

import re

from satchel.pipeline.article.names import is_unlikely
from satchel.pipeline.parsing.tree import Element, raw_text


def is_title_row(element: Element, name: str) -> bool:
    """True for a "header" that is no more than the heading of a section: nothing in it leads away."""
    if element.tag not in ("div", "header") or is_unlikely(name.lower().replace("header", "")):
        return False
    leads = next(element.iter("a", "h1", "nav", "form", "button"), None) is not None
    return not leads and next(element.iter("h2", "h3", "h4"), None) is not None


def is_slug(heading: Element) -> bool:
    """True when the id of a heading is made of its own words: it names no kind of box."""
    mark = _tokens((heading.get("id") or "").replace("_", " "))
    return bool(mark) and "".join(mark) == "".join(_tokens(raw_text(heading)))[: len("".join(mark))]


def same_title(text: str, title: str) -> bool:
    """True when a heading says what the title says: three quarters of the words, by length."""
    first, second = _tokens(title), _tokens(text)
    if not first or not second:
        return False
    other = [word for word in second if word not in set(first)]
    return 1 - len(" ".join(other)) / len(" ".join(second)) > 0.75


def _tokens(text: str) -> list[str]:
    return [word for word in re.split(r"\W+", text.lower()) if word]
