"""When it was published and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from satchel.base.text import words_of
from satchel.pipeline.links import host_of, is_home
from satchel.pipeline.metadata.collect import MAX_DATED, Collected
from satchel.pipeline.metadata.dates import find_day, parse_date
from satchel.pipeline.metadata.jsonld import Linked, words
from satchel.pipeline.metadata.shown import DAY, only_day, same_day, shown_days
from satchel.pipeline.parsing.tree import text_of

_IN_ADDRESS = re.compile(
    r"[/_-]((?:199|20\d)\d)(?:/[a-z_]+)?([/_-])(1[0-2]|0?[1-9]|[a-z]{3})\2(0[1-9]|[12]\d|3[01]|[1-9])(?:[/_.-]|$)",
    re.I,
)
_SQUEEZED = re.compile(r"[/_-]((?:199|20[0-4])\d)/?(1[0-2]|0[1-9])[/_-]?(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)")
# Ends of host names that are sold for the word they make, or that Americans use.
_NO_COUNTRY = words_of("us io co ai tv me fm ly to cc ws gg so sh am im vc")
MAX_HELD = 40  #: beginnings and ends that are looked at
MOVED = 30 * DAY  #: milliseconds that a declared day may be later than the one in the address


class _Kind(NamedTuple):
    """How pages declare days of one kind."""

    keys: tuple[str, ...]  #: in JSON-LD and, in small letters, in microdata
    metas: re.Pattern[str]  #: names of meta tags


_PUBLISHED = _Kind(
    ("datePublished", "uploadDate"),
    re.compile(
        r"^(?:(?:(?:og:|shareaholic:)?article[:_]|og:)?published(?:_time|_on)?|parsely-pub-date|date-?published|publish(?:ed)?[-_]?date"
        r"|publication_date|pubdate|dc(?:terms|\.date)\.issued|citation_(?:publication_)?date|cxenseparse:recs:publishtime"
        r"|article_date_original|displaydate|ptime)$"
    ),
)
_CHANGED = _Kind(("dateModified",), re.compile(r"modified|updated"))
# Some write the day of the text there, some that of its file or of its last change.
_VAGUE = _Kind(("dateCreated",), re.compile(r"^(?:dc(?:terms)?\.(?:created|date)|sailthru\.date|date)$"))


class Dates(NamedTuple):
    """When a page was published and last changed, in milliseconds; None where it does not tell."""

    published: int | None
    updated: int | None


def read_dates(found: Collected, linked: Linked, url: str, language: str, now: int | None = None) -> Dates:
    """What the page tells about its dates.

    What it declares comes first, then the day in its address, then what readers see near the
    heading, and last the declarations that may speak of something else. A day that readers see is
    not that of publishing where the page declares it, or the line beside it calls it, the day of a
    change. No page was published on a day that has yet to come: `now` is the time in milliseconds.
    """
    latest = now + DAY if now is not None else None  # where the sun rises first, it is tomorrow already
    in_address = next(iter(_past([_in_address(url)], latest)), None)
    language = _as_at(language, host_of(url))
    declared = _past(_moments(_told(_PUBLISHED, found, linked), language), latest)
    changes = _past(map(parse_date, _told(_CHANGED, found, linked)), latest)
    published = declared[0] if declared else in_address
    held = [moment for moment in map(parse_date, linked.held[:MAX_HELD]) if moment is not None]
    if published is None or not all(same_day(published, one) for one in declared):
        shown, changed = shown_days(found, language, changes[0] if changes else None, latest, held)
        changes += [changed] if changed is not None else []
        # Of declarations that differ, the one that readers see as well.
        if not declared or any(same_day(one, shown) for one in declared):
            published = shown
    if published is not None and in_address is not None and in_address <= published - MOVED:
        published = in_address  # a site that moved declares the day of its move
    if published is None:
        published = next(iter(_past(_moments(_told(_VAGUE, found, linked), language), latest)), None)
    if published is None and not is_home(url):
        only = only_day(found, language, latest)
        published = None if any(same_day(only, one) for one in (*changes, *held)) else only
    return Dates(published, next((one for one in changes if published is None or one > published), None))


def _past(moments: Iterable[int | None], latest: int | None) -> list[int]:
    return [moment for moment in moments if moment is not None and (latest is None or moment <= latest)]


def _as_at(language: str, host: str) -> str:
    """The language as it is written where the host is: only Americans put the month first."""
    country = host.rpartition(".")[2]
    plain = language.lower() in ("", "en")
    return "en-GB" if plain and len(country) == 2 and country not in _NO_COUNTRY else language


def _moments(candidates: Iterable[str], language: str) -> Iterator[int | None]:
    for text in candidates:
        moment = parse_date(text, printed=True)  # papers put on the web what they printed long ago
        yield moment if moment is not None else find_day(text[:MAX_DATED], language)


def _in_address(url: str) -> int | None:
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    found = _IN_ADDRESS.search(path) or _SQUEEZED.search(path)
    if not found:
        return None
    year, *_, month, day = found.groups()
    return parse_date(("/" if month.isdigit() else "-").join((year, month, day)))


def _told(kind: _Kind, found: Collected, linked: Linked) -> Iterable[str]:
    """What a page declares of days of a kind."""
    for key in kind.keys:
        yield from (words(node.get(key)) for node in (linked.article, linked.page))
    for name, values in found.metas.items():
        if kind.metas.search(name):
            yield from values[:2]
    for key in kind.keys:
        for value, element in found.props.get(key.lower(), ())[:3]:
            yield value or text_of(element)
        yield words(linked.film.get(key))  # it may be one of those that the page shows
    for element in found.times if kind is _PUBLISHED else ():
        if element.get("pubdate") is not None:
            yield element.get("datetime") or text_of(element)
