"""Who wrote it."""

from __future__ import annotations

import re
from typing import Any

from satchel.model.articles import Author
from satchel.pipeline.links import absolute
from satchel.pipeline.metadata.collect import Collected
from satchel.pipeline.metadata.jsonld import Linked, kinds_of, words
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.parsing.tree import Element, text_of

MAX_AUTHORS = 20
MAX_NAME = 120
_BY = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|reviewed|story|words|text|article|created|edited)\s+by|by|von|par|por|di|de|door|af|av|autor(?:in)?|author)\b[\s:]*",
    re.I,
)
_SPLIT = re.compile(r"\s*(?:,|;|\||/|·|•|\n|\s&\s|\s(?:and|und|et|y|e|og|och|en)\s)\s*", re.I)
_AFTER = re.compile(
    r"\s*(?:\b(?:updated|published|posted|last modified|on|in|is a|was|for)\b|\s[-–—]\s|[|(•·@:]|\d).*$",
    re.I | re.S,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de)\b|^\d|staff$|^admin(?:istrator)?$"
    r"|^(?:editor|webmaster|guest|anonymous|unknown|author|none|null|undefined|redaktion|team|contributor)s?$"
    r"|^(?:reporter|correspondent|writer|journalist|senior|chief|managing|photographer|freelance)\b"
    r"|\b(?:comments?|share|follow|read more|minutes?|newsletter|subscribe|copyright)\b",
    re.I,
)


def read_authors(found: Collected, linked: Linked, base: str, site: str) -> tuple[Author, ...]:
    """The people a page names as its authors, in order, each once; at most 20.

    JSON-LD first, then meta tags, microdata, and last the byline that readers see.
    """
    for source in (_from_linked, _from_metas, _from_props, _from_byline):
        authors = _distinct(source(found, linked, base), site)
        if authors:
            return authors
    return ()


def _distinct(authors: list[Author], site: str) -> tuple[Author, ...]:
    seen: dict[str, Author] = {}
    for author in authors:
        name = plain(author.name, MAX_NAME)
        key = name.casefold()
        if not name or key == site.casefold() or _NOT_A_NAME.search(name) or len(name) < 2:
            continue
        if key not in seen or (author.url and not seen[key].url):
            seen[key] = Author(name, author.url)
    return tuple(list(seen.values())[:MAX_AUTHORS])


def _from_linked(found: Collected, linked: Linked, base: str) -> list[Author]:
    for node in (linked.article, linked.page, linked.film):
        for key in ("author", "creator"):
            values = node.get(key)
            authors: list[Author] = []
            for value in (values if isinstance(values, list) else [values])[:40]:
                authors += _linked_author(linked.node(value), base)
            if authors:
                return authors
    return []


def _linked_author(value: Any, base: str) -> list[Author]:
    if isinstance(value, str):
        return [Author(name) for name in split_names(value)]
    if not isinstance(value, dict):
        return []
    if kinds_of(value) & {"organization", "newsmediaorganization", "corporation"}:
        return []
    url = value.get("url") or value.get("sameAs") or ""
    url = url[0] if isinstance(url, list) and url else url
    name = value.get("name")
    if isinstance(name, list):
        return [Author(text) for one in name[:20] if (text := words(one))]
    names = split_names(words(name))
    link = absolute(url, base) if isinstance(url, str) and len(names) == 1 else ""
    return [Author(one, link) for one in names]


def _from_metas(found: Collected, linked: Linked, base: str) -> list[Author]:
    names = (
        "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
        "citation_author", "og:author", "article:author_name", "book:author", "cxenseparse:author", "rbauthors",
        "twitter:data1",
    )  # fmt: skip
    for name in names:
        if name == "twitter:data1" and "writ" not in found.meta("twitter:label1").lower():
            continue
        authors = [
            Author(_family_last(one) if name.startswith("citation") else one)
            for value in found.all(name)
            for one in ([value] if name.startswith("citation") else split_names(value))
        ]
        authors = [author for author in authors if not _NOT_A_NAME.search(author.name)]
        if authors:
            return authors
    return []


def _family_last(name: str) -> str:
    """ "Curie, Marie" as scholarly meta tags write it, turned round."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name


def _from_props(found: Collected, linked: Linked, base: str) -> list[Author]:
    authors: list[Author] = []
    for value, element in found.props.get("author", ())[:10]:
        if any(
            above.get("itemprop") in ("comment", "review", "publisher") for above in element.iterancestors()
        ):
            continue
        names = [one for one in element.iter() if "name" in (one.get("itemprop") or "").split()]
        if names:
            authors += [
                Author(name, _link(one, base))
                for one in names[:5]
                for name in split_names(one.get("content") or text_of(one))
            ]
        else:
            authors += [Author(name, _link(element, base)) for name in split_names(value or text_of(element))]
    return authors


def _from_byline(found: Collected, linked: Linked, base: str) -> list[Author]:
    for element in found.bylines:
        text = text_of(element)
        if not 2 < len(text) < 150 or _in_list_of_others(element):
            continue
        links = [link for link in element.iter("a") if _looks_like_name(text_of(link))]
        if links:
            return [Author(text_of(link), _link(link, base)) for link in links[:5]]
        authors = [Author(name) for name in split_names(text) if _looks_like_name(name)]
        if authors:
            return authors
    return []


def _in_list_of_others(element: Element) -> bool:
    for above in element.iterancestors():
        if above.tag in ("aside", "footer", "nav"):
            return True
        if re.search(
            r"comment|related|sidebar|recommend|footer|popular|latest", above.get("class") or "", re.I
        ):
            return above.tag != "body" and above.tag != "html"
    return False


def _link(element: Element, base: str) -> str:
    for one in (element, *element.iter("a"), element.getparent()):
        if one is not None and one.tag == "a":
            return absolute(one.get("href"), base)
    return ""


def split_names(text: str) -> list[str]:
    """The names in a byline: "By Ann Lee and Bo Ek" gives two. At most 20."""
    text = plain(text, 600)
    if text.startswith(("http:", "https:")):
        return []
    text = _BY.sub("", text)
    names: list[str] = []
    for part in _SPLIT.split(text)[:40]:
        name = _AFTER.sub("", _BY.sub("", part)).strip(" .,;:|-–—\"'")
        if 1 < len(name) <= MAX_NAME:
            names.append(name)
    return names[:MAX_AUTHORS]


def _looks_like_name(text: str) -> bool:
    """Two to five words, most of them capitalised; what a visible byline must be to be believed."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or _NOT_A_NAME.search(text):
        return False
    big = sum(1 for part in parts if part[0].isupper())
    return big >= 2 and not any(letter.isdigit() for letter in text)
