"""When it was published and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from satchel.pipeline.metadata.bylines import NEAR, belongs_elsewhere, by_nearness
from satchel.pipeline.metadata.collect import MAX_DATED, Collected
from satchel.pipeline.metadata.dates import find_day, find_in_line, parse_date
from satchel.pipeline.metadata.jsonld import Linked, words
from satchel.pipeline.parsing.tree import short_text, text_of

_IN_ADDRESS = re.compile(
    r"[/_-]((?:199|20\d)\d)([/_-])(1[0-2]|0?[1-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\2"
    r"(0[1-9]|[12]\d|3[01]|[1-9])(?:[/_.-]|$)",
    re.I,
)
MOVED = 30 * 86_400_000  #: milliseconds that a declared day may be later than the one in the address
LEAN = 40  #: letters of a line besides its date; with more it is a sentence that mentions a day
_CHANGED = re.compile(
    r"updat|modif|changed|revis|review|geändert|aktualisiert|stand:|mis à jour|actualiz|aggiornat", re.I
)
_SAID = re.compile(r"publi|post|veröffentlicht|erstellt|written|date", re.I)
_NO_DATE = re.compile(r"©|copyright|all rights", re.I)

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "parsely-pub-date",
    "sailthru.date", "datepublished", "date.published", "publish_date", "publish-date", "publishdate", "published_date",
    "published-date", "publication_date", "publication-date", "pubdate", "published", "originalpublicationdate",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date.created", "dc.date", "dcterms.date",
    "citation_publication_date", "citation_date",
    "cxenseparse:recs:publishtime", "article_date_original", "article.published", "article.created",
    "displaydate", "ptime", "bt:pubdate", "shareaholic:article_published_time", "release_date",
    "datecreated", "rbpubdate", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "dcterms.modified", "dc.date.modified",
    "lastmod", "last-modified", "datemodified", "modified_date", "article.updated",
)  # fmt: skip


def read_published(found: Collected, linked: Linked, url: str, language: str) -> int | None:
    """The time of publishing in milliseconds; None when the page does not tell.

    What it declares comes first, then the day in its address, then what readers see near the heading.
    """
    in_address = _in_address(url)
    for candidate in _declared(found, linked):
        moment = parse_date(candidate)
        if moment is None:
            moment = find_day(candidate[:MAX_DATED], language)
        if moment is not None:
            # A site that moved declares the day of its move; the address keeps the day of the text.
            return moment if in_address is None or in_address > moment - MOVED else in_address
    return in_address if in_address is not None else _shown(found, language)


def _in_address(url: str) -> int | None:
    try:
        found = _IN_ADDRESS.search(urlsplit(url).path)
    except ValueError:
        return None
    if not found:
        return None
    year, _, month, day = found.groups()
    if month.isdigit():
        return parse_date(f"{year}-{int(month):02d}-{int(day):02d}")
    return find_day(f"{day} {month} {year}", "")


def _declared(found: Collected, linked: Linked) -> Iterable[str]:
    for node in (linked.article, linked.film, linked.page):
        for key in ("datePublished", "uploadDate", "dateCreated"):
            yield words(node.get(key))
    for name in _PUBLISHED:
        yield from found.metas.get(name, ())[:2]
    for prop in ("datepublished", "datecreated", "uploaddate"):
        for value, element in found.props.get(prop, ())[:3]:
            yield value or text_of(element)
    for element in found.times:
        if element.get("pubdate") is not None:
            yield element.get("datetime") or text_of(element)


def _shown(found: Collected, language: str) -> int | None:
    """The day in a line near the main heading; one that speaks of a change only when there is no other."""
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
            moment = day[0] if len(text) - day[1] <= LEAN else None
        if moment is None:
            continue
        if not _CHANGED.search(text) or _SAID.search(text):
            return moment
        changed = moment if changed is None else changed
    return changed


def read_updated(found: Collected, linked: Linked, published: int | None) -> int | None:
    """The declared time of the last change in milliseconds; None when none or not after publishing."""
    candidates = [words(node.get("dateModified")) for node in (linked.article, linked.page)]
    candidates += [value for name in _UPDATED for value in found.metas.get(name, ())[:1]]
    candidates += [value or text_of(element) for value, element in found.props.get("datemodified", ())[:1]]
    for candidate in candidates:
        moment = parse_date(candidate)
        if moment is not None and (published is None or moment > published):
            return moment
    return None
