"""Dates as people and machines write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

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
# The first letters of the months in the languages of most pages; of two that share letters the first is meant.
_MONTHS = {
    name: number
    for line in reversed(
        (
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "jän feb mär apr mai jun jul aug sep okt nov dez",
            "janv fév mars avr mai juin juil août sept oct nov déc",
            "ene feb mar abr may jun jul ago sep oct nov dic",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "jan fev mar abr mai jun jul ago set out nov dez",
            "jan feb maart apr mei jun jul aug sep okt nov dec",
            "jan feb mrt apr maj jun jul aug sep okt nov des",
            "tammi helmi maali huhti touko kesä heinä eloku syysk lokak marr joulu",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "ledn únor břez dubn květ červn červe srpn září říjn list prosi",
            "jan feb már ápr máj jún júl aug sze okt nov dec",
            "ian feb mar apr mai iun iul aug sep oct noi dec",
            "oca şub mart nisa mayı haz temm ağu eyl ekim kası aral",
            "jan feb maret apr mei jun jul agu sep okt nov des",
            "янв фев мар апр мая июн июл авг сен окт ноя дек",
            "січ лют бер кві трав черв лип серп вер жов лист груд",
            "яну фев мар апр май юни юли авг сеп окт ное дек",
            "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
            "ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
            "يناي فبر مار أبر مايو يوني يولي أغس سبت أكت نوف ديس",
            "ינו פבר מרץ אפר מאי יונ יול אוג ספט אוק נוב דצמ",
            "בינ בפב במר באפ במאי ביונ ביול באוג בספ באוק בנוב בדצ",
        )
    )
    for number, name in enumerate(line.split(), 1)
}
_WORDED = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s*(?:de\s+)?([^\W\d]{3,12})\.?,?\s*(?:de\s+|del\s+)?((?:19|20)\d\d)"
    r"|([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)"
    r"|((?:19|20)\d\d)\.\s+([^\W\d]{3,12})\s+(\d{1,2})\.?)(?!\d)"
)
_EASTERN = re.compile(
    r"(?<![\d/.-])((?:19|20)\d\d)\s*(?:年|년|([./-]))\s*(\d{1,2})\s*(?:月|월|\2)\s*(\d{1,2})(?![\d./-]*\d)"
)
_WESTERN = re.compile(r"(?<![\d./-])(\d{1,2})(\. ?|[/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_SHORT = re.compile(
    r"(?<![\d./-])(\d{1,2})(?:(\.) ?(\d{1,2})\.|/(\d{1,2})/)(\d\d)(?![\d./])"
)  #: 28.01.22 and 1/28/22
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
        return _timed(int(year), _month(named), int(day), f"{clock} {zone or ''}")
    found = _SLASHED.match(text) or _YEAR_FIRST.match(text)
    if found:
        year, month, day, rest = found.groups()
        return _timed(int(year), int(month) if month.isdigit() else _month(month), int(day), rest)
    for pattern in (_MAIL, _AMERICAN):
        found = pattern.match(text)
        if found:
            first, second, year, rest = found.groups()
            day, named = (first, second) if pattern is _MAIL else (second, first)
            return _timed(int(year), _month(named), int(day), rest)
    return None


def find_day(text: str, language: str) -> int | None:
    """Milliseconds of the first day named in a line of text; None when it names none.

    "5/6/2024" is the 6th of May where the language is plain or American English, else the 5th of June.
    """
    days = days_in(text, language)
    return days[0].moment if days else None


class Day(NamedTuple):
    """A day that a line of text names."""

    start: int
    end: int
    moment: int  #: milliseconds since 1970


def days_in(text: str, language: str) -> list[Day]:
    """All days that a line of text names, in order."""
    days: list[Day] = []
    for pattern, read in ((_WORDED, _worded), (_EASTERN, _eastern), (_WESTERN, _western), (_SHORT, _short)):
        for found in pattern.finditer(text):
            moment = read(found, language)
            if (
                moment is not None
                and _is_of_the_web(moment)
                and not any(one.start < found.end() and found.start() < one.end for one in days)
            ):
                days.append(Day(found.start(), found.end(), moment))
    return sorted(days)


def _worded(found: re.Match[str], language: str) -> int | None:
    day, month, year = next(
        (found[one], found[two], found[three])
        for one, two, three in ((1, 2, 3), (5, 4, 6), (9, 8, 7))
        if found[one]
    )
    return _moment(int(year), _month(month), int(day))


def _eastern(found: re.Match[str], language: str) -> int | None:
    return _moment(int(found[1]), int(found[3]), int(found[4]))


def _western(found: re.Match[str], language: str) -> int | None:
    return _ordered(int(found[1]), int(found[3]), int(found[4]), "no" if found[2][0] == "." else language)


def _short(found: re.Match[str], language: str) -> int | None:
    return _ordered(
        int(found[1]), int(found[3] or found[4]), 2000 + int(found[5]), "no" if found[2] else language
    )


def _ordered(first: int, second: int, year: int, language: str) -> int | None:
    """A day in numbers: Americans put the month first, and so does who names a thirteenth month otherwise."""
    american = second > 12 or language.lower() in ("en", "en-us", "")
    day, month = (second, first) if american and first <= 12 else (first, second)
    return _moment(year, month, day)


def _month(name: str) -> int:
    name = name.lower()
    return next((_MONTHS[name[:size]] for size in (5, 4, 3) if name[:size] in _MONTHS), 0)


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
        moment = datetime(year, month, day, min(hour, 23), minute, min(second, 59), tzinfo=UTC)
        moment -= offset_of(zone or "", moment)
        if not 1600 <= moment.year < 2100 or moment.date() in _ZEROS:
            return None
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return None
