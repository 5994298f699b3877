"""Which addresses of a page are believed to be that page and no other.

A wrong belief makes two pages one and loses a save; a missing one leaves two entries for one
page. So where a redirect led proves nothing by itself: log-in walls, consent pages, robot checks
and front pages that stand in for something gone look like any other page.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from satchel.base import urls
from satchel.base.errors import Invalid
from satchel.base.urls import Address
from satchel.model.articles import Article

#: Letters of a path and words of an article: what short links look like, and what they lead to.
MAX_SHORT = 16
MIN_WORDS = 100

_AFFIX = re.compile(r"(\.(html?|php|aspx?|amp)|[._-]amp)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5,}")
_DIGITS = re.compile(r"\d+")


class Place(NamedTuple):
    """Where a fetch ended, and what may be believed of that."""

    at: Address  #: where the page was found; the given address where it was not led away
    is_own: bool  #: what was found belongs to the given address
    also: tuple[Address, ...] = ()  #: further addresses that are believed to be this very page
    led_to: tuple[Address, ...] = ()  #: where the link was merely led: of somebody's own saves, it may be one


def place(given: Address, final_url: str, article: Article) -> Place:
    """What the end of a fetch says about the page that was asked for."""
    final = _read(final_url)
    if final is None or final.normal == given.normal.partition("#")[0]:
        declares = declared(given, article.canonical)
        return Place(given, True, (declares,) if declares else ())
    declares = declared(final, article.canonical)
    ends = (final, *((declares,) if declares else ()))
    if related(given, final) or (_is_short_of(given, final) and _is_its_own(final, article)):
        return Place(final, True, ends)
    named = _read(article.canonical)
    if named is not None and named.key == given.key:
        return Place(given, True)
    return Place(final, False, (), ends if may_mean(given, final) else ())


def declared(final: Address, canonical: str) -> Address | None:
    """The canonical address that a page declares, if it is plausibly its own."""
    address = _read(canonical) if canonical else None
    if address is None or address.key == final.key or not urls.same_site(final.host, address.host):
        return None
    # A route behind "#!" or "#/" is a page of its own, whatever the shell that shows it says.
    if _route(final) != _route(address):
        return None
    ours, theirs = urlsplit(final.url), urlsplit(address.url)
    if theirs.path in ("", "/") or not _same_name(ours.path, theirs.path):
        return None
    # "/article?id=7" is not "/article" nor "/article?id=8"; "/a-title-of-some-length?from=feed" is without its query.
    if theirs.query:
        return address if set(parse_qsl(theirs.query, True)) <= set(parse_qsl(ours.query, True)) else None
    return None if ours.query and not _is_title(_slug(ours.path)) else address


def declares_another(given: Address, final_url: str, canonical: str) -> bool:
    """Whether a page says of itself that it is another one than it was asked for."""
    named = _read(canonical) if canonical else None
    final = _read(final_url) or given
    if named is None or named.key in (given.key, final.key) or _route(given):
        return False
    return declared(final, canonical) is None and declared(given, canonical) is None


def stands_in(given: Address, final_url: str, canonical: str) -> bool:
    """Whether a page says that it is another one of its site: a notice that is shown at every address."""
    named = _read(canonical) if canonical else None
    return named is not None and is_same_site(given, named) and declares_another(given, final_url, canonical)


def related(given: Address, final: Address) -> bool:
    """Whether one address names what the other names: "/p/71234" and "/p/71234/a-title", for one."""
    if any(named.key == final.key or related(named, final) for named in _wrapped(given)):
        return True
    ours, theirs = urlsplit(given.normal), urlsplit(final.normal)
    if _route(given) or (ours.query and ours.query != theirs.query):
        return False
    if is_same_site(given, final):
        if _bare(ours.path) == _bare(theirs.path) != "":
            return True
        if _slug(ours.path).isdigit() and theirs.path.startswith(ours.path.rstrip("/") + "/"):
            return True
    slug = _slug(ours.path)
    if slug != _slug(theirs.path) or not (_is_title(slug) or _NUMBER.search(slug) is not None):
        return False
    # "/2021/the-year-in-review" was led to that of 2024, and is another page; "/the-year-in-review" was moved there.
    numbers, others = (set(_DIGITS.findall(path)) for path in (ours.path, theirs.path))
    return numbers <= others or others <= numbers


def _wrapped(address: Address) -> list[Address]:
    """The whole addresses in the query of a link that counts who follows it: "/out?to=https%3A%2F%2F…"."""
    values = [value for _, value in parse_qsl(urlsplit(address.url).query)]
    return [read for value in values if value.startswith(("http://", "https://")) and (read := _read(value))]


def is_short_for(given: Address, final: Address) -> bool:
    """Whether a link that names nothing led, on its own site, to an address that names something.

    Two names of one site are two pages, whatever the site leads to: "/news/7" was never meant as "/welcome".
    """
    slug = _slug(urlsplit(final.normal).path)
    return _is_short(given) and (_is_title(slug) or _NUMBER.search(slug) is not None)


def _is_short_of(given: Address, final: Address) -> bool:
    """Whether a link of another site is of the kind that names nothing and only leads somewhere."""
    return not is_same_site(given, final) and _is_short(given)


def _is_short(given: Address) -> bool:
    """Whether a link is of the kind that names nothing and only leads somewhere: "/x9Yz", "/p/x9Yz"."""
    parts = urlsplit(given.url)
    path = parts.path.strip("/")
    return (
        not parts.query
        and not _route(given)
        and 0 < len(path) <= MAX_SHORT
        and path.count("/") <= int(path.partition("/")[0].isalpha() and len(path.partition("/")[0]) == 1)
    )


def _is_its_own(final: Address, article: Article) -> bool:
    """Whether a page is an article that declares the address where it was found, or that without its query."""
    named = _read(article.canonical)
    if named is None or _is_front(final):
        return False
    known = named.key == final.key or declared(final, article.canonical) is not None
    return known and article.is_article and not article.is_index and article.words >= MIN_WORDS


def may_mean(given: Address, final: Address) -> bool:
    """Whether a link that led to `final` can have meant it: not where that is a front page or a gate.

    What a route behind "#!" or "#/" meant, no server ever heard.
    """
    return not _is_front(final) and not _asks_back(given, final) and not _route(given)


def is_same_site(one: Address, other: Address) -> bool:
    """Whether both are of one site: a host and those below it, at one port."""
    ports = [urlsplit(address.normal).port for address in (one, other)]
    return ports[0] == ports[1] and urls.same_site(one.host, other.host)


def _is_front(address: Address) -> bool:
    return urlsplit(address.normal).path in ("", "/")


def _asks_back(given: Address, final: Address) -> bool:
    """Whether a page was told which address was wanted, as gates are, or lies above it, as fronts do."""
    ours, theirs = urlsplit(given.url), urlsplit(final.url)
    if is_same_site(given, final) and ours.path.startswith(theirs.path.rstrip("/") + "/"):
        return True
    told = unquote(unquote(theirs.query))
    wanted = unquote(ours.path).rstrip("/")
    return len(wanted) > 1 and wanted in told


def _same_name(ours: str, theirs: str) -> bool:
    """Whether two paths end in one name, and that names more than "index" does, or nothing else differs."""
    slug = _slug(ours)
    if slug != _slug(theirs):
        return False
    return _bare(ours) == _bare(theirs) or _is_title(slug) or _NUMBER.search(slug) is not None


def _is_title(slug: str) -> bool:
    return len(slug) >= 12 and "-" in slug


def _route(address: Address) -> str:
    return address.normal.partition("#")[2]


def _slug(path: str) -> str:
    """The last part of a path that names something, without endings."""
    return _bare(path).rpartition("/")[2]


def _bare(path: str) -> str:
    """A path without endings and without what only says in which dress the page comes."""
    parts = [part for part in path.lower().split("/") if part and part != "amp"]
    return "/".join((*parts[:-1], _AFFIX.sub("", parts[-1]))) if parts else ""


def _read(url: str) -> Address | None:
    try:
        return urls.read(url) if url else None
    except Invalid:
        return None
