"""The canonical text of an article: the one in which places and highlights count their letters.

Walk the article in the order of the document. A text gives its characters; the edge of a block, and a line break,
give a space; what is in a film or a recording gives nothing. Then soft hyphens and other marks without width vanish,
every run of white space is one space, and none is at the ends. Letters are counted in code points.

The reader's page does the same with what it shows (`static/text.js`), to the letter: there a formula gives its TeX, and
what the page has put in itself (`data-ui`) nothing. `tests/shared/canonical.json` has what both make of the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from satchel.base.folded_text import FoldedText
from satchel.base.text import words_of

BLOCKS = words_of(
    "p div section article h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody tfoot tr td th",
    "figure figcaption header main hr details summary br",
)
_SILENT = frozenset(["video", "audio"])
_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)[^">]*(?:"[^"]*"[^">]*)*>')
_VANISHING = ("\xad", "\u200b", "\ufeff")
_LETTER = re.compile(r"&[a-zA-Z0-9#]+;|.", re.DOTALL)
_WORD = re.compile(r"\S+")


class _Piece(NamedTuple):
    """A text between two tags: where it stands in the HTML, and whether a block begins or ends before it."""

    start: int
    end: int
    apart: bool


def of(html: str) -> str:
    """The canonical text of stored HTML."""
    parts: list[str] = []
    for start, end, apart in _pieces(html):
        if apart:
            parts.append(" ")
        parts.append(html[start:end])
    return FoldedText(_bare("".join(parts))).text


def index_of(html: str, at: int) -> int:
    """Where in stored HTML the letter `at` of its canonical text begins; behind the last one, where that ends."""
    counted, gap, last = 0, False, 0
    for start, end, apart in _pieces(html):
        gap = gap or apart
        text = _bare(html[start:end])
        words = text.split()
        if not words:
            gap = gap or bool(text)
            continue
        if counted and (gap or text[0].isspace()):
            counted += 1
        size = sum(map(len, words)) + len(words) - 1
        if counted + size > at:
            return start + _within(html[start:end], max(0, at - counted))
        counted, gap, last = counted + size, text[-1].isspace(), end
    return last


def _pieces(html: str) -> Iterator[_Piece]:
    position, apart, silent = 0, False, 0
    for tag in _TAG.finditer(html):
        if tag.start() > position and not silent:
            yield _Piece(position, tag.start(), apart)
            apart = False
        position = tag.end()
        name = tag[2].lower()
        if name in BLOCKS:
            apart = True
        elif name in _SILENT:
            silent = max(0, silent + (-1 if tag[1] else 1))
    if len(html) > position and not silent:
        yield _Piece(position, len(html), apart)


def _bare(text: str) -> str:
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        for mark in _VANISHING:
            text = text.replace(mark, "")
    return text


def _within(raw: str, wanted: int) -> int:
    """Where in a text of the HTML its letter of that number begins, once white space is folded."""
    counted, space = 0, False
    if "&" not in raw and (raw.isascii() or not any(mark in raw for mark in _VANISHING)):
        # Each letter is written as itself: whole words can be stepped over.
        for word in _WORD.finditer(raw):
            size = word.end() - word.start()
            if counted + size > wanted:
                return word.start() + max(0, wanted - counted)
            counted += size + 1
        return len(raw)
    for letter in _LETTER.finditer(raw):
        bare = _bare(letter[0])
        if not bare:
            continue
        if bare.isspace():
            space = True
            continue
        if space and counted:
            counted += 1
        if counted >= wanted:
            return letter.start()
        counted, space = counted + len(bare), False
    return len(raw)
