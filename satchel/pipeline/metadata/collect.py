"""One pass over a page that picks up everything metadata is read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

from satchel.pipeline.links import absolute, is_home
from satchel.pipeline.metadata.labels import has_label
from satchel.pipeline.metadata.placeholder import is_placeholder
from satchel.pipeline.metadata.wording import any_of
from satchel.pipeline.parsing.tree import Document, Element, text_of

MAX_TEXT = 2_000  #: letters of one value; longer ones are cut
MAX_EACH = 40  #: values of one kind
MAX_DAYS = 150  #: lines with a day; calendars and archives stand before the heading of many pages
MAX_SPOKEN = 300  #: letters of a line that names its writers
MAX_DATED = 120  #: letters of a line that may be a date
MAX_NEXT = 3  #: links to a next page
MAX_NAMES = 500  #: letters of a class attribute that is looked at

_FIELDS = frozenset(["input", "textarea", "select", "option", "button", "form", "img"])
_UNSEEN = frozenset(["meta", "link", "title", "body"])
_NO_HEADING = frozenset(["a", "title", "script", "style", "option"])
_CHANGES = frozenset(["ins", "del"])  #: their days are those of a change
_KEPT = {"h1": "headings", "h2": "lesser", "h3": "lesser", "time": "times"}

# Lower-case names are searched with patterns that know no case, and whose parts begin with a letter and with
# no group, where each place is looked at: that lets the search skip ahead.
_BYLINE, _NOT_BYLINE = re.compile(any_of("byline name")), re.compile(any_of("no byline name"))
_DATE_CLASS = re.compile(r"date|time|publi[sc]|posted|datum|fecha")
_ANYTHING = re.compile(f"{_BYLINE.pattern[3:-1]}|{_DATE_CLASS.pattern}")
_AUTHOR_PATH = re.compile(
    rf"/{any_of('writers')}/+(?!(?:register|log-?in|sign-?(?:in|up)|[a-z-]*password)\b)[^/?#]+/?(?:posts?(?:\.html)?)?$"
    r"|\?(?:author|showuser|uid)=\d+$|&(?:author|showuser|uid)=\d+$|mode=viewprofile&|user\?id=|/u/[\w-]+/?$"
    r"|action=profile|member\.php\?|profile\.php\?|userinfo\.php\?|/user-\d+\.html$"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
# Each begins with a digit: so the search skips all else.
_YEAR = re.compile(
    r"\d(?:(?:(?<=1)9|(?<=2)[05])\d\d|(?<![0-9])[^\D0-9]{3}|(?:\. ?\d{1,2}\.|/\d{1,2}/)\d\d\b)"
)
_ELSEWHERE = re.compile(rf"//(?:www\.|m\.)?{any_of('network')}\.com/", re.I)
_RDFA = {
    "dc:date": "datecreated",
    "dc:created": "datecreated",
    "dc:issued": "datepublished",
    "dc:creator": "author",
}
_ANSWERS = re.compile(r"(?:comment|answer)$", re.I)
_OTHERS = re.compile(rf"reviews?$|publisher$|{_ANSWERS.pattern}", re.I)
_BYLINE_NAME, _DATE_NAME = 1, 2


@lru_cache(maxsize=1024)
def _says(names: str) -> int:
    """What a class or id speaks of: a byline, a date, or neither."""
    names = names.lower()
    if not _ANYTHING.search(names):
        return 0
    if _BYLINE.search(names):
        return 0 if _NOT_BYLINE.search(names) else _BYLINE_NAME
    return _DATE_NAME if _DATE_CLASS.search(names) else 0


@dataclass
class Collected:
    """The raw material: nothing here is judged yet."""

    #: All of the page, in order; were they not held, each walk over it would make them anew.
    elements: list[Element] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)  #: by name or property, lower-case
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  #: by rel: address, sizes
    props: dict[str, list[tuple[str, Element]]] = field(default_factory=dict)  #: microdata, lower-case names
    title: str = ""
    language: str = ""
    direction: str = ""
    headings: list[Element] = field(default_factory=list)  #: every h1 but the banner
    banner: Element | None = None  #: an h1 that only leads to the front page: the name of the site
    lesser: list[Element] = field(default_factory=list)  #: every h2 and h3
    times: list[Element] = field(default_factory=list)
    bylines: list[Element] = field(default_factory=list)  #: by class, rel or the address they link to
    spoken: list[Element] = field(default_factory=list)  #: lines that begin with "By"
    pictures: list[Element] = field(default_factory=list)  #: with words in their place
    dated: list[Element] = field(default_factory=list)  #: lines with a year, and boxes that are called dates
    named: set[Element] = field(default_factory=set)  #: those that are called so
    next: list[str] = field(default_factory=list)  #: where the first links that call themselves "next" lead
    places: dict[Element, int] = field(default_factory=dict)  #: of what is kept here: its number on the page
    #: The main heading and the cards, once they were looked for.
    surroundings: tuple[Element | None, set[Element]] | None = None

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
    root = document.root
    found = Collected(list(root.iter()))
    names = ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")
    found.language = next(filter(None, map(root.get, names)), "")
    found.direction = root.get("dir") or ""
    for place, element in enumerate(found.elements):
        tag = element.tag
        if tag not in _UNSEEN:
            _visible(element, tag, place, found)
        elif tag == "meta":
            _meta(element, found)
        elif tag == "link":
            _link(element, found)
        elif tag == "title":
            found.title = found.title or text_of(element)[:MAX_TEXT]
        else:
            found.language = found.language or element.get("lang") or ""
            found.direction = found.direction or element.get("dir") or ""
    if not is_home(document.base):
        _part_banner(found, document.base)
        _find_heading(found)
    return found


def is_most_of_title(text: str, found: Collected) -> bool:
    """True for the title of the page, or the part of it before a mark, if that is most of it."""
    titles = (" ".join(title.split()) for title in (found.title, found.meta("og:title")))
    rests = [(one, one[len(text) :].lstrip()) for one in titles if text and one.startswith(text)]
    return any(2 * len(text) > len(one) and not rest[:1].isalnum() for one, rest in rests)


def _find_heading(found: Collected) -> None:
    """Where no h1 says anything, and no lesser heading the title, the first box of any kind that does is one."""
    if any(map(text_of, found.headings)) or any(is_most_of_title(text_of(h2), found) for h2 in found.lesser):
        return
    starts = tuple(title.lstrip()[:2] for title in (found.title, found.meta("og:title")) if title.strip())
    for place, element in enumerate(found.elements):
        text = (element.text or "").lstrip() if element.tag not in _NO_HEADING else ""
        if text.startswith(starts) and is_most_of_title(" ".join(text[:MAX_SPOKEN].split()), found):
            _keep(found.headings, element, place, found)
            break


def _part_banner(found: Collected, base: str) -> None:
    for heading in found.headings:
        link = next(heading.iter("a"), None)
        if link is None or text_of(link) != text_of(heading):
            continue
        if is_home(absolute(link.get("href"), base)):
            found.banner = heading
            found.headings.remove(heading)
            break


def _visible(element: Element, tag: str, place: int, found: Collected) -> None:
    """Keep what an element, its text and the text behind it say of titles, writers and days."""
    text, tail = element.text, element.tail
    if text and len(text) < MAX_SPOKEN and tag not in _FIELDS and not text.isspace():
        if has_label(text):
            _keep(found.spoken, element, place, found)
        if len(text) < MAX_DATED and _YEAR.search(text):
            _keep(found.dated, element, place, found, MAX_DAYS)
    if tail and len(tail) < MAX_DATED and not tail.isspace() and _YEAR.search(tail):
        above = element.getparent()
        if above is not None and (not found.dated or above is not found.dated[-1]):
            _keep(found.dated, above, found.places.get(above, place), found, MAX_DAYS)
    names = element.keys()
    if tag in _KEPT:
        _keep(getattr(found, _KEPT[tag]), element, place, found)
    elif "datetime" in names and element.get("datetime") and tag not in _CHANGES:
        _keep(found.times, element, place, found)  # the elements that scripts replace are called anything
    elif not names or tag in _FIELDS:
        if tag == "img" and " " in (element.get("alt") or ""):
            _keep(found.pictures, element, place, found)
        return
    if "itemprop" in names or "property" in names:
        _props(element.get("itemprop") or element.get("property") or "", element, found)
    if (tag != "a" or not _linked(element, place, found)) and ("class" in names or "id" in names):
        _named(element, tag, place, found)


def _named(element: Element, tag: str, place: int, found: Collected) -> None:
    """Keep an element whose class or id speaks of writers or days."""
    said = 0
    for names in (element.get("class"), element.get("id")):
        if names and len(names) < MAX_NAMES:
            said |= _says(names)
    if said & _BYLINE_NAME:
        _keep(found.bylines, element, place, found)
    elif said and tag != "time":
        found.named.add(element)
        if element not in found.places:
            _keep(found.dated, element, place, found, MAX_DAYS)


@lru_cache(maxsize=1024)
def _is_of_a_writer(href: str) -> bool:
    return bool(_AUTHOR_PATH.search(href[-200:].lower())) and not _ELSEWHERE.search(href[:60])


def _linked(element: Element, place: int, found: Collected) -> bool:
    """Keep a link that names the next page or a writer; true for a writer's."""
    rel = element.get("rel")
    href = element.get("href") or ""
    if rel and "next" in rel.split() and len(found.next) < MAX_NEXT:
        found.next.append(href)
    writers = bool(rel and "author" in rel) or _is_of_a_writer(href)
    if writers:
        _keep(found.bylines, element, place, found)
    return writers


