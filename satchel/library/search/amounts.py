"""Amounts: days, ages, reading times and counts, as people write them in a query."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from satchel.model.reading_time import PACE

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
_AGE = re.compile(r"(\d{1,5})([dwmy])", re.ASCII)
_LENGTH = re.compile(r"(\d{1,9})(min|m|h|w)?", re.ASCII)
_NUMBER = re.compile(r"(\d{1,9})%?", re.ASCII)
_DAY = timedelta(days=1)
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)
#: Beyond any number that is stored.
END = 2**53


class Span(NamedTuple):
    """From `least` on and before `beyond`: milliseconds, words, thousandths or a count."""

    least: int
    beyond: int


def is_age(amount: str) -> bool:
    """Whether it counts back from now, as "30d" does."""
    return _AGE.fullmatch(amount) is not None


def day(amount: str) -> str | None:
    """A day, month, year or age in its one form; None where there is none such."""
    text = amount.lower()
    if text in ("today", "yesterday"):
        return text
    found = _AGE.fullmatch(text)
    if found:
        return f"{int(found[1])}{found[2]}"
    found = _DATE.fullmatch(text)
    if not found:
        return None
    parts = [int(part) for part in found.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def length(amount: str) -> str | None:
    """A reading time or a number of words in its one form; a bare number is minutes."""
    found = _LENGTH.fullmatch(amount.lower())
    return f"{int(found[1])}{(found[2] or 'm').removesuffix('in')}" if found else None


def number(amount: str) -> str | None:
    """A number in its one form, a percent sign aside."""
    found = _NUMBER.fullmatch(amount)
    return str(int(found[1])) if found else None


def day_span(amount: str, now: int) -> Span:
    """The milliseconds of a day, month or year; of an age, those from that long ago until now."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    if amount == "today":
        return _between(today, _after(today))
    if amount == "yesterday":
        return _between(_before(today, 1), today)
    found = _AGE.fullmatch(amount)
    if found:
        return Span(_ago(int(found[1]), found[2], now), END)
    parts = [int(part) for part in amount.split("-")]
    first = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return _between(first, _after(first))
    if len(parts) == 2:
        return _between(first, _month(first, 1))
    return _between(first, _month(first, 12))


def length_span(amount: str) -> Span:
    """The words of an article that takes that time, as minutes are rounded; or that number of words."""
    value, unit = int(amount[:-1]), amount[-1]
    if unit == "w":
        return Span(value, value + 1)
    minutes = value * 60 if unit == "h" else value
    if minutes == 0:
        return Span(0, 1)
    return Span(round((minutes - 0.5) * PACE) if minutes > 1 else 1, round((minutes + 0.5) * PACE))


def number_span(amount: str) -> Span:
    """That number alone."""
    return Span(int(amount), int(amount) + 1)


def percent_span(amount: str) -> Span:
    """That percentage alone, in thousandths."""
    return Span(int(amount) * 10, int(amount) * 10 + 10)


def _ago(count: int, unit: str, now: int) -> int:
    """The moment so many days, weeks, months or years before `now`, ms."""
    if unit in "dw":
        return now - count * (7 if unit == "w" else 1) * 86_400_000
    moment = datetime.fromtimestamp(now / 1000, UTC)
    day = moment.date()
    back = _month(day.replace(day=1), -count * (12 if unit == "y" else 1))
    # Of the 31st a month has it or not: then its last day.
    last = (_month(back, 1) - _DAY).day
    return now - _ms(day) + _ms(back.replace(day=min(day.day, last)))


def _month(first: date, more: int) -> date:
    """The first day of a month so many months later, within the years there are."""
    months = first.year * 12 + first.month - 1 + more
    if not 12 <= months < 12 * 9999:
        return _FIRST if months < 12 else _LAST
    return date(months // 12, months % 12 + 1, 1)


def _after(first: date) -> date:
    return first + _DAY if first < _LAST else _LAST


def _before(first: date, days: int) -> date:
    return first - timedelta(days=days)


def _between(first: date, beyond: date) -> Span:
    return Span(_ms(first), _ms(beyond))


def _ms(first: date) -> int:
    return (first.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000
