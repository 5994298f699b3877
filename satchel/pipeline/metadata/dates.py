"""Dates as people and machines write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

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
# The first letters of the months in the languages of most pages; English first, and in order.
_MONTHS = {
    name: number
    for line in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "jän feb mär apr mai jun jul aug sep okt nov dez",
        "janv fév mars avr mai juin juil août sept oct nov déc",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
    )
    for number, name in enumerate(line.split(), 1)
}
_WORDED = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+)?([^\W\d]{3,12})\.?,?\s*(?:de\s+|del\s+)?((?:19|20)\d\d)"
    r"|([^\W\d]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d))(?!\d)"
)
_EASTERN = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)")
_WESTERN = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
        return _moment(int(year), _month(month), int(day), rest)
    found = _AMERICAN.match(text)
    if found:
        month, day, year = found.groups()
        return _moment(int(year), _month(month), int(day), [])
    return None


def find_day(text: str, language: str) -> int | None:
    """Milliseconds of the first day named in a line of text; None when it names none.

    "5/6/2024" is the 6th of May where the language is plain or American English, else the 5th of June.
    """
    found = find_in_line(text, language)
    return found[0] if found else None


def find_in_line(text: str, language: str) -> tuple[int, int, int] | None:
    """The same with the number of letters that the day takes, and where it begins."""
    for pattern, read in ((_WORDED, _worded), (_EASTERN, _eastern), (_WESTERN, _western)):
        found = pattern.search(text)
        if found and (moment := read(found, language)) is not None:
            return moment, found.end() - found.start(), found.start()
    return None


def _worded(found: re.Match[str], language: str) -> int | None:
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    return _moment(int(year), _month(month), int(day), [])


def _eastern(found: re.Match[str], language: str) -> int | None:
    return _moment(int(found[1]), int(found[2]), int(found[3]), [])


def _western(found: re.Match[str], language: str) -> int | None:
    first, second = int(found[1]), int(found[3])
    american = found[2] == "/" and (second > 12 or language.lower() in ("en", "en-us", ""))
    day, month = (second, first) if american and first <= 12 else (first, second)
    return _moment(int(found[4]), month, day, [])


def _month(name: str) -> int:
    name = name.lower()
    return next((_MONTHS[name[:size]] for size in (4, 3) if name[:size] in _MONTHS), 0)


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
