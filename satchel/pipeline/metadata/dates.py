"""When it was published and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from satchel.pipeline.metadata.collect import Collected
from satchel.pipeline.metadata.jsonld import Linked, words
from satchel.pipeline.parsing.tree import Element, text_of

_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?)?",
    re.I,
)
_SLASHED = re.compile(r"^\s*(\d{4})/(\d{1,2})/(\d{1,2})(?:\s+(\d{1,2}):(\d{2}))?")
_MAIL = re.compile(
    r"^\s*(?:\w{3,9},?\s+)?(\d{1,2})\.?\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(GMT|UTC|Z|[+-]\d{4})?)?"
)
_AMERICAN = re.compile(
    r"^\s*(?:\w{3,9},?\s+)?([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"
)
_IN_ADDRESS = re.compile(r"/(19[9]\d|20\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$)")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

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


def parse_date(text: str) -> int | None:
    """Milliseconds since 1970 of a written date; None when it is none we can read.

    Reads ISO 8601 in its spellings, RFC 2822, "March 5, 2024", "5 March 2024" and seconds or
    milliseconds since 1970. A date without a zone counts as UTC. Never raises.
    """
    text = text[:100].strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return int(text) * (1000 if len(text) == 10 else 1)
    found = _ISO.match(text) or _SLASHED.match(text)
    if found:
        year, month, day, *rest = found.groups()
        return _moment(int(year), int(month), int(day), rest)
    found = _MAIL.match(text)
    if found:
        day, month, year, *rest = found.groups()
        return _moment(int(year), _MONTHS.get(month.lower(), 0), int(day), rest)
    found = _AMERICAN.match(text)
    if found:
        month, day, year = found.groups()
        return _moment(int(year), _MONTHS.get(month.lower(), 0), int(day), [])
    return None


def _moment(year: int, month: int, day: int, rest: list[str | None]) -> int | None:
    hour, minute, second, zone = [*rest, None, None, None, None][:4]
    try:
        moment = datetime(
            year,
            month,
            day,
            min(int(hour or 0), 23),
            int(minute or 0),
            min(int(second or 0), 59),
            tzinfo=_zone(zone),
        )
        if not 1980 <= moment.year < 2100:
            return None  # nothing on the web is older; what is, is an empty field
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return None


def _zone(zone: str | None) -> timezone:
    if not zone or zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset) if offset < timedelta(hours=24) else UTC


def read_published(found: Collected, linked: Linked, url: str) -> int | None:
    """The declared time of publishing in milliseconds; None when the page declares none."""
    for candidate in _published(found, linked):
        moment = parse_date(candidate)
        if moment is not None:
            return moment
    in_address = _IN_ADDRESS.search(url)
    if in_address:
        return _moment(int(in_address[1]), int(in_address[2]), int(in_address[3]), [])
    return None


def _published(found: Collected, linked: Linked) -> Iterable[str]:
    for node in (linked.article, linked.film, linked.page):
        for key in ("datePublished", "uploadDate", "dateCreated"):
            yield words(node.get(key))
    for name in _PUBLISHED:
        yield from found.metas.get(name, ())[:2]
    for prop in ("datepublished", "datecreated", "uploaddate"):
        for value, element in found.props.get(prop, ())[:3]:
            yield value or text_of(element)
    for element in found.times:
        if element.get("pubdate") is not None or "publish" in (element.get("class") or "").lower():
            yield element.get("datetime") or text_of(element)
    if len(found.times) == 1 or _all_one_day(found.times):
        yield found.times[0].get("datetime") or text_of(found.times[0])
    elif found.times and found.headings:
        near = _first_after(found.headings[0], found.times)
        if near is not None:
            yield near.get("datetime") or text_of(near)


def _first_after(heading: Element, times: list[Element]) -> Element | None:
    """The first time that stands in the same box as the main heading."""
    box = heading.getparent()
    for _ in range(2):
        if box is None or box.tag == "body":
            return None
        inside = next(
            (element for element in times if any(above is box for above in element.iterancestors())), None
        )
        if inside is not None:
            return inside
        box = box.getparent()
    return None


def _all_one_day(times: list[Element]) -> bool:
    days = {(element.get("datetime") or "")[:10] for element in times}
    return len(days) == 1 and "" not in days


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
