"""From text to one tree, with the meaning that browsers give to the markup."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import NamedTuple, TypeAlias

from lxml import etree
from lxml.etree import _Element
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from satchel.base.text import words_of
from satchel.pipeline.links import absolute

Element: TypeAlias = _Element

HEADINGS = words_of("h1 h2 h3 h4 h5 h6")
UNWRAP = "x-unwrap"  #: tag of elements whose content alone is to stay
TEX = "satchel-tex"  #: class of the source of a formula that a script would have drawn
TEX_IN_TEXT = (
    "data-tex-in-text"  #: attribute of the body of a page whose scripts draw formulas that stand in its text
)
PLAIN_SIDE = 400  #: letters; with fewer it tells the reader to turn scripts on
MAX_DATA = 1_000_000  #: letters of one block of JSON-LD

# libxml2 takes these for containers, and would put the <img> of a <picture> inside <source>.
_NO_MEMORY = int(etree.ErrorTypes.ERR_NO_MEMORY)
_LARGE = 100_000  #: bytes of markup from which on memory may run out
_TEX_SCRIPT = re.compile(
    r"""<script\b[^<>]{0,100}?\btype\s?=\s?["']?math/tex\b[^<>]{0,100}>([^<]*+(?:<(?!/?script)[^<]*+)*+)</script\s*>""",
    re.I,
)
#: A page that really has its formulas drawn says so; elsewhere dollars are money and brackets are brackets.
_TEX_DRAWER = 'script[src*="mathjax" i], script[src*="auto-render" i]'
_DOLLARS = re.compile(r"""\[\s*["']\$["']\s*,\s*["']\$["']\s*\]|\bleft\s?:\s?["']\$["']""")
_LENGTH = etree.XPath("string-length(normalize-space())")
MAX_STREAMED = 50  #: boxes
_STREAMED = 'div[hidden][id^="S:"]'
_LATER = f'script[type*="math/tex" i], {_STREAMED}'  #: what scripts put elsewhere
_SLOT = re.compile(r"S:[\w-]{1,20}$")
#: A place for what comes later, and what is shown until then.
_WAITING = re.compile(
    r'(<template id="B:[\w-]{1,20}"></template>)(?:(?!<!--|<template)[\s\S]){0,20000}(?=<!--/\$-->)'
)
#: Characters that show nothing, by which mails fill the line that mail boxes show; one alone joins letters.
_FILLER = re.compile(
    rb"(?:(?:\xcd\x8f|\xe2\x80[\x8b-\x8d]|\xc2\xad|\xef\xbb\xbf)(?:&nbsp;|[ \t\r\n]|\xe2\x80\x87)*+){3,}"
)
_VOID = re.compile(r"<(source|track|wbr|embed)\b([^>]*)>")


class Document(NamedTuple):
    """A parsed page."""

    root: Element
    base: str  #: what relative addresses are relative to
    data: tuple[str, ...]  #: the text of its JSON-LD blocks
    markup: bytes  #: the page as written after parsing, to parse a fresh tree from


def parse(text: str, url: str) -> Document:
    """Parse a guarded page. lexbor decides what the markup means; lxml carries the tree.

    Scripts, styles and templates are gone; comments too. Formulas that wait for a script
    stay as code of the class TEX. Never raises for any text but MemoryError.
    """
    # The grown page is asked what is on it: that costs a tenth of looking through its text.
    parser = _grown(text)
    later = parser.css_first(_LATER) is not None
    if later:
        text = _TEX_SCRIPT.sub(_waiting, _WAITING.sub(r"\1", text) if 'id="S:' in text else text)
        del parser  # before there are two
        parser = _grown(text)
    data = tuple(
        content[:MAX_DATA]
        for node in parser.css('script[type*="ld+json"]')[:50]
        if (content := node.text(deep=True)) and len(content) <= MAX_DATA
    )
    drawn = parser.css_first(_TEX_DRAWER) is not None or "renderMathInElement(" in text
    if drawn and parser.body is not None:
        parser.body.attrs[TEX_IN_TEXT] = "dollar" if _DOLLARS.search(text) else "yes"
    parser.strip_tags(["script", "style"], recursive=True)
    if later:
        _put_streamed(parser)
    markup = written(parser)
    root = parse_tree(markup)
    base = url
    for element in root.iter("base"):
        base = absolute(element.get("href"), url) or url
        break
    return Document(root, base, data, markup)


def _grown(text: str) -> LexborHTMLParser:
    try:
        # Given text it makes bytes of it more slowly than Python does.
        return LexborHTMLParser(text.encode("utf-8", "ignore"), scripting=True)
    except SelectolaxError as error:
        raise MemoryError("the page could not be held") from error  # there is no text it cannot parse


