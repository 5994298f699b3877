"""Code blocks made plain: one text with its line breaks, without numbers and boxes for the lines."""

from __future__ import annotations

import re

from satchel.base.text import words_of
from satchel.pipeline.article.code_language import language_of
from satchel.pipeline.article.line_numbers import drop_numbers, listing_of
from satchel.pipeline.parsing.tree import Element, has_own_text, put, raw_text, remove

_LINES = words_of("div p li tr table ol ul")
_NUMBERS = re.compile(r"\s*(?:\d{1,5}\s+)*\d{1,5}\s*")
_GUTTER = re.compile(r"gutter|line-?num|lineno|linenumber|\brouge-gutter\b", re.I)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table-row|list-item)", re.I)
_LINE_NAME = re.compile(
    r"(?:^|\s)(?:(?:code|view|token|hljs-ln|cl|source|CodeMirror|editor|highlight|pre)[-_]?)?line(?:$|\s)"
)


def settle_code(body: Element) -> None:
    """Give every code block its lines as text where boxes or line breaks marked them; numbers of lines go."""
    for code in body.iter("code"):
        box = code.getparent() if code.find("br") is not None else None
        if box is not None and box.tag in ("p", "div") and len(box) == 1 and not has_own_text(box):
            box.tag = "pre"
    for block in list(body.iter("pre")):
        if block.getparent() is None:
            continue
        language = language_of(block)
        for inner in list(block.iter("span", "td", "div", "button")):
            name = inner.get("class") or ""
            if name and (_GUTTER.search(name) or inner.tag == "button") and _is_numbers(inner):
                remove(inner)
        if _is_gutter(block):
            remove(block)
            continue
        _box_lines(block)
        drop_numbers(block, _text)
        if any(True for _ in block.iter(*_LINES, "br")):
            box = block[0] if len(block) == 1 and block[0].tag == "code" else block
            box.text, box[:] = _text(box), []
        put(block, "data-lang", language)
    for table in list(body.iter("table")):
        listing = listing_of(table, _text)
        if listing is not None:
            language = language_of(table)
            table.attrib.clear()
            table.tag, table.text, table[:] = "pre", listing, []
            put(table, "data-lang", language)


def _box_lines(block: Element) -> None:
    """Make boxes of what only looks like the lines of a block: by its style, its name or its place."""
    for tag in ("span", "code"):
        lines = [one for one in block.iter(tag) if _is_line(one, block)]
        if len(lines) > 1 and not any(_ends_line(one) for one in lines[:-1]):
            for line in lines:
                line.tag = "div"


def _is_line(element: Element, block: Element) -> bool:
    if _BLOCK_STYLE.search(element.get("style") or "") or _LINE_NAME.search(element.get("class") or ""):
        return True
    if element.get("data-line") is not None or element.get("data-line-number") is not None:
        return True
    return element.tag == "code" and element.getparent() is block and not has_own_text(block)


def _ends_line(element: Element) -> bool:
    """True where a line end is written out already."""
    return raw_text(element).endswith("\n") or "\n" in (element.tail or "")


def _is_numbers(element: Element) -> bool:
    text = raw_text(element)
    return not text.strip() or bool(_NUMBERS.fullmatch(text)) or element.tag == "button"


def _is_gutter(block: Element) -> bool:
    """True for a column of line numbers beside the code."""
    cell = next(block.iterancestors("td"), None)
    return cell is not None and cell.getnext() is not None and bool(_NUMBERS.fullmatch(raw_text(block)))


def _text(block: Element) -> str:
    parts: list[str] = []
    _write(block, parts)
    return "".join(parts).strip("\n").replace("\xa0", " ")


def _write(element: Element, parts: list[str]) -> None:
    if element.tag == "br":
        parts.append("\n")
    line = element.tag in _LINES
    if line and parts and not parts[-1].endswith("\n"):
        parts.append("\n")
    # White space before the first of several lines is the page's own; before a word it indents the code.
    if element.text and not (element.text.isspace() and len(element) and element[0].tag in _LINES):
        parts.append(element.text)
    for child in element:
        _write(child, parts)
        if child.tail and not (child.tag in _LINES and child.tail.isspace()):
            parts.append(child.tail)
    if line and parts and not parts[-1].endswith("\n"):
        parts.append("\n")
