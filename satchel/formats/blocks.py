"""An article's HTML as the parts that people see: paragraphs, lists, pictures; and those of them that are hidden.

As `article_html`, this reads the tags of what passed the last gate, each once, and builds no tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from satchel.base.text import fold
from satchel.formats.article_html import values
from satchel.model.hiding import Part

MAX_LEAD_CHARACTERS = 40
#: What is compared of what a part says; of longer ones the length counts, too.
MAX_WORDS_CHARACTERS = 300
MAX_SHOWN_CHARACTERS = 120
#: A part of which so much is the text of links is a list of links.
MOSTLY = 0.5
_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*/?>')
_DIGITS = re.compile(r"\d+")
_VOID = frozenset(["img", "br", "hr", "wbr", "source", "track", "col"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
#: Boxes that are looked into where they hold parts.
_BOXES = frozenset(["div", "section", "article", "main", "header"])
_PARTS = _BOXES | _HEADINGS | frozenset(
    ["p", "ul", "ol", "dl", "pre", "blockquote", "figure", "table", "details", "img", "hr", "video", "audio", "picture"]
)  # fmt: skip


class Block(NamedTuple):
    """A part of an article."""

    start: int  #: where its first tag begins in the HTML
    end: int  #: and its last one ends
    tag: str
    text: str  #: white space collapsed
    linked: int  #: letters of it that are the text of links
    picture: str  #: the address of its first picture
    behind: str  #: the text of the heading right above it


class _Open:
    """An element that is not closed yet."""

    __slots__ = ("boxes", "linked", "picture", "pieces", "start", "tag")

    def __init__(self, tag: str, start: int) -> None:
        self.tag = tag
        self.start = start
        self.pieces: list[str] = []
        self.linked = 0
        self.picture = ""
        self.boxes: list[Block] = []  #: the parts in it


def blocks(html: str) -> list[Block]:
    """The parts of an article in their order, none within another."""
    top = _Open("", 0)
    stack, links, position = [top], 0, 0
    for found in _TAG.finditer(html):
        _say(stack[-1], html[position : found.start()], links)
        position = found.end()
        closing, tag = bool(found[1]), found[2].lower()
        if tag == "a":
            links = max(0, links + (-1 if closing else 1))
        elif tag not in _PARTS:
            _say(stack[-1], " ", 0)
            if tag == "source" and not stack[-1].picture:
                stack[-1].picture = values(found[3]).get("srcset", "").split(" ")[0]
        elif tag in _VOID:
            _void(stack[-1], tag, found)
        elif not closing:
            stack.append(_Open(tag, found.start()))
        elif any(each.tag == tag for each in stack[1:]):
            while _close(stack, found.end()) != tag:
                pass
    while len(stack) > 1:
        _close(stack, len(html))
    return _headed(top.boxes)


def _say(element: _Open, text: str, links: int) -> None:
    if text:
        element.pieces.append(text)
        if links:
            element.linked += len(text.strip())


def _void(inside: _Open, tag: str, found: re.Match[str]) -> None:
    src = ""
    if tag == "img":
        named = values(found[3])
        src = named.get("src") or named.get("srcset", "").split(" ")[0]
        inside.picture = inside.picture or src
    inside.boxes.append(Block(found.start(), found.end(), tag, "", 0, src, ""))


def _close(stack: list[_Open], end: int) -> str:
    """Close the innermost element: a box with parts gives these to what is around it, all else is one part."""
    element = stack.pop()
    text = "".join(element.pieces)
    within = sum(len(each.text) for each in element.boxes)
    if element.tag in _BOXES and element.boxes and len(text.strip()) <= within:
        stack[-1].boxes += element.boxes
    else:
        said = " ".join(unescape(text).split())
        inner = " ".join(each.text for each in element.boxes if each.text)
        whole = " ".join(filter(None, (said, inner)))
        linked = element.linked + sum(each.linked for each in element.boxes)
        picture = element.picture or next((each.picture for each in element.boxes if each.picture), "")
        stack[-1].boxes.append(Block(element.start, end, element.tag, whole, linked, picture, ""))
    return element.tag


def _headed(found: list[Block]) -> list[Block]:
    """The parts, each with the heading right above it."""
    return [
        each._replace(behind=before.text) if before is not None and before.tag in _HEADINGS else each
        for before, each in zip([None, *found], found, strict=False)
    ]


def part_of(block: Block, made_at: int) -> Part:
    """By what a part of an article is known again in others of its site."""
    words = _masked(block.text)
    return Part(
        tag=block.tag, words=words[:MAX_WORDS_CHARACTERS], letters=len(words),
        lead=_lead(block), behind=_masked(block.behind)[:MAX_WORDS_CHARACTERS] if _is_links(block) else "",
        picture=_picture(block), shown=shown(block), made_at=made_at,
    )  # fmt: skip


def shown(block: Block) -> str:
    """What a part says, in short; "" for one without words."""
    if len(block.text) <= MAX_SHOWN_CHARACTERS:
        return block.text
    return block.text[: MAX_SHOWN_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip() + "…"


class Hidden:
    """What a person hides on a site, ready to be looked up."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._words: dict[tuple[str, str], list[tuple[int, Part]]] = {}
        self._by: dict[tuple[str, str, str], Part] = {}
        for part in parts:
            if part.words:
                self._words.setdefault((part.tag, part.words), []).append((part.letters, part))
            for kind in ("lead", "behind", "picture"):
                if value := getattr(part, kind):
                    self._by.setdefault((kind, part.tag, value), part)

    def __bool__(self) -> bool:
        return bool(self._words or self._by)

    def of(self, block: Block) -> Part | None:
        """That of the parts which this one is."""
        words = _masked(block.text)
        if words:
            for letters, part in self._words.get((block.tag, words[:MAX_WORDS_CHARACTERS]), ()):
                if abs(letters - len(words)) * 10 <= max(letters, len(words)):
                    return part
        return (
            self._by.get(("picture", block.tag, _picture(block)))
            or self._by.get(("lead", block.tag, _lead(block)))
            or (self._by.get(("behind", block.tag, _masked(block.behind))) if _is_links(block) else None)
        )


def hide(html: str, hidden: Hidden, *, cut: bool = False) -> tuple[str, int]:
    """The article without what is hidden, and how much that is.

    It is still in the HTML, as hidden elements, so that the places of its letters stay; with `cut` it is not.
    """
    out, position, number = list[str](), 0, 0
    for block in blocks(html) if hidden else ():
        if hidden.of(block) is None:
            continue
        number += 1
        out.append(html[position : block.start])
        if not cut:
            # In a box of its own: what is in it may be shown as something else.
            out.append(f'<div hidden="">{html[block.start : block.end]}</div>')
        position = block.end
    return "".join((*out, html[position:])) if number else html, number


def text(html: str, hidden: Hidden) -> str:
    """What the parts of an article say, a line each, without those that are hidden."""
    return "\n".join(block.text for block in blocks(html) if block.text and hidden.of(block) is None)


def _masked(text: str) -> str:
    return _DIGITS.sub("#", fold(text)).strip()


def _lead(block: Block) -> str:
    """How a part with links begins, as in "Read more: …"; "" where it does not begin like that."""
    lead, colon, rest = block.text[: MAX_LEAD_CHARACTERS + 1].partition(":")
    return _masked(lead) if colon and rest and block.linked and len(lead) > 2 else ""


def _is_links(block: Block) -> bool:
    return block.linked >= MOSTLY * len(block.text) > 0


def _picture(block: Block) -> str:
    """Host and path of the picture of a part that says nothing."""
    return "" if block.text else block.picture.partition("://")[2].partition("?")[0]
