"""A page made ready for weighing: furniture out, loose text in paragraphs."""

from __future__ import annotations

import re

from lxml import etree

from satchel.base.text import words_of
from satchel.pipeline.article.names import describe, is_byline, is_comments, is_unlikely
from satchel.pipeline.article.titles import is_slug, is_title_row, same_title
from satchel.pipeline.parsing.tree import Element, length_of, raw_text, remove, short_text

_NEVER = words_of("script style noscript template link meta head title base svg canvas map")
_ROLES = words_of("menu menubar complementary navigation alert alertdialog dialog")
_HIDING = words_of("hidden aria-hidden aria-modal style")
_EMPTYABLE = words_of("div section header h1 h2 h3 h4 h5 h6")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
CURTAIN = 3  #: hidden boxes of one kind stay when they hold more than such a part of all paragraphs
MIN_CURTAIN = 400  #: letters of such paragraphs; less is a notice
PHRASING = words_of(
    "abbr audio b bdi bdo br button cite code data datalist dfn em embed font i img input kbd label mark math meter",
    "object output picture progress q ruby s samp select small source span strike strong sub",
    "sup svg textarea time tt u var wbr big",
)
_HEADINGS = words_of("h1 h2 h3 h4 h5 h6")
_SHOWN = words_of("a figure picture img")  #: what their names tell is how they are shown
_TALK = re.compile(
    r"comment|communit|repl(?:y|ies)|respond|header|footer", re.I
)  #: on a forum, names of posts
_LINKISH = frozenset(["a", "del", "ins"])


def preclean(
    root: Element, title: str, *, strict: bool, has_authors: bool, thread: bool = False
) -> tuple[Element, list[str]]:
    """The body of the page without what is surely no article, with its loose text in paragraphs.

    `strict` also takes out boxes whose names speak against them; `thread` leaves in what readers wrote.
    The tree is changed. Also says which boxes went by their names.
    """
    body = root.find("body")
    assert body is not None
    gone = _strip(body, title, strict, has_authors, thread)
    _break_paragraphs(body)
    for element in list(body.iter("div")):
        wrap_loose(element)
    return body, gone


def _strip(body: Element, title: str, strict: bool, has_authors: bool, thread: bool) -> list[str]:
    total = length_of(body)
    doomed: list[Element] = []
    hidden: list[Element] = []
    gone: list[str] = []
    heading_seen = False
    byline_seen = has_authors
    walk = etree.iterwalk(body, events=("start",))
    for _, element in walk:
        tag = element.tag
        if tag == "body":
            continue
        if tag in _NEVER:
            doomed.append(element)
            walk.skip_subtree()
            continue
        names = element.keys()
        if names:
            if not _HIDING.isdisjoint(names) and is_hidden(element) and not _holds_most(element, total):
                hidden.append(element)
                walk.skip_subtree()
                continue
            name = ""
            if "class" in names or "id" in names:
                name = f"{element.get('class') or ''} {element.get('id') or ''}"
            if not byline_seen and _is_byline(element, name):
                byline_seen = True
                doomed.append(element)
                walk.skip_subtree()
                continue
            role = element.get("role") if strict and "role" in names else None
            if role in _ROLES or (name and _is_furniture(element, name, total, strict, thread)):
                gone.append(f"by its name: {describe(element)}")
                doomed.append(element)
                walk.skip_subtree()
                continue
        if (
            not heading_seen
            and tag in ("h1", "h2")
            and title
            and same_title(short_text(element, 1_000), title)
        ):
            heading_seen = True
            doomed.append(element)
            walk.skip_subtree()
        elif tag in _EMPTYABLE and _is_empty(element):
            doomed.append(element)
    for element in (*doomed, *_unseen(hidden, body)):
        remove(element)
    return gone


def _unseen(hidden: list[Element], body: Element) -> list[Element]:
    """The hidden elements without those of one kind that hold the prose of the page: it stands behind a curtain."""
    prose: dict[str, int] = {}
    for element in hidden:
        kind = element.get("class")
        if kind:
            prose[kind] = prose.get(kind, 0) + _prose(element)
    total = _prose(body) if max(prose.values(), default=0) > MIN_CURTAIN else 0
    curtains = {kind for kind, letters in prose.items() if total and letters * CURTAIN > total}
    return [one for one in hidden if one.get("class") not in curtains]


def _prose(element: Element) -> int:
    lengths = (len(raw_text(one)) for one in element.iter("p"))
    return sum(length for length in lengths if length > 80)


def is_hidden(element: Element) -> bool:
    """True for what a reader of the page does not see."""
    attributes = element.attrib
    if not attributes:
        return False
    if attributes.get("role") == "tabpanel":
        return False  # the reader chooses among tabs; we show them all
    if "hidden" in attributes:
        return attributes["hidden"] != "until-found"
    if attributes.get("aria-hidden") == "true" and "fallback-image" not in attributes.get("class", ""):
        return True
    if attributes.get("aria-modal") == "true" and attributes.get("role") == "dialog":
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _is_byline(element: Element, name: str) -> bool:
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or "") or is_byline(name):
        return bool(short_text(element, 99))
    return False


def _is_furniture(element: Element, name: str, total: int, strict: bool, thread: bool) -> bool:
    tag = element.tag
    if not strict:
        return not thread and is_comments(name) and not _holds_most(element, total)
    if tag in _HEADINGS:
        if is_slug(element):
            name = element.get("class") or ""
        name = name.replace("header", "")  # "header-anchor" is said of any heading
    if tag in _SHOWN or not is_unlikely(_TALK.sub("", name) if thread else name):
        return False
    if any(above.tag in ("table", "code") for above in element.iterancestors()):
        return False
    if is_title_row(element, name):
        return False
    # A bad name does not condemn the box that holds most of what the page says.
    return not _holds_most(element, total)


def _holds_most(element: Element, total: int) -> bool:
    """True for a box with half of what the page says: scripts show such boxes, whatever the markup tells."""
    room = total * 0.5
    if len(raw_text(element)) <= room:
        return False
    for text in element.itertext():
        room -= len(text.strip())
        if room < 0:
            return True
    return False


def _is_empty(element: Element) -> bool:
    text = element.text
    if text and not text.isspace():
        return False
    for child in element:  # a generator for all() would cost more than what it looks at
        if child.tag not in ("br", "hr"):
            return False
    return not any(child.tail and not child.tail.isspace() for child in element)


def is_phrasing(element: Element) -> bool:
    """True for elements that flow inside a paragraph."""
    tag = element.tag
    if tag in PHRASING:
        return True
    return tag in _LINKISH and all(is_phrasing(child) for child in element)


def _blank(text: str | None) -> bool:
    return not text or text.isspace()


def _break_paragraphs(body: Element) -> None:
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
            if following.tag == "br" and _starts_break(following):
                break
            if not is_phrasing(following):
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
            for child in children:
                inner.append(child)
        return
    paragraph: Element | None = None
    if not _blank(box.text):
        paragraph = box.makeelement("p")
        paragraph.text, box.text = box.text, None
        box.insert(0, paragraph)
    for child, flows in zip(children, flowing, strict=True):
        if flows:
            if paragraph is None:
                if child.tag == "br" and _blank(child.tail):
                    continue
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
    whole = sum(len(text) for text in box.itertext() if not text.isspace())
    if not whole:
        return True
    linked = sum(len(text) for link in box.iter("a") for text in link.itertext())
    return linked < 0.25 * whole
