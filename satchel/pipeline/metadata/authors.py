"""Who wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any

from satchel.model.articles import Author
from satchel.pipeline.links import absolute, host_of
from satchel.pipeline.metadata.bylines import (
    MAX_LINE,
    NEAR,
    belongs_elsewhere,
    by_nearness,
    unnamed_bylines,
    visible_bylines,
)
from satchel.pipeline.metadata.collect import Collected, scope_of
from satchel.pipeline.metadata.jsonld import Linked, kinds_of, words
from satchel.pipeline.metadata.names import (
    MAX_NAME,
    MAX_NAMES,
    is_group,
    is_never,
    is_person,
    is_single,
    split_names,
    tidy,
)
from satchel.pipeline.metadata.title import chosen_label, plain, squeezed
from satchel.pipeline.parsing.tree import Element, text_of

CUT_NAME = 10  #: letters from which on the beginning of the site's name is that name, cut at an "&"
_LOGIN = re.compile(r"(?-i:[a-z])[\w.-]*$|\w*\d\w*$")  #: a name of one word that begins as no person's does
# Those that a writer fills in come before those that a system fills in with who pressed the button.
_METAS = re.compile(
    r"(?:article|og|cxenseparse):author(?:_name)?|(?:parsely-|article_|citation_)authors?|dc(?:terms)?\.creator|byl(?:ine)?"
)
_LATE_METAS = ("sailthru.author", "twitter:data1", "author")


def read_authors(
    found: Collected, linked: Linked, base: str, site: str, site_names: set[str], *, home: bool
) -> tuple[Author, ...]:
    """The people a page names as its authors, in order, each once; at most 20.

    `site` is the declared name of the site, `site_names` are all the ways in which it calls itself,
    squeezed; `home` says that the page is the front page of a site, where the lines that readers
    see are about others. JSON-LD first, then meta tags, microdata, and last the visible line; but
    a full name of a person anywhere comes before what may be a login, an office or the site itself.
    """
    sources = [
        _from_linked(linked, base, site_names),
        _from_metas(found, filter(_METAS.fullmatch, found.metas)),
        _from_props(found, base),
    ]
    shown = [] if home else visible_bylines(found, base, site)
    sources.append(shown or ([] if home or linked.held else unnamed_bylines(found)))
    sources.append(_from_metas(found, _LATE_METAS))
    people = [
        _distinct(one for one in source if is_person(one.name) and not _is_site(one.name, site_names))
        for source in sources
    ]
    best = next(filter(None, people), ())
    if best:
        # One source may name the first of several.
        helpers = _from_linked(linked, base, site_names, ("contributor",))
        helped = [one for one in helpers if one.name.casefold() in _names(people[3])]
        others = (people[1], people[-1], _distinct((*best, *helped)))
        more = next((one for one in others if len(one) > len(best) and _names(best) <= _names(one)), None)
        return more or best
    unseen = _unseen({one.name for source in sources for one in source if _LOGIN.match(one.name)}, found)
    sources = [[one for one in source if one.name not in unseen] for source in sources]
    groups = (_distinct(one for one in source if not _is_site(one.name, site_names)) for source in sources)
    return (
        next(filter(None, groups), ())
        or _own_writer(sources, squeezed(site), host_of(base), found)
        or _single(found, site_names)
        or _site_itself(sources, found, linked)
    )


def _unseen(names: set[str], found: Collected) -> set[str]:
    """Those of these names that readers see nowhere on the page."""
    if not names:
        return set()
    page = text_of(found.elements[0]).casefold()
    return {name for name in names if name.casefold() not in page}


def _site_itself(sources: list[list[Author]], found: Collected, linked: Linked) -> tuple[Author, ...]:
    """The site as the writer of what calls itself an article, where it declares nobody else."""
    if not linked.declares_article(found.meta("og:type")):
        return ()
    told = (_distinct(one for one in source if not is_never(one.name)) for source in sources)
    return next(filter(None, told), ())


def _single(found: Collected, site_names: set[str]) -> tuple[Author, ...]:
    """The writer of a single name, in a box near the heading that is called author and nothing else."""
    for away, element in by_nearness(found, found.bylines):
        words = {"author", "p-author", "fn"} & set((element.get("class") or "").split())
        if away >= NEAR or not (words or element.get("rel") == "author"):
            continue
        line = text_of(element)
        # Names are looked for by patterns that take the square of a line's length.
        name = tidy(line) if len(line) <= MAX_LINE else ""
        if is_single(name) and not belongs_elsewhere(element, True):
            return (Author(name),)
    return ()


def _own_writer(sources: list[list[Author]], site: str, host: str, found: Collected) -> tuple[Author, ...]:
    """The writer whose name is that of the site. Seen but once, or only its beginning, it may be a firm."""
    firm = site or squeezed(chosen_label(host))
    told = Counter(name for source in sources for name in {squeezed(one.name) for one in source})
    told.update(squeezed(text_of(one)) for one in found.bylines if one.get("rel") == "author")
    told.update(firm for one in chain(*sources[:3], sources[4]) if squeezed(one.name) == firm)
    people = (
        _distinct(
            one
            for one in source
            if is_person(one.name)
            and (told[squeezed(one.name)] > 1 or not firm.startswith(squeezed(one.name)))
        )
        for source in sources
    )
    return next(filter(None, people), ())


def _is_site(name: str, site_names: set[str]) -> bool:
    short = squeezed(name)
    if is_never(name) or short in site_names:
        return True
    return len(short) >= CUT_NAME and any(one.startswith(short) for one in site_names)


def _names(authors: tuple[Author, ...]) -> set[str]:
    return {author.name.casefold() for author in authors}


def _distinct(authors: Iterable[Author]) -> tuple[Author, ...]:
    seen: dict[str, Author] = {}
    for author in authors:
        name = plain(author.name, MAX_NAME)
        key = name.casefold()
        if len(name) > 1 and (key not in seen or (author.url and not seen[key].url)):
            seen[key] = Author(name, author.url)
    return tuple(list(seen.values())[:MAX_NAMES])


def _from_linked(
    linked: Linked, base: str, site_names: set[str], keys: tuple[str, ...] = ("author", "creator")
) -> list[Author]:
    for node in (linked.article, linked.page, linked.film):
        for key in keys:
            values = node.get(key)
            authors: list[Author] = []
            for value in (values if isinstance(values, list) else [values])[:40]:
                authors += _linked_author(linked.node(value), base, site_names)
            if authors:
                return authors
    return []


def _linked_author(value: Any, base: str, site_names: set[str]) -> list[Author]:
    if isinstance(value, str):
        return [Author(name) for name in split_names(value)]
    if not isinstance(value, dict):
        return []
    kinds = kinds_of(value)
    name = value.get("name")
    if isinstance(name, list):
        name = ", ".join(map(words, name))
    if kinds & {"organization", "newsmediaorganization", "corporation"} and "person" not in kinds:
        whole = plain(words(name), MAX_NAME)
        return [Author(whole)] if is_group(whole) and not _is_site(whole, site_names) else []
    url = value.get("url") or value.get("sameAs") or ""
    url = url[0] if isinstance(url, list) and url else url
    names = split_names(words(name))
    link = absolute(url, base) if isinstance(url, str) and len(names) == 1 else ""
    return [Author(one, link) for one in names]


def _from_metas(found: Collected, names: Iterable[str]) -> list[Author]:
    for name in names:
        if name == "twitter:data1" and "writ" not in found.meta("twitter:label1").lower():
            continue
        scholarly = name.startswith("citation")
        authors = [
            Author(one)
            for value in found.all(name)
            for one in ([_family_last(value)] if scholarly or _is_turned(value) else split_names(value))
        ]
        if authors:
            return authors
    return []


def _is_turned(value: str) -> bool:
    """True for one name with its family's in front: neither part of it is a name, and the whole is."""
    halves = [half.strip() for half in value.split(",")]
    return len(halves) == 2 and is_person(_family_last(value)) and not any(map(is_person, halves))


def _family_last(name: str) -> str:
    """ "Curie, Marie" as scholarly meta tags write it, turned round."""
    family, _, given = map(str.strip, name.partition(","))
    return f"{given} {family}" if given else name


def _from_props(found: Collected, base: str) -> list[Author]:
    authors: list[Author] = []
    scope: Element | None = None
    for _, element in found.props.get("author", ())[:10]:
        own = scope_of(element)
        if authors and own is not scope:
            break  # the next one wrote something else on this page
        scope = own
        named = [one for one in element.iter() if "name" in (one.get("itemprop") or "").split()]
        authors += [
            Author(name, _link(one, base))
            for one in named[:5] or [element]
            for name in split_names(one.get("content") or text_of(one))
        ]
    return authors


def _link(element: Element, base: str) -> str:
    near = (element, *element.iter("a"), element.getparent())
    return next((absolute(one.get("href"), base) for one in near if one is not None and one.tag == "a"), "")
