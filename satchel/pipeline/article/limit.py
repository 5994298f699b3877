"""An article cut to a size."""

from __future__ import annotations

from satchel.pipeline.parsing.tree import Element, remove

MAX_TAG_BYTES = 60  #: bytes of a tag with what the last gate adds to it


def cut(article: Element, budget: int) -> bool:
    """Cut an article at its end so that it takes at most `budget` bytes as HTML; True when it was cut."""
    spent = 0
    for element in list(article.iter()):
        if spent >= budget:
            _cut_from(element, article)
            return True
        spent += 2 * MAX_TAG_BYTES + sum(
            _size(str(name)) + _size(str(value)) + 4 for name, value in element.attrib.items()
        )
        for place in ("text", "tail"):
            text = getattr(element, place)
            if not text:
                continue
            # The tail is counted with its element, which is early by what stands inside it.
            size = _size(text)
            if spent + size > budget:
                setattr(element, place, text[: max(0, (budget - spent) // 5)])
                spent = budget
            else:
                spent += size
    return spent >= budget


def _cut_from(first: Element, article: Element) -> None:
    """Remove an element and everything behind it."""
    inner: Element | None = first
    while inner is not None and inner is not article:
        for follower in list(inner.itersiblings()):
            follower.tail = None
            remove(follower)
        inner.tail = None
        inner = inner.getparent()
    remove(first)


def _size(text: str) -> int:
    length = len(text) if text.isascii() else len(text.encode("utf-8", "ignore"))
    return length + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
