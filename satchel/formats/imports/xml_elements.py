"""Elements of one name in an XML file of any size; what is broken in it is mended where it can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from satchel.formats.imports import charsets, making
from satchel.formats.imports.context import Context
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)


class Element(NamedTuple):
    """An element without its tree."""

    name: str
    attributes: dict[str, str]
    text: str  #: its own, and that of all below it
    children: list[Element]
    line: int


def rows(
    source: Source, context: Context, name: str, make: Callable[[Element, Place, Context], Row | Skipped]
) -> Iterator[Row | Skipped]:
    """A row for each outermost element of that name. Nothing is loaded from elsewhere, and no entity is expanded."""
    parser = etree.XMLPullParser(
        ("start", "end"), encoding="utf-8", recover=True, huge_tree=True, resolve_entities=False, no_network=True,
        load_dtd=False,
    )  # fmt: skip
    depth, begun = 0, 0
    for piece in _fed(charsets.pieces(source, context)):
        parser.feed(piece.encode("utf-8", "replace"))
        for event, element in parser.read_events():
            if not isinstance(element, etree._Element) or _name(element) != name:
                continue
            if event == "start":
                depth += 1
                begun = _line(element)
                continue
            depth -= 1
            if depth == 0:
                yield make(_taken(element), context.place(_line(element)), context)
                _forget(element)
    if depth > 0:
        yield making.skipped(context.place(begun), Reason.CUT_OFF)


def _fed(pieces: Iterator[str]) -> Iterator[str]:
    """The text without its declaration, which tells of another encoding, and without its DOCTYPE."""
    first = next(pieces, "")
    yield _DOCTYPE.sub("", _DECLARATION.sub("", first.lstrip("\ufeff \t\r\n"), count=1), count=1)
    yield from pieces


def _taken(element: etree._Element) -> Element:
    return Element(
        _name(element),
        {str(name): str(value) for name, value in element.attrib.items()},
        "".join(str(text) for text in element.itertext()),
        [_taken(child) for child in element if isinstance(child.tag, str)],
        _line(element),
    )


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _forget(element: etree._Element) -> None:
    """Let go of an element and those before it: else the tree would grow with the file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
