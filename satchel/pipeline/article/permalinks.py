"""The signs by which a page offers the address of one of its own headings."""

from __future__ import annotations

import re

from satchel.pipeline.parsing.tree import HEADINGS, Element, remove, text_of

_WORD = re.compile(r"\w")


def drop_permalinks(article: Element) -> None:
    """Take the links out of headings, and from beside them, that lead to the heading itself and say nothing new."""
    for heading in article.iter(*HEADINGS, "dt", "caption", "figcaption"):
        for link in list(heading.iter("a")):
            place = (link.get("href") or "").partition("#")[2]
            if place and _repeats(link, heading):
                remove(link)
            elif place and any(above.get("id") == place for above in heading.iterancestors()):
                link.tag = "span"
        mark = heading.get("id")
        for beside in (heading.getprevious(), heading.getnext()):
            if beside is not None and (_is_tool(beside) or (mark and beside.get("href") == f"#{mark}")):
                remove(beside)


def _is_tool(beside: Element) -> bool:
    """True for links in brackets, such as those to edit a section."""
    text = text_of(beside) if beside.tag == "span" else ""
    return text[:1] == "[" and text[-1:] == "]" and next(beside.iter("a"), None) is not None


def _repeats(link: Element, heading: Element) -> bool:
    """True for a link without words, or with the words of the heading that it stands in once more."""
    text = text_of(link)
    if not _WORD.search(text):
        return next(link.iter("img"), None) is None
    if link.get("href") != f"#{heading.get('id')}":
        return False
    words = text_of(heading)
    rest = words.removesuffix(text).strip()
    return 0 < len(rest) < len(words) and rest in text