def _waiting(script: re.Match[str]) -> str:
    """The code that stands for a formula which a script would have drawn."""
    kind = (
        "block"
        if "mode=display" in script[0][: script.start(1) - script.start()].replace(" ", "")
        else "inline"
    )
    return f'<code class="{TEX}" data-tex="{kind}">{escape(unescape(script[1]))}</code>'


def _put_streamed(parser: LexborHTMLParser) -> None:
    """Put what a framework sent later, in hidden boxes at the end, where its script would put it."""
    for box in parser.css(_STREAMED)[:MAX_STREAMED]:
        number = (box.id or "")[2:]
        place = (
            parser.css_first(f'template[id="B:{number}"], template[id="P:{number}"]')
            if _SLOT.match(box.id or "")
            else None
        )
        if place is not None:
            del box.attrs["hidden"]
            place.replace_with(box)


def unscripted(document: Document) -> Document | None:
    """The page as readers see it whose browser runs no scripts; None when that says no more."""
    if b"<noscript" not in document.markup:
        return None
    sides = parse_tree(document.markup).iter("noscript")
    if not any(len(raw_text(side)) > PLAIN_SIDE for side in sides):
        return None
    markup = document.markup.replace(b"<noscript", b"<div").replace(b"</noscript", b"</div")
    return document._replace(root=parse_tree(markup), markup=markup)


def written(parser: LexborHTMLParser) -> bytes:
    """A page as lexbor understood it, as markup that `parse_tree` reads the same way."""
    html = parser.html or ""
    markup = _VOID.sub(r"<\1\2></\1>", html).encode("utf-8", "replace")
    return _FILLER.sub(b" ", markup) if any(map(html.__contains__, "\u034f\u200c\u200d")) else markup


def parse_tree(markup: bytes) -> Element:
    """A fresh tree from markup that `parse` wrote. Raises MemoryError when it does not fit."""
    # The plain elements of etree: those of lxml.html cost a call of Python for each that is touched.
    parser = etree.HTMLParser(
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
        recover=True,
        collect_ids=False,  # nobody asks the tree for an id
    )
    try:
        root: Element | None = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError as error:
        raise MemoryError(str(error)) from error
    # libxml2 ends the tree where its memory ended, and mentions it.
    if root is None or (len(markup) > _LARGE and any(entry.type == _NO_MEMORY for entry in parser.error_log)):
        raise MemoryError("the tree of the page could not be held")
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


def unwrap_marked(top: Element) -> None:
    """Put the content of every element that was given the tag UNWRAP in its place, all at once."""
    etree.strip_tags(top, UNWRAP)


def box_around(elements: list[Element]) -> Element:
    """The smallest element that holds all of these, which stand in one tree."""
    line = list(elements[0].iterancestors())
    for element in elements[1:]:
        above = set(element.iterancestors())
        line = [one for one in line if one in above]
    return line[0]


def short_text(element: Element, limit: int) -> str:
    """All text of an element, white space collapsed; "" as soon as it is longer than `limit` letters.

    Asked of boxes inside boxes, this stays cheap where the whole text would not.
    """
    parts: list[str] = []
    room = 4 * limit + 1_000  # white space that collapses does not count against the limit
    for piece in element.itertext():
        parts.append(str(piece))
        room -= len(piece)
        if room < 0:
            return ""
    text = " ".join("".join(parts).split())
    return text if len(text) <= limit else ""


def has_own_text(element: Element) -> bool:
    """True when an element has text of its own, outside its children."""
    return any(text and not text.isspace() for text in (element.text, *(child.tail for child in element)))


def replace(element: Element, other: Element) -> None:
    """Put another element in the place of one; the text behind it stays."""
    parent = element.getparent()
    if parent is not None:
        other.tail, element.tail = element.tail, None
        parent.replace(element, other)


def text_of(element: Element) -> str:
    """All text of an element, white space collapsed."""
    return " ".join(raw_text(element).split())


def put(element: Element, name: str, value: str) -> None:
    """Give an attribute its value; without one it goes."""
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, "")


def length_of(element: Element) -> int:
    """The number of letters in an element, white space collapsed; libxml2 counts them and makes no text."""
    return int(_LENGTH(element))  # type: ignore[arg-type]


def stripped_length(element: Element) -> int:
    """The number of letters in an element, without the white space around each of its texts."""
    return sum(map(len, map(str.strip, element.itertext())))  # type: ignore[arg-type]


def raw_text(element: Element) -> str:
    """All text of an element as it stands, written by libxml2: four times as fast as walking over it."""
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)
