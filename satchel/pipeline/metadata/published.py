"""When it was published and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from satchel.pipeline.links import host_of
from satchel.pipeline.metadata.bylines import NEAR, belongs_elsewhere, by_nearness
from satchel.pipeline.metadata.collect import MAX_DATED, Collected
from satchel.pipeline.metadata.dates import find_day, find_in_line, parse_date
from satchel.pipeline.metadata.jsonld import Linked, words
from satchel.pipeline.parsing.tree import Element, short_text, text_of
from satchel.pipeline.sets import words_of

_IN_ADDRESS = re.compile(
    r"[/_-]((?:199|20\d)\d)([/_-])(1[0-2]|0?[1-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\2"
    r"(0[1-9]|[12]\d|3[01]|[1-9])(?:[/_.-]|$)",
    re.I,
)
_SQUEEZED = re.compile(r"[/_-]((?:199|20[0-4])\d)/?(1[0-2]|0[1-9])[/_-]?(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)")
DAY = 86_400_000  #: milliseconds
# Ends of host names that are sold for the word they make, or that Americans use.
_NO_COUNTRY = words_of("us io co ai tv me fm ly to cc ws gg so sh am im vc")
MOVED = 30 * DAY  #: milliseconds that a declared day may be later than the one in the address
LEAN = 40  #: letters of a line besides its date; with more it is a sentence that mentions a day
_CHANGED = re.compile(
    r"updat|modif|changed|revis|review|geändert|aktualisiert|stand:|mis à jour|actualiz|aggiornat", re.I
)
_SAID = re.compile(r"publi|post|veröffentlicht|erstellt|written|date", re.I)
_SAID_BEFORE = re.compile(
    r"(?:publi\w*|posted|veröffentlicht|erschienen|pubblicato)(?:\W+(?:am|on|le|el|il|em))?\W*$", re.I
)
_NO_DATE = re.compile(r"©|copyright|all rights", re.I)

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "parsely-pub-date",
    "sailthru.date", "datepublished", "date.published", "publish_date", "publish-date", "publishdate", "published_date",
    "published-date", "publication_date", "publication-date", "pubdate", "published", "originalpublicationdate",
    "dc.date.issued", "dcterms.issued", "citation_publication_date", "citation_date",
    "cxenseparse:recs:publishtime", "article_date_original", "article.published", "article.created",
    "displaydate", "ptime", "bt:pubdate", "shareaholic:article_published_time", "release_date",
    "rbpubdate",
)  # fmt: skip
# Some write the day of the text there, some that of its file or of its last change.
_VAGUE = ("datecreated", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date")
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "dcterms.modified", "dc.date.modified",
    "lastmod", "last-modified", "datemodified", "modified_date", "article.updated",
)  # fmt: skip


class Dates(NamedTuple):
    """When a page was published and last changed, in milliseconds; None where it does not tell."""

    published: int | None
    updated: int | None


def read_dates(found: Collected, linked: Linked, url: str, language: str) -> Dates:
    """What the page tells about its dates.

    What it declares comes first, then the day in its address, then what readers see near the
    heading, and last the declarations that may speak of something else. A day that readers see is
    not that of publishing where the page declares it, or the line beside it calls it, the day of a change.
    """
    in_address = _in_address(url)
    language = _as_at(language, host_of(url))
    declared = _all(_declared(found, linked), language)
    changes = [moment for text in _changes(found, linked) if (moment := parse_date(text)) is not None]
    published = declared[0] if declared else in_address
    if published is None or not all(same_day(published, one) for one in declared):
        shown, changed = _shown(found, language, changes[0] if changes else None)
        changes += [changed] if changed is not None else []
        # Of declarations that differ, the one that readers see as well.
        if not declared or any(same_day(one, shown) for one in declared):
            published = shown
    if published is not None and in_address is not None and in_address <= published - MOVED:
        published = in_address  # a site that moved declares the day of its move
    if published is None:
        published = next(iter(_all(_vague(found, linked), language)), None)
    return Dates(published, next((one for one in changes if published is None or one > published), None))


def _as_at(language: str, host: str) -> str:
    """The language as it is written where the host is: only Americans put the month first."""
    country = host.rpartition(".")[2]
    plain = language.lower() in ("", "en")
    return "en-GB" if plain and len(country) == 2 and country not in _NO_COUNTRY else language


def _all(candidates: Iterable[str], language: str) -> list[int]:
    moments = (
        moment if (moment := parse_date(text)) is not None else find_day(text[:MAX_DATED], language)
        for text in candidates
    )
    return [moment for moment in moments if moment is not None]


def _in_address(url: str) -> int | None:
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    found = _IN_ADDRESS.search(path)
    if not found:
        squeezed = _SQUEEZED.search(path)
        return parse_date("-".join(squeezed.groups())) if squeezed else None
    year, _, month, day = found.groups()
    if month.isdigit():
        return parse_date(f"{year}-{int(month):02d}-{int(day):02d}")
    return find_day(f"{day} {month} {year}", "")


def _declared(found: Collected, linked: Linked) -> Iterable[str]:
    for node in (linked.article, linked.film, linked.page):
        for key in ("datePublished", "uploadDate"):
            yield words(node.get(key))
    for name in _PUBLISHED:
        yield from found.metas.get(name, ())[:2]
    for prop in ("datepublished", "uploaddate"):
        for value, element in found.props.get(prop, ())[:3]:
            yield value or text_of(element)
    for element in found.times:
        if element.get("pubdate") is not None:
            yield element.get("datetime") or text_of(element)


def _vague(found: Collected, linked: Linked) -> Iterable[str]:
    for node in (linked.article, linked.film, linked.page):
        yield words(node.get("dateCreated"))
    for value, element in found.props.get("datecreated", ())[:3]:
        yield value or text_of(element)
    for name in _VAGUE:
        yield from found.metas.get(name, ())[:2]


def _shown(found: Collected, language: str, declared: int | None) -> tuple[int | None, int | None]:
    """The days of publishing and of a change in the lines near the main heading.

    `declared` is the time of a change that the page declares.
    """
    changed: int | None = None
    lines = [
        (away, element, text)
        for away, element in by_nearness(found, {*found.times, *found.dated})
        if ((text := short_text(element, MAX_DATED)) and not _NO_DATE.search(text)) or element.get("datetime")
    ]
    for away, element, text in lines:
        if belongs_elsewhere(element, away < NEAR):
            continue
        if away > NEAR and len(lines) > 2 and not _SAID.search(text):
            continue  # far down a page with many dates, a date says nothing
        moment = parse_date(element.get("datetime") or "")
        if moment is None and (day := find_in_line(text, language)):
            moment = day[0] if len(text) - day[1] <= LEAN or _SAID_BEFORE.search(text[: day[2]]) else None
        if moment is None:
            continue
        said = text if _CHANGED.search(text) or _SAID.search(text) else _before(element)
        if same_day(moment, declared) or (_CHANGED.search(said) and not _SAID.search(said)):
            changed = moment if changed is None else changed
        else:
            return moment, changed
    return None, changed


def _before(element: Element) -> str:
    """The words right before an element, if they are few: what is said of a date beside its label."""
    before, above = element.getprevious(), element.getparent()
    if before is not None:
        text = before.tail if before.tail and before.tail.strip() else short_text(before, LEAN)
    else:
        text = (above.text or "") if above is not None else ""
    return text if len(text) <= LEAN else ""


def same_day(one: int | None, other: int | None) -> bool:
    """True for times that may be the same day somewhere on earth."""
    return one is not None and other is not None and abs(one - other) < DAY


def _changes(found: Collected, linked: Linked) -> Iterable[str]:
    for node in (linked.article, linked.page):
        yield words(node.get("dateModified"))
    for name in _UPDATED:
        yield from found.metas.get(name, ())[:1]
    for value, element in found.props.get("datemodified", ())[:1]:
        yield value or text_of(element)
