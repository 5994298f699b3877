"""Formulas kept as what a reader can read: their TeX source as code, else a line of text.

Code that is a formula says so, and whether it stands in a line of its own: `data-tex="inline"`, `data-tex="block"`.
"""

from __future__ import annotations

import re

from satchel.pipeline.article.delimited import settle_delimited
from satchel.pipeline.parsing.tree import TEX, TEX_IN_TEXT, Element, remove, replace, text_of

MAX_FORMULAS = 2_000
MAX_TEX = 4_000  #: letters; a longer annotation is data
_TEX = ("application/x-tex", "application/x-latex", "latex", "tex")
_RENDERER = re.compile(r"katex|mathjax|mjx|mwe-math|mathquill|\bmath\b", re.I)
_PREVIEW = re.compile(r"\bMathJax_(?:Preview|SVG)\b|\bkatex-html\b", re.I)
_WRAPPER = re.compile(r"%?\s?<!\[CDATA\[|%?\s?\]\]>")  # for readers of XML, not of TeX
_STYLE = re.compile(r"\{\s?\\(?:displaystyle|textstyle)\b\s?(.*)\}", re.S)
_DISPLAY = re.compile(r"\bkatex-display\b|\bMathJax_Display\b|\bMJXc-display\b|-display\b", re.I)
MAX_DRAWN_LEVELS = 4  #: levels from a formula up to the box of the script that drew it
_LINKS = {"msup": "^", "msub": "_", "mfrac": "/", "mover": "^", "munder": "_"}


def settle_formulas(body: Element) -> None:
    """Put code or text in the place of every formula; the drawings that scripts made beside it go."""
    for waiting in list(body.iter("code")):
        if waiting.get("class") == TEX:
            _settle_waiting(waiting)
    if body.get(TEX_IN_TEXT):
        settle_delimited(body, dollars=body.get(TEX_IN_TEXT) == "dollar")
    for number, formula in enumerate(list(body.iter("math"))):
        if number >= MAX_FORMULAS or formula.getparent() is None:
            continue
        outer = _drawn_by(formula)
        picture = next(outer.iter("img"), None) if outer is not formula else None
        tex = _source(formula)
        if picture is not None and not tex:
            continue  # a picture of the formula says more than a line of its letters
        plain = formula.makeelement("code" if tex else "span")
        if tex:
            plain.set("data-tex", "block" if _is_block(formula, outer) else "inline")
        plain.text = tex or f" {read(formula)} "
        replace(outer, plain)
        _drop_previews(plain)


def _settle_waiting(source: Element) -> None:
    """The source of a formula stays, unless a reader sees MathML beside it; a drawing of letters goes."""
    drawn = source.getprevious()
    if drawn is not None and not (drawn.tail or "").strip() and _RENDERER.search(drawn.get("class") or ""):
        if next(drawn.iter("math"), None) is not None:
            remove(source)
            return
        remove(drawn)
    _drop_previews(source)
    if source.get("data-tex") not in ("inline", "block"):
        source.set("data-tex", "inline")
    source.text = " ".join(_WRAPPER.sub(" ", source.text or "").split())[:MAX_TEX]


def _drawn_by(formula: Element) -> Element:
    """The outermost box around a formula that a script drew for it."""
    outer = formula
    text = text_of(formula)
    for level, above in enumerate(formula.iterancestors()):
        if level >= MAX_DRAWN_LEVELS or above.tag in ("p", "li", "td", "body", "blockquote"):
            break
        name = f"{above.tag} {above.get('class') or ''}"
        if _RENDERER.search(name) and (above.tag != "div" or len(text_of(above)) < 4 * len(text) + 40):
            outer = above
    return outer


def _drop_previews(plain: Element) -> None:
    before = plain.getprevious()
    if before is not None and _PREVIEW.search(before.get("class") or ""):
        remove(before)


def _source(formula: Element) -> str:
    tex = formula.get("alttext") or ""
    for note in formula.iter("annotation"):
        if (note.get("encoding") or "").lower() in _TEX:
            tex = text_of(note)
    tex = _styled(" ".join(tex.split()))
    return tex if len(tex) <= MAX_TEX else ""


def _styled(tex: str) -> str:
    """TeX without the braces that an encyclopedia puts round each formula to have it drawn large."""
    style = _STYLE.fullmatch(tex)
    if style is None:
        return tex
    depth, last = 0, ""
    for letter in style[1]:
        depth += ((letter == "{") - (letter == "}")) if last != "\\" else 0
        if depth < 0:
            return tex
        last = letter if last != "\\" else ""
    return style[1].strip()


def _is_block(formula: Element, outer: Element) -> bool:
    """Whether a formula stands in a line of its own."""
    return formula.get("mode") == "display" or any(
        one.get("display") in ("block", "true") or _DISPLAY.search(one.get("class") or "")
        for one in outer.iter()
    )


def read(node: Element) -> str:
    """A formula as one line: "x^2", "a/b", "√(x)"."""
    if node.tag in ("annotation", "annotation-xml"):
        return ""
    parts = [part for child in node if (part := read(child))]
    own = (node.text or "").strip()
    link = _LINKS.get(str(node.tag))
    if link and len(parts) == 2:
        return link.join(part if " " not in part else f"({part})" for part in parts)
    if node.tag in ("msqrt", "mroot"):
        return f"√({' '.join(parts)})"
    return " ".join([own, *parts] if own else parts)
