"""Dates as people and machines write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from satchel.pipeline.metadata.calendars import (
    MONTH,
    PERSIAN,
    YEAR,
    in_our_calendar,
    month_of,
    with_plain_digits,
)
from satchel.pipeline.metadata.zones import offset_of

_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)(?:(?:T|\s+)(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?(.*))?",
    re.I | re.S,
)
_SLASHED = re.compile(r"^\s*(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)(.*)", re.S)
_MAIL = re.compile(
    r"^\s*(?:\w{3,9}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([^\W\d]{3,12})\.?,?[\s-]+(\d{4})(?!\d)(.*)",
    re.S,
)
_AMERICAN = re.compile(
    r"^\s*(?:\w{3,9}\.?,?\s+)?([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)(.*)", re.S
)
_YEAR_FIRST = re.compile(r"^\s*(\d{4})[\s-]+([^\W\d]{3,12})\.?[\s-]+(\d{1,2})(?!\d)(.*)", re.S)
#: As Unix and JavaScript write it: "Mon Aug 03 12:45:00 EDT 2015", "Mon Aug 03 2015 12:45:00 GMT+0200".
_UNIX = re.compile(
    r"^\s*[A-Za-z]{3},?\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s+([A-Za-z]{1,5}\s+)?(\d{4})(?!\d)"
)
_CLOCK = re.compile(
    r"^[\s,;|·–—-]*(?:(?:at|um|à|às|a las|alle|kl\.?|om)\s+)?(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?:[.,]\d+)?"
    r"(?:\s*([ap])\.?m\b\.?)?(.*)",
    re.I | re.S,
)
_WORDED = re.compile(
    rf"(?<!\d)(?:(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+|d['’])?{MONTH}\.?,?\s*(?:de\s+|del\s+)?{YEAR}"
    rf"|{MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}"
    rf"|{YEAR}(?:\.?\s?(?:gada|жылғы|ж\.)|[- ]yil)\s+(\d{{1,2}})[. -]+{MONTH}"
    rf"|{YEAR}(?:\.|ko|\sm\.)?\s+{MONTH}\.?\s+(\d{{1,2}})(?:\.|a|\sd\.)?)(?!\d)"
)
_EASTERN = re.compile(
    rf"(?<![\d/.-]){YEAR}\s*(?:年|년|\sоны|([./-]))\s*(\d{{1,2}})\s*(?:月|월|-р сарын|\2)\s*(\d{{1,2}})(?![\d./-]*\d)"
)
_WESTERN = re.compile(
    rf"(?<![\d./-])(\d{{1,2}})(?:(\. ?|[/-])(\d{{1,2}})\2|\s(?:tháng|thg)\s(\d{{1,2}}),?\s(?:năm\s)?){YEAR}(?!\d)",
    re.I,
)
#: 28.01.22 and 1/28/22
_SHORT = re.compile(r"(?<![\d./-])(\d{1,2})(?:(\.) ?(\d{1,2})\.|/(\d{1,2})/)(\d\d)(?![\d./])")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Nothing on the web is older; what a page tells of an older day is mostly its subject.
_WEB = datetime(1980, 1, 1, tzinfo=UTC)
#: Where clocks begin to count, a day early in the west: what a program writes of a day that it does not know.
_ZEROS = frozenset(
    (datetime(*first, tzinfo=UTC) - timedelta(days=early)).date()
    for first in ((1601, 1, 1), (1753, 1, 1), (1900, 1, 1), (1904, 1, 1), (1970, 1, 1))
    for early in range(3)
)


def parse_date(text: str, *, printed: bool = False) -> int | None:
    """Milliseconds since 1970 of a written date; None when it is none we can read.

    A day from before the web counts only with `printed`: of what may have been printed then.
    Reads ISO 8601 in its spellings, RFC 2822, the dates of Unix and JavaScript, "March 5, 2024",
    "5 March 2024", "2024 Mar 5", a time and a zone behind them, and seconds or milliseconds
    since 1970. A date without a zone counts as UTC. Never raises.
    """
    found = _parsed(text[:100].strip())
    return found if found is not None and (printed or _is_of_the_web(found)) else None


def _is_of_the_web(moment: int) -> bool:
    return _EPOCH + timedelta(milliseconds=moment) >= _WEB


def _parsed(text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return int(text) * (1000 if len(text) == 10 else 1)
    found = _ISO.match(text)
    if found:
        year, month, day, hour, minute, second, zone = found.groups()
        return _moment(int(year), int(month), int(day), (hour, minute, second), zone)
    found = _UNIX.match(text)
    if found:
        named, day, clock, zone, year = found.groups()
        return _timed(int(year), month_of(named), int(day), f"{clock} {zone or ''}")
    for pattern in (_SLASHED, _YEAR_FIRST, _MAIL, _AMERICAN):
        found = pattern.match(text)
        if found:
            *parts, rest = found.groups()
            return _timed(*_in_order(parts), rest)
    return None


def find_day(text: str, language: str) -> int | None:
    """Milliseconds of the first day named in a line of text; None when it names none.

    "5/6/2024" is the 6th of May where the language is plain or American English, else the 5th of June.
    """
    return next((day.moment for day in days_in(text, language)), None)


class Day(NamedTuple):
    """A day that a line of text names."""

    start: int
    end: int
    moment: int  #: milliseconds since 1970


def days_in(text: str, language: str) -> list[Day]:
    """All days that a line of text names, in order."""
    days: list[Day] = []
    text = with_plain_digits(text)
    for pattern in (_WORDED, _EASTERN, _WESTERN, _SHORT):
        for found in pattern.finditer(text):
            moment = _read(found, language)
            if (
                moment is not None
                and _is_of_the_web(moment)
                and not any(one.start < found.end() and found.start() < one.end for one in days)
            ):
                days.append(Day(found.start(), found.end(), moment))
    return sorted(days)


def _read(found: re.Match[str], language: str) -> int | None:
    """A day that readers are told: Persians count the years since another one, and others mean a day of old."""
    monthly = language.lower() in ("en", "en-us", "") and not {"/", "-"}.isdisjoint(found[0])
    parts = [part for part in found.groups() if part and part[0].isalnum()]
    year, month, day = _in_order(parts, language, monthly=monthly)
    return _moment(year, month, day) if year not in PERSIAN or language[:2].lower() == "fa" else None


def _in_order(parts: list[str], language: str = "", *, monthly: bool = False) -> tuple[int, int, int]:
    """The year, month and day that these parts are, known by what they are and by where they stand.

    Americans put the month first, `monthly`, and so does who names a thirteenth month otherwise.
    """
    numbers = [int(part) for part in parts if part.isdigit()]
    if len(numbers) < len(parts):
        day, year = sorted(numbers)
        return year, next(month_of(part, language) for part in parts if not part.isdigit()), day
    if len(parts[0]) == 4:
        year, month, day = numbers
        return year, month, day
    day, month, year = numbers
    if (monthly or month > 12) and day <= 12:
        day, month = month, day
    return (year if year > 99 else 2000 + year), month, day


def _timed(year: int, month: int, day: int, rest: str) -> int | None:
    """A day with the time that is written behind it."""
    found = _CLOCK.match(rest)
    if not found:
        return _moment(year, month, day)
    hour, minute, second, half, zone = found.groups()
    if half:
        hour = str(int(hour) % 12 + (12 if half.lower() == "p" else 0))
    moment = _moment(year, month, day, (hour, minute, second), zone)
    return moment if moment is not None else _moment(year, month, day)


def _moment(
    year: int, month: int, day: int, clock: tuple[str | None, ...] = (None, None, None), zone: str | None = ""
) -> int | None:
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        year, month, day = in_our_calendar(year, month, day)
        moment = datetime(year, month, day, min(hour, 23), minute, min(second, 59), tzinfo=UTC)
        moment -= offset_of(zone or "", moment)
        if not 1600 <= moment.year < 2100 or moment.date() in _ZEROS:
            return None
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return None
