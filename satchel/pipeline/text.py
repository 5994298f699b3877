"""Plain text of an article, and what is counted in it."""

from __future__ import annotations

import re

from lxml import etree

from satchel.base.text import words_of
from satchel.pipeline.parsing.tree import Element, text_of

MAX_TEXT = 1_000_000  #: bytes of UTF-8
_BLOCKS = words_of(
    "address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6",
    "header hr li main ol p pre section summary table tbody td tfoot th thead tr ul video audio",
)
_APART = words_of(
    "p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table figure figcaption div section article hr"
)
# Letters of scripts that do not mark words: each counts as one.
_LETTERS = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"\w++(?:['’.\-]\w++)*+")
LABEL = 100  #: letters of a first line that is no prose when it does not end like a sentence
_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "”", '"', "»", "؟", "।")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s|[。！？]")


def text_of_article(article: Element) -> str:
    """The article as plain text: one line to a block, an empty line between paragraphs; at most 1 MB."""
    parts: list[str] = []
    _write(article, parts)
    lines = [
        " ".join(line.split()) if "\u2028" not in line else line.replace("\u2028", "")
        for line in "".join(parts).split("\n")
    ]
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return bounded(text, MAX_TEXT)


def _write(top: Element, parts: list[str]) -> None:
    inside_pre = 0
    walk = etree.iterwalk(top, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag == "figcaption":
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                parts.append("\n\n" if tag in _APART else "\n")
            elif tag == "br":
                parts.append("\n")
            if tag == "pre":
                inside_pre += 1
            _add(element.text, parts, inside_pre)
            continue
        if tag == "pre":
            inside_pre -= 1
        if tag in _BLOCKS:
            parts.append("\n\n" if tag in _APART else "\n")
        if element is not top:
            _add(element.tail, parts, inside_pre)


def _add(text: str | None, parts: list[str], inside_pre: int) -> None:
    if not text:
        return
    if inside_pre:
        # The mark keeps the indentation of code through the collapsing of white space.
        parts.append("\n".join(f"\u2028{line}" if line[:1].isspace() else line for line in text.split("\n")))
    else:
        # Other white space collapses when the lines are put together.
        parts.append(" " if text.isspace() else text.replace("\n", " ").replace("\u2028", " "))


def bounded(text: str, limit: int) -> str:
    """The text cut to at most `limit` bytes of UTF-8, at a whole letter."""
    if len(text) * 4 <= limit:
        return text
    encoded = text.encode("utf-8", "ignore")
    return text if len(encoded) <= limit else encoded[:limit].decode("utf-8", "ignore")


def count_words(text: str) -> int:
    """The number of words: by their gaps where a script has gaps, by letters where it has none."""
    if text.isascii() or not _LETTERS.search(text):
        return len(_WORD.findall(text))
    letters = len(_LETTERS.findall(text))
    return letters + sum(1 for _ in _WORD.finditer(_LETTERS.sub(" ", text)))


def opening(article: Element, limit: int = 2_000) -> str:
    """The first paragraphs of an article, without headings, captions and lists."""
    parts: list[str] = []
    for element in article.iter("p"):
        if any(above.tag in ("figure", "li", "table", "blockquote") for above in element.iterancestors()):
            continue
        part = text_of(element)
        if not parts and len(part) < LABEL and not part.endswith(_ENDS):
            continue  # a byline, a date, a rubric
        parts.append(part)
        limit -= len(part)
        if limit <= 0:
            break
    return " ".join(part for part in parts if part)


def excerpt_of(text: str, limit: int = 300) -> str:
    """The first sentences of a text, whole ones if they fit, else cut at a word with an ellipsis."""
    start = " ".join(text[: limit * 6].split("\n\n")[0:4]).split()
    line = " ".join(start)
    if len(line) <= limit:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(line[: limit + 1])]
    if ends and ends[-1] > limit * 0.4:
        return line[: ends[-1]].strip()
    return (
        line[:limit].rpartition(" ")[0].rstrip(" ,;:-–—") + "…"
        if " " in line[:limit]
        else line[: limit - 1] + "…"
    )
