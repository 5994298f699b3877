"""Elements of one name in an XML file of any size; what is broken in it is mended where it can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from satchel.formats.imports import charsets, making
from satchel.formats.imports.context import Context
from satchel.formats.imports.row import Place, Reason, Row, Skipped
from satchel.formats.imports.sources import Source

MAX_ELEMENT_CHARACTERS = 16 * 1024 * 1024
#: That are read of one that is larger: in a note of Evernote files come last, behind a text of up to eight million.
MAX_HEAD_CHARACTERS = 9 * 1024 * 1024
_SHOWN = 1_000
_CDATA = "<![CDATA["
_CONTROLS = bytes(each for each in (*range(32), 127) if each not in b"\t\n\r")


class Element:
    """An element, read as far as somebody asks: what is in it may be large."""

    def __init__(self, node: etree._Element) -> None:
        self._node = node

    @property
    def name(self) -> str:
        """Its name, without a prefix."""
        tag = self._node.tag
        return tag.rpartition("}")[2] if isinstance(tag, str) else ""

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes by name."""
        return {str(name): str(value) for name, value in self._node.attrib.items()}

    @property
    def text(self) -> str:
        """Its own, and that of all below it."""
        return "".join(str(text) for text in self._node.itertext())

    @property
    def children(self) -> list[Element]:
        """The elements in it."""
        return [Element(child) for child in self._node if isinstance(child.tag, str)]


def rows(
    source: Source,
    context: Context,
    name: str,
    make: Callable[[Element, Place, Context], Row | Skipped],
    *,
    nests: bool = False,
) -> Iterator[Row | Skipped]:
    """A row for each outermost element of that name. Nothing is loaded from elsewhere, and no entity is expanded.

    Each is parsed alone, so that a fault costs the element in which it is. Where such elements never stand within one
    another (not `nests`), one that does shows that the outer one has lost its end.
    """
    for line, text, is_cut in _apart(charsets.pieces(source, context), name, nests):
        place = context.place(line)
        data = text.encode("utf-8", "replace").translate(None, _CONTROLS)
        found = None if is_cut else _parsed(data)
        if found is None:
            yield making.skipped(place, Reason.CUT_OFF if is_cut else Reason.DAMAGED, "", text[:_SHOWN])
        else:
            yield make(Element(found), place, context)


def _parsed(data: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _apart(pieces: Iterator[str], name: str, nests: bool) -> Iterator[tuple[int, str, bool]]:
    """The text of each element, the line in which it begins, and whether the file ends within it."""
    sign = re.compile(
        rf"<!\[CDATA\[|<(/?){name}(?=[\s/>])((?:[^>\"'<]++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
        re.DOTALL,
    )
    text, at, begin, depth, line, is_over = "", 0, -1, 0, 1, False
    has_ends = True
    while True:
        found = sign.search(text, at)
        end = text.find("]]>", found.end()) if found and found[0] == _CDATA and has_ends else -1
        if end >= 0:
            at = end
            continue
        if not is_over and (found is None or found[0] == _CDATA):
            kept = begin if begin >= 0 else (found.start() if found else max(at, text.rfind("<", at)))
            line += text.count("\n", 0, kept)
            at = max(0, (found.start() if found else max(at, text.rfind("<", at))) - kept)
            begin = 0 if begin >= 0 else -1
            text, is_over = _more(text[kept:], pieces)
            if begin == 0 and len(text) > MAX_ELEMENT_CHARACTERS:  # without an end; its beginning is read
                yield line, text[:MAX_HEAD_CHARACTERS], False
                begin, depth, at = -1, 0, MAX_HEAD_CHARACTERS
            continue
        if found is None:
            break
        at = found.end()
        if found[0] == _CDATA:
            has_ends = False  # behind this one there is none, and to look for it again would take long
            continue
        is_end, is_whole = bool(found[1]), found[2].endswith("/")
        if is_end and begin < 0:
            continue  # of one that was too large
        if not is_end and begin >= 0 and not nests:
            yield line + text.count("\n", 0, begin), text[begin : found.start()], False
            begin, depth = -1, 0
        if not is_end and begin < 0:
            begin = found.start()
        depth += 0 if is_whole else -1 if is_end else 1
        if begin >= 0 and depth <= 0:
            yield line + text.count("\n", 0, begin), text[begin:at], False
            begin, depth = -1, 0
    if begin >= 0:
        yield line + text.count("\n", 0, begin), text[begin:], True


def _more(text: str, pieces: Iterator[str]) -> tuple[str, bool]:
    """The text and what follows it, the more the longer it is; and whether that is all."""
    read, wanted = [text], len(text) // 2 + 1
    while wanted > 0:
        piece = next(pieces, None)
        if piece is None:
            return "".join(read), True
        read.append(piece)
        wanted -= len(piece)
    return "".join(read), False