def _keep(kept: list[Element], element: Element, place: int, found: Collected, limit: int = MAX_EACH) -> None:
    if len(kept) < limit:
        kept.append(element)
        found.places[element] = place


def scope_of(element: Element) -> Element | None:
    """The thing that a property is said of: the next element above that begins an item."""
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _props(prop: str, element: Element, found: Collected) -> None:
    own = scope_of(element)
    if own is not None and (
        _OTHERS.search(own.get("itemprop") or "") or _ANSWERS.search(own.get("itemtype") or "")
    ):
        return  # others said it, of the page or its thing; or it is of who published it
    value = (element.get("content") or element.get("datetime") or "")[:MAX_TEXT]
    for name in prop.lower().split()[:4]:
        _add(found.props, _RDFA.get(name, name.removeprefix("schema:")), (value, element))


def _meta(element: Element, found: Collected) -> None:
    content = element.get("content")
    if not content:
        return
    content = content[:MAX_TEXT]
    if "&" in content and _ENTITY.search(content):
        content = unescape(content)  # written twice as markup: readers would see "&quot;"
    content = " ".join(content.split())
    if is_placeholder(content):
        return
    prop = element.get("itemprop")
    if prop:
        _add(found.props, prop.lower(), (content, element))
    for attribute in ("property", "name", "http-equiv"):
        for name in (element.get(attribute) or "").lower().split()[:4]:
            _add(found.metas, name.replace("dc:", "dc.").replace("dcterms:", "dcterms."), content)


def _link(element: Element, found: Collected) -> None:
    href = element.get("href")
    for rel in (element.get("rel") or "").lower().split()[:4] if href else ():
        _add(found.links, rel, (href, element.get("sizes") or ""))


def _add(values: dict[str, list[Any]], name: str, value: Any) -> None:
    kept = values.setdefault(name, [])
    if len(kept) < MAX_EACH:
        kept.append(value)
