"""One pass over a page that picks up everything metadata is read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from satchel.pipeline.parsing.tree import Document, Element, text_of

MAX_TEXT = 2_000  #: letters of one value; longer ones are cut
MAX_EACH = 30  #: values of one kind

_BYLINE = re.compile(
    r"byline|by-line|author|dateline|writtenby|written-by|p-author|contributor|autor|verfasser", re.I
)
_NOT_BYLINE = re.compile(
    r"comment|related|recommend|sidebar|footer|promo|bio\b|avatar|image|img|photo|social|share|follow|more-from|popular",
    re.I,
)
_DATE_CLASS = re.compile(r"date|time|publi[sc]|posted|datum|fecha", re.I)


@dataclass
class Collected:
    """The raw material: nothing here is judged yet."""

    metas: dict[str, list[str]] = field(default_factory=dict)  #: by name or property, lower-case
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  #: by rel: address, sizes
    props: dict[str, list[tuple[str, Element]]] = field(default_factory=dict)  #: microdata, lower-case names
    title: str = ""
    language: str = ""
    direction: str = ""
    headings: list[Element] = field(default_factory=list)  #: every h1
    second: list[Element] = field(default_factory=list)  #: every h2, as far as kept
    times: list[Element] = field(default_factory=list)
    bylines: list[Element] = field(default_factory=list)
    dated: list[Element] = field(default_factory=list)

    def meta(self, *names: str) -> str:
        """The first value that one of these names has; names first come first."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return value
        return ""

    def all(self, *names: str) -> list[str]:
        """Every value of these names."""
        return [value for name in names for value in self.metas.get(name, ()) if value]


def collect(document: Document) -> Collected:
    """Everything that the page declares, in one pass over its elements."""
    found = Collected()
    root = document.root
    found.language = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or ""
    )
    found.direction = root.get("dir") or ""
    for element in root.iter():
        tag = element.tag
        if tag == "meta":
            _meta(element, found)
        elif tag == "link":
            _link(element, found)
        elif tag == "title":
            if not found.title and not _inside_svg(element):
                found.title = text_of(element)[:MAX_TEXT]
        elif tag == "body":
            found.language = found.language or element.get("lang") or ""
            found.direction = found.direction or element.get("dir") or ""
        else:
            _visible(element, tag, found)
    return found


def _visible(element: Element, tag: str, found: Collected) -> None:
    if tag == "h1" and len(found.headings) < MAX_EACH:
        found.headings.append(element)
    elif tag == "h2" and len(found.second) < 5:
        found.second.append(element)
    elif tag == "time" and len(found.times) < MAX_EACH:
        found.times.append(element)
    if not element.attrib:
        return
    prop = element.get("itemprop")
    if prop:
        for name in prop.lower().split()[:4]:
            value = element.get("content") or element.get("datetime") or ""
            values = found.props.setdefault(name, [])
            if len(values) < MAX_EACH:
                values.append((value[:MAX_TEXT], element))
    rel = element.get("rel")
    if rel and "author" in rel and tag == "a" and len(found.bylines) < MAX_EACH:
        found.bylines.append(element)
        return
    names = element.get("class") or ""
    marks = element.get("id")
    if marks:
        names = f"{names} {marks}"
    if not names or len(names) > 500:
        return
    if _BYLINE.search(names) and not _NOT_BYLINE.search(names) and len(found.bylines) < MAX_EACH:
        found.bylines.append(element)
    elif tag != "time" and _DATE_CLASS.search(names) and len(found.dated) < MAX_EACH:
        found.dated.append(element)


def _meta(element: Element, found: Collected) -> None:
    content = element.get("content")
    if not content:
        return
    content = " ".join(content[:MAX_TEXT].split())
    prop = element.get("itemprop")
    if prop:
        values = found.props.setdefault(prop.lower(), [])
        if len(values) < MAX_EACH:
            values.append((content, element))
    for attribute in ("property", "name", "http-equiv"):
        names = element.get(attribute)
        if not names:
            continue
        for name in names.lower().split()[:4]:
            values_ = found.metas.setdefault(name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), [])
            if len(values_) < MAX_EACH:
                values_.append(content)


def _link(element: Element, found: Collected) -> None:
    href = element.get("href")
    if not href:
        return
    for rel in (element.get("rel") or "").lower().split()[:4]:
        values = found.links.setdefault(rel, [])
        if len(values) < MAX_EACH:
            values.append((href, element.get("sizes") or ""))


def _inside_svg(element: Element) -> bool:
    return any(above.tag in ("svg", "symbol") for above in element.iterancestors())
