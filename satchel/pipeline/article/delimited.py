"""Formulas that stand in the text of a page between signs, for a script to draw: `\\(…\\)`, `\\[…\\]`, `$$…$$`."""

from __future__ import annotations

import re

from satchel.base.text import words_of
from satchel.pipeline.parsing.tree import Element

MAX_DELIMITED = 2_000
MAX_TEX = 4_000  #: letters; what is longer is no formula
_LEFT_ALONE = words_of("pre code kbd samp tt textarea script style math svg option")
#: No part of one matches what opens another, so that a page of openings is walked once.
_FORMULA = re.compile(
    r"\\\(((?:[^\\]|\\[^()])+)\\\)|\\\[((?:[^\\]|\\[^\[\]])+)\\\]|\$\$((?:[^$\\]|\\.)+)\$\$", re.S
)
_WITH_DOLLARS = re.compile(
    _FORMULA.pattern + r"|(?<![\\$])\$(?![\s$])((?:[^$\\\n]|\\.){1,1000}?)(?<!\s)\$(?![\d$])", re.S
)


def settle_delimited(body: Element, *, dollars: bool) -> None:
    """Put code in the place of such formulas; `dollars`: those between single ones, too."""
    pattern, left = _WITH_DOLLARS if dollars else _FORMULA, MAX_DELIMITED
    for element in list(body.iter()):
        if left <= 0:
            return
        if element.tag not in _LEFT_ALONE and not any(
            above.tag in _LEFT_ALONE for above in element.iterancestors()
        ):
            left -= _split(element, pattern, left)
        if element.tail and element is not body and _is_open(element.getparent()):
            left -= _split(element, pattern, left, tail=True)


def _is_open(parent: Element | None) -> bool:
    return parent is not None and parent.tag not in _LEFT_ALONE


def _split(element: Element, pattern: re.Pattern[str], most: int, *, tail: bool = False) -> int:
    """Put code in the place of formulas in the text of an element, or in that behind it; how many they were."""
    text = (element.tail if tail else element.text) or ""
    if "\\" not in text and "$" not in text:
        return 0
    parent = element.getparent() if tail else element
    assert parent is not None
    at = parent.index(element) + 1 if tail else 0
    position, count, last = 0, 0, None
    for found in pattern.finditer(text):
        tex = next(part for part in found.groups() if part is not None)
        if count >= most or len(tex) > MAX_TEX or not tex.strip():
            continue
        code = element.makeelement("code")
        code.set("data-tex", "block" if found[2] or found[3] else "inline")
        code.text = " ".join(tex.split())
        before = text[position : found.start()]
        if last is not None:
            last.tail = before
        elif tail:
            element.tail = before
        else:
            element.text = before
        parent.insert(at + count, code)
        position, count, last = found.end(), count + 1, code
    if last is not None:
        last.tail = text[position:]
    return count
