"""A rule used on a page."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from satchel.pipeline.article.hidden import is_hidden
from satchel.pipeline.article.paragraphs import PHRASING
from satchel.pipeline.article.passes import BY_RULE, State, run
from satchel.pipeline.links import absolute
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.tree import Document, Element, parse_tree, remove, written
from satchel.pipeline.rules.rule import Rule, parted

# The selectors are asked of one tree and the article is cut out of another; marks go between.
_CONTENT, _STRIP = "x-rule-content", "x-rule-strip"
_PARTS = frozenset(["td", "th", "tr", "tbody", "li", "dd", "dt", "body", "main", "figcaption"])
MAX_AUTHORS = 20


class Applied(NamedTuple):
    """What a rule found on a page. What it does not speak of is empty."""

    document: Document  #: the page without what the rule takes out
    article: Element | None
    title: str
    authors: tuple[str, ...]
    date: str  #: as written on the page
    next_page: str  #: absolute
    log: tuple[str, ...]


def apply(document: Document, rule: Rule) -> Applied:
    """Use `rule` on a parsed page. Selectors that match nothing leave their part to the general ways."""
    parser = LexborHTMLParser(document.markup.decode("utf-8"), scripting=True)
    log = [f"rule {rule.name} ({rule.version})"]
    stripped = sum(_mark(parser, selector, _STRIP) for selector in rule.strip)
    if stripped:
        log.append(f"rule: {stripped} taken out")
    contents = _mark(parser, rule.content, _CONTENT) if rule.content else 0
    if rule.content:
        log.append(f"rule: {contents} parts of content" if contents else "rule: the content matches nothing")
    root = parse_tree(written(parser))
    for element in list(root.iter()):
        if _STRIP in element.attrib:
            remove(element)
    if stripped:
        markup = etree.tostring(root, encoding="utf-8", method="html")
        document = document._replace(root=root, markup=markup)
    links = _values(parser, rule.next_page, "href", limit=1)
    return Applied(
        document=document,
        article=_cut_out(root, document.base) if contents else None,
        title=next(iter(_values(parser, rule.title, "content", limit=1)), ""),
        authors=tuple(dict.fromkeys(_values(parser, rule.author, "content", limit=MAX_AUTHORS))),
        date=next(iter(_values(parser, rule.date, "datetime", "content", limit=1)), ""),
        next_page=absolute(links[0], document.base) if links else "",
        log=tuple(log),
    )


def _mark(parser: LexborHTMLParser, selector: str, mark: str) -> int:
    nodes = parser.css(selector)
    for node in nodes:
        node.attrs[mark] = ""
    return len(nodes)


def _values(parser: LexborHTMLParser, selector: str, *usual: str, limit: int) -> list[str]:
    """What a selector of values gives; without a named attribute one of the `usual` ones, else the text."""
    if not selector:
        return []
    path, attribute = parted(selector)
    names = (attribute,) if attribute else usual
    found = [_value(node, names, named=bool(attribute)) for node in parser.css(path)[:limit]]
    return [value for value in found if value]


def _value(node: LexborNode, names: tuple[str, ...], *, named: bool) -> str:
    for name in names:
        value = node.attributes.get(name)
        if value:
            return plain(value, 2_000)
    return "" if named else plain(node.text(deep=True, separator=" "))


def _cut_out(root: Element, base: str) -> Element | None:
    """The marked parts, outermost ones only, in one box; None when they were all taken out."""
    body = root.find("body")
    assert body is not None
    run(BY_RULE, State(body, base=base))
    parts = [element for element in body.iter() if _CONTENT in element.attrib and not _inside(element)]
    if body in parts or (not parts and _CONTENT in body.attrib):
        parts = [body]
    box = etree.SubElement(body.makeelement("section"), "div")
    for part in parts:
        for element in list(part.iter()):
            if element is not part and is_hidden(element):
                remove(element)
        part.tail = None
        if part.tag in _PARTS:
            part.tag = "div"
        if part.tag in PHRASING or part.tag == "a":
            etree.SubElement(box, "p").append(part)
        else:
            box.append(part)
    return box if len(box) else None


def _inside(element: Element) -> bool:
    return any(_CONTENT in above.attrib for above in element.iterancestors())
