"""Times as files have them: numbers of every unit, and dates of every sort."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = 631_152_000_000  #: ms, 1990: what is older is a zero or an accident
_DAY = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
#: Seconds from the year 1601, from which one browser counts, to 1970.
_SINCE_1601 = 11_644_473_600

_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)\s+(\d{4})",
    re.IGNORECASE,
)


def moment(value: object, now: int) -> int:
    """Milliseconds since 1970 for a number or a date; 0 for none, and for one before 1990 or later than tomorrow.

    The size of a number tells its unit: seconds, milliseconds, microseconds. A date without a zone is in UTC; of
    `03/02/2021` the first is the day, where it can be.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    found = _of_number(value) if isinstance(value, int | float) else _of_text(value.strip())
    return found if EARLIEST <= found <= now + _DAY else 0


def since_1601(value: object, now: int) -> int:
    """The same for microseconds since 1601, which no number tells of itself."""
    try:
        return moment(int(str(value)) / 1_000_000 - _SINCE_1601, now)
    except (ValueError, OverflowError):
        return 0


def _of_number(value: float) -> int:
    if value != value or not 0 < value < 10**16:
        return 0
    if value < 10**11:
        return round(value * 1000)
    return int(value) if value < 10**14 else int(value) // 1000


def _of_text(text: str) -> int:
    if not text or len(text) > 60:
        return 0
    if _NUMBER.fullmatch(text):
        return _of_number(float(text) if "." in text else int(text))
    text = text.removesuffix(" UTC").removesuffix(" GMT").strip()
    found = _of_standard(text) or _of_words(text)
    if found is None:
        return 0
    try:
        return ((found if found.tzinfo else found.replace(tzinfo=UTC)) - _EPOCH) // _MILLISECOND
    except OverflowError:
        return 0


def _of_standard(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _of_words(text: str) -> datetime | None:
    """A date in one of the ways in which people write them."""
    day = _day(text)
    if day is None:
        return None
    try:
        mailed = parsedate_to_datetime(text)
        if _WORDED.search(text) and mailed.year > 1900:
            return mailed
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    clock = _CLOCK.search(text)
    if clock is None:
        return day
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    return day.replace(hour=hour, minute=minute, second=second) if hour < 24 and minute < 60 > second else day


def _day(text: str) -> datetime | None:
    worded = _WORDED.search(text)
    try:
        if worded:
            month = (worded[2] or worded[3])[:3].lower()
            return datetime(int(worded[5]), _MONTHS.index(month) + 1, int(worded[1] or worded[4]), tzinfo=UTC)
        numeric = _NUMERIC.match(text)
        if numeric is None:
            return None
        first, second, third = (int(each) for each in numeric.groups())
        if first > 31:
            return datetime(first, second, third, tzinfo=UTC)
        year = third if third > 99 else 2000 + third
        day, month_number = (second, first) if second > 12 else (first, second)
        return datetime(year, month_number, day, tzinfo=UTC)
    except ValueError:
        return None
