"""TeX as MathML, for pages.

A converter makes a tree of it, and we write that tree: elements and attributes on our lists alone, every text escaped.
So whatever the TeX says and whatever the converter makes of it, no other markup comes out. What cannot be read stays
code.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from satchel.base.text import words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_TEX_CHARACTERS = 2_000  #: of one formula; 2,000 letters of the worst kind take 40 ms
MAX_FORMULAS = 1_500  #: of one article
MAX_SECONDS = 0.5  #: of the processor, for the formulas of one article; what comes later stays code
MAX_DEPTH = 60  #: braces inside braces
MAX_MATHML_CHARACTERS = 100_000  #: of one formula
_KEPT = 2_000  #: formulas that are remembered: about 600 bytes each
_FORMULA = re.compile(r'<code data-tex="(inline|block)">([^<]*)</code>')
#: Definitions can double what they stand for again and again; styles and links are not TeX's to set.
_REFUSED = re.compile(
    r"\\(?:def|edef|gdef|xdef|let|newcommand|renewcommand|providecommand|newenvironment|require|include|input|href|url|class"
    r"|cssId|style|html\w*|DeclareMathOperator)(?![a-zA-Z])"
)
_ELEMENTS = words_of(
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mover munder munderover mfrac msqrt mroot mtable mtr mtd",
    "mstyle mpadded mphantom menclose mmultiscripts mprescripts none",
)
_ATTRIBUTES = words_of(
    "displaystyle scriptlevel mathvariant stretchy fence form separator symmetric largeop movablelimits accent",
    "accentunder linethickness columnalign columnlines rowlines columnspacing rowspacing notation width height depth",
    "lspace rspace minsize maxsize",
)
_VALUE = re.compile(r"(?:[a-zA-Z][a-zA-Z -]{0,40}|(?:-\d|\d{0,2})(?:\.\d{0,6})?(?:em|ex|pt|px|mu|%)?|\+?\d)")


def rendered(html: str) -> str:
    """Stored HTML with its formulas as MathML; the TeX is their `alttext`."""
    if "data-tex=" not in html:
        return html
    end, left = time.thread_time() + MAX_SECONDS, MAX_FORMULAS

    def show(formula: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        if left < 0 or time.thread_time() > end:
            return formula[0]
        return mathml(unescape(formula[2]), formula[1] == "block") or formula[0]

    return _FORMULA.sub(show, html)


@lru_cache(_KEPT)
def mathml(tex: str, block: bool) -> str:
    """A formula as MathML; "" for what cannot be read as one, or is too long."""
    if not tex.strip() or len(tex) > MAX_TEX_CHARACTERS or _REFUSED.search(tex) or _depth(tex) > MAX_DEPTH:
        return ""
    # Few articles have formulas: whoever reads none does not pay for the tables of symbols.
    from latex2mathml.converter import convert_to_element

    try:
        tree = convert_to_element(tex, display="block" if block else "inline")
        display = ' display="block"' if block else ""
        parts = [f'<math alttext="{escape(tex)}"{display}>']
        for child in tree:
            _write(child, parts, 0)
    except Exception:
        # It raises whatever its parsing runs into: its own errors, and those of indices and recursion.
        return ""
    parts.append("</math>")
    found = "".join(parts)
    if len(found) > MAX_MATHML_CHARACTERS:
        return ""
    return f'<span class="formula">{found}</span>' if block else found


def _depth(tex: str) -> int:
    deepest = depth = 0
    for letter in tex:
        if letter == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter == "}":
            depth -= 1
    return deepest + tex.count("\\left") + tex.count("\\begin")


def _write(element: Element, parts: list[str], depth: int) -> None:
    if element.tag not in _ELEMENTS or depth > 4 * MAX_DEPTH:
        raise ValueError("no formula")
    if element.text and element.text[0] == "\\" and element.text[1:2].isalpha():
        raise ValueError("a command that the converter does not know")
    parts.append(f"<{element.tag}")
    for name, value in element.attrib.items():
        if name in _ATTRIBUTES and _VALUE.fullmatch(value):
            parts.append(f' {name}="{value}"')
    parts.append(">")
    # The converter writes some signs as references to characters.
    if element.text:
        parts.append(escape(unescape(element.text)))
    for child in element:
        _write(child, parts, depth + 1)
    parts.append(f"</{element.tag}>")
