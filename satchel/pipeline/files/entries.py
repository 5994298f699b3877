"""What is in a feed: RSS in its versions, Atom, JSON Feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape, unescape
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from satchel.pipeline.links import absolute
from satchel.pipeline.metadata.dates import parse_date
from satchel.pipeline.metadata.names import split_names
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.tree import Element

MAX_LETTERS = 3_000_000
MAX_CHILDREN = 2_000  #: of one element that are looked at for its title, author and the like
MAX_JSON = 2_000_000  #: letters; Python's values take twenty times as much
MAX_ENTRIES = 100  #: shown of one feed
MAX_BODY = 500_000  #: letters of the HTML of one entry
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,200}\?>")
_MARKED = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-f]+|\w+);", re.I)
_MAIL = re.compile(r"^\S+@\S+\s*\((.{1,100})\)$")
# Of each name the first that has something is taken.
_BODIES = ("encoded", "content", "description", "summary", "subtitle")
_PUBLISHED = ("published", "pubdate", "issued", "created", "date")
_UPDATED = ("updated", "modified")


class Entry(NamedTuple):
    """One entry; `html` is foreign and not yet cleaned."""

    title: str
    link: str
    html: str
    authors: tuple[str, ...]
    published_at: int | None
    updated_at: int | None

    @property
    def day(self) -> str:
        """The day of it as 2024-03-05; "" when it has none."""
        moment = self.published_at if self.published_at is not None else self.updated_at
        return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d") if moment is not None else ""


class Feed(NamedTuple):
    """A feed with its first entries."""

    title: str
    about: str
    language: str
    icon: str
    authors: tuple[str, ...]
    updated_at: int | None
    entries: tuple[Entry, ...]
    total: int  #: of entries
    alone: bool  #: the document is an entry, not a feed of one


def read_xml_feed(text: str, url: str) -> Feed | None:
    """The feed in an XML document; None when it is none. Damaged ones are read as far as they go."""
    # Entities stay unresolved, and without `huge_tree` the parser's own bounds hold.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(_DECLARATION.sub("", text[:MAX_LETTERS]).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or _name(root) not in ("rss", "rdf", "feed", "entry"):
        return None
    base = root.get("{http://www.w3.org/XML/1998/namespace}base") or ""
    base = absolute(base, url) or url
    if _name(root) == "entry":
        return Feed("", "", _language(root), "", (), None, (_entry(root, base),), 1, alone=True)
    channel = next((child for child in root if _name(child) == "channel"), root)
    found = [
        one for one in (*channel, *(root if channel is not root else ())) if _name(one) in ("item", "entry")
    ]
    children = _children(channel)
    return Feed(
        title=plain(_text(children, "title")),
        about=plain(_text(children, "description", "subtitle", "tagline"), 500),
        language=_language(root) or _text(children, "language"),
        icon=absolute(_text(children, "icon"), base),
        authors=_authors(children),
        updated_at=_date(children, "updated", "lastbuilddate", "pubdate", "date"),
        entries=tuple(_entry(one, base) for one in found[:MAX_ENTRIES]),
        total=len(found),
        alone=False,
    )


def read_json_feed(text: str, url: str) -> Feed | None:
    """The feed in a JSON document; None when it is none."""
    try:
        data = json.loads(text) if len(text) <= MAX_JSON else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(items := data.get("items"), list):
        return None
    found: list[dict[str, Any]] = [item for item in items if isinstance(item, dict)]
    return Feed(
        title=plain(_string(data, "title")),
        about=plain(_string(data, "description"), 500),
        language=_string(data, "language"),
        icon=absolute(_string(data, "icon") or _string(data, "favicon"), url),
        authors=_json_authors(data),
        updated_at=None,
        entries=tuple(_json_entry(item, url) for item in found[:MAX_ENTRIES]),
        total=len(found),
        alone=False,
    )


def _json_entry(item: dict[str, Any], url: str) -> Entry:
    html = _string(item, "content_html")
    if not html:
        blocks = re.split(r"\n\s*\n", _string(item, "content_text") or _string(item, "summary"))
        html = "".join(f"<p>{escape(block)}</p>" for block in blocks if block.strip())
    return Entry(
        title=plain(_string(item, "title")),
        link=absolute(_string(item, "url") or _string(item, "external_url"), url),
        html=html[:MAX_BODY],
        authors=_json_authors(item),
        published_at=parse_date(_string(item, "date_published")),
        updated_at=parse_date(_string(item, "date_modified")),
    )


def _json_authors(data: dict[str, Any]) -> tuple[str, ...]:
    given = data.get("authors")
    people: list[Any] = given if isinstance(given, list) else [data.get("author")]
    names = [plain(_string(person, "name"), 200) for person in people[:20] if isinstance(person, dict)]
    return tuple(dict.fromkeys(name for name in names if name))


def _string(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _entry(element: Element, base: str) -> Entry:
    children = _children(element)
    base = absolute(element.get("{http://www.w3.org/XML/1998/namespace}base"), base) or base
    return Entry(
        title=plain(_text(children, "title")),
        link=absolute(_link(children), base),
        html=_body(children)[:MAX_BODY],
        authors=_authors(children),
        published_at=_date(children, *_PUBLISHED),
        updated_at=_date(children, *_UPDATED),
    )


def _body(children: dict[str, list[Element]]) -> str:
    """The HTML of an entry, the fullest there is."""
    bodies = [_html(one) for name in _BODIES for one in children.get(name, ())[:3]]
    return max((body for body in bodies if body.strip()), key=len, default="")


def _html(element: Element) -> str:
    if element.get("type") == "xhtml" or (len(element) and element.get("type") is None):
        parts = [etree.tostring(child, encoding="unicode", method="html") for child in element]
        return re.sub(r"<(/?)\w+:", r"<\1", "".join(map(str, parts)))
    text = _said(element)
    if element.get("type") == "text" or not _MARKED.search(text):
        return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
    return text


def _link(children: dict[str, list[Element]]) -> str:
    for link in children.get("link", ()):
        if link.get("rel", "alternate") == "alternate":
            href = link.get("href") or _said(link)
            if href:
                return href
    for guid in children.get("guid", ()):
        if guid.get("isPermaLink", "true") == "true" and _said(guid).startswith("http"):
            return _said(guid)
    return ""


def _authors(children: dict[str, list[Element]]) -> tuple[str, ...]:
    names: list[str] = []
    for one in (children.get("creator", []) + children.get("author", []))[:20]:
        inner = _children(one)
        text = _text(inner, "name") if "name" in inner else _said(one)
        mail = _MAIL.match(text)
        names += split_names(mail[1] if mail else "" if "@" in text else text)
    return tuple(dict.fromkeys(names))


def _date(children: dict[str, list[Element]], *names: str) -> int | None:
    return next((moment for name in names if (moment := parse_date(_text(children, name))) is not None), None)


def _text(children: dict[str, list[Element]], *names: str) -> str:
    """The first text under one of these names, without the mark-up that titles are given."""
    for name in names:
        for one in children.get(name, ()):
            text = unescape(re.sub(r"<[^<>]*>", "", _said(one)))
            if text.strip():
                return " ".join(text.split())
    return ""


def _said(element: Element) -> str:
    return "".join(map(str, element.itertext(with_tail=False))).strip()


def _children(element: Element) -> dict[str, list[Element]]:
    """The children by their name, lower-case and without namespace; those of media extensions left out."""
    found: dict[str, list[Element]] = {}
    for child in _elements(element):
        if "mrss" not in str(child.tag) and "itunes" not in str(child.tag):
            found.setdefault(_name(child), []).append(child)
    return found


def _elements(element: Element) -> Iterable[Element]:
    return (child for child in islice(element, MAX_CHILDREN) if isinstance(child.tag, str))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _language(element: Element) -> str:
    return element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
