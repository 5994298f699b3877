"""Loose text put into paragraphs."""

from __future__ import annotations

from lxml import etree

from satchel.base.text import words_of
from satchel.pipeline.parsing.tree import Element, raw_text

PHRASING = words_of(
    "abbr audio b bdi bdo br button cite code data datalist dfn em embed font i img input kbd label mark math meter",
    "object output picture progress q ruby s samp select small source span strike strong sub",
    "sup svg textarea time tt u var wbr big",
)
_LINKISH = frozenset(["a", "del", "ins"])


def is_phrasing(element: Element) -> bool:
    """True for elements that flow inside a paragraph."""
    tag = element.tag
    return tag in PHRASING or (tag in _LINKISH and all(map(is_phrasing, element)))


def _blank(text: str | None) -> bool:
    return not text or text.isspace()


def break_paragraphs(body: Element) -> None:
    """Two or more line breaks in a row begin a paragraph."""
    for line in list(body.iter("br")):
        parent = line.getparent()
        if parent is None:
            continue
        chained = False
        while (following := line.getnext()) is not None and following.tag == "br" and _blank(line.tail):
            line.tail = following.tail
            following.tail = None
            parent.remove(following)
            chained = True
        if not chained:
            continue
        line.tag = "p"
        line.text, line.tail = line.tail, None
        while (following := line.getnext()) is not None:
            if (following.tag == "br" and _starts_break(following)) or not is_phrasing(following):
                break
            line.append(following)
        if parent.tag == "p":
            parent.tag = "div"


def _starts_break(line: Element) -> bool:
    after = line.getnext()
    return _blank(line.tail) and after is not None and after.tag == "br"


def wrap_loose(box: Element) -> None:
    """Runs of text and inline elements in a div become paragraphs; a div that is one becomes it."""
    children = list(box)
    flowing = [is_phrasing(child) for child in children]
    if all(flowing):
        if _blank(box.text) and not children:
            return
        if _few_links(box):
            box.tag = "p"
        else:
            inner = etree.SubElement(box, "p")
            inner.text, box.text = box.text, None
            inner.extend(children)
        return
    paragraph: Element | None = None
    if not _blank(box.text):
        paragraph = box.makeelement("p")
        paragraph.text, box.text = box.text, None
        box.insert(0, paragraph)
    for child, flows in zip(children, flowing, strict=True):
        if flows:
            if paragraph is None:
                paragraph = box.makeelement("p")
                child.addprevious(paragraph)
            paragraph.append(child)
        else:
            paragraph = None
            if not _blank(child.tail):
                paragraph = box.makeelement("p")
                paragraph.text, child.tail = child.tail, None
                child.addnext(paragraph)
    _only_paragraph(box)


def _only_paragraph(box: Element) -> None:
    """A div around one paragraph, and nothing else, becomes that paragraph."""
    if len(box) == 1 and box[0].tag == "p" and _blank(box.text) and _blank(box[0].tail) and _few_links(box):
        inner = box[0]
        box.tag = "p"
        box.text = inner.text
        box[:] = list(inner)


def _few_links(box: Element) -> bool:
    linked = sum(len(raw_text(link)) for link in box.iter("a"))
    whole = sum(len(text) for text in box.itertext() if not text.isspace()) if linked else 0
    return not whole or linked < 0.25 * whole
