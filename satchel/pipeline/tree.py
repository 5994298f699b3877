"""From text to one tree, with the meaning that browsers give to the markup."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element as Element
from selectolax.lexbor import LexborHTMLParser

from satchel.pipeline.links import absolute

MAX_DATA = 1_000_000  #: letters of one block of JSON-LD

# libxml2 takes these for containers, and would put the <img> of a <picture> inside <source>.
_VOID = re.compile(r"<(source|track|wbr)\b([^>]*)>")


class Document(NamedTuple):
    """A parsed page."""

    root: Element
    base: str  #: what relative addresses are relative to
    data: tuple[str, ...]  #: the text of its JSON-LD blocks
    markup: bytes  #: the page as written after parsing, to grow a fresh tree from


def parse(text: str, url: str) -> Document:
    """Parse a guarded page. lexbor decides what the markup means; lxml carries the tree.

    Scripts and styles are gone; comments too. Never raises for any text.
    """
    parser = LexborHTMLParser(text, scripting=True)
    data = tuple(
        content[:MAX_DATA]
        for node in parser.css('script[type*="ld+json"]')[:50]
        if (content := node.text(deep=True)) and len(content) <= MAX_DATA
    )
    parser.strip_tags(["script", "style"], recursive=True)
    markup = _VOID.sub(r"<\1\2></\1>", parser.html or "").encode("utf-8", "replace")
    root = grow(markup)
    base = url
    for element in root.iter("base"):
        base = absolute(element.get("href"), url) or url
        break
    return Document(root, base, data, markup)


def grow(markup: bytes) -> Element:
    """A fresh tree from markup that `parse` wrote."""
    parser = lxml_html.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8", recover=True
    )
    try:
        root: Element | None = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        root = etree.fromstring(b"<html><head></head><body></body></html>", parser)
    if root.find("body") is None:
        etree.SubElement(root, "body")
    return root


def remove(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put the element's content in its place."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.text:
        if before is not None:
            before.tail = (before.tail or "") + element.text
        else:
            parent.text = (parent.text or "") + element.text
    children = list(element)
    if element.tail:
        if children:
            children[-1].tail = (children[-1].tail or "") + element.tail
        elif before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    place = parent.index(element)
    parent[place : place + 1] = children


def text_of(element: Element) -> str:
    """All text of an element, white space collapsed."""
    return " ".join("".join(element.itertext()).split())
