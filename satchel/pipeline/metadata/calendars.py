"""The names of months in the languages of most pages, and the years of other calendars."""

from __future__ import annotations

import re
from datetime import date, timedelta

from satchel.base.text import lines_of

#: A word that may name a month. Vowels may be signs, which are no letters to `\w`; Thais shorten it to two with dots.
MONTH = r"([\u0e01-\u0e4e]{1,3}\.[\u0e01-\u0e2e]|[^\s\d!-@\[-`{-\u00bf\u2010-\u203e]{2,12})"
#: A year: ours, that of the Buddha, and that of Persia, where no other day of so old a year is told.
YEAR = r"((?:19|20|25)\d\d|1[34]\d\d(?=\W*$|\W+\d))"
_LINES = [line.split() for line in lines_of(__package__, "months.txt")]
#: The months by the first letters of their names, for pages in any language, and what they are called in some alone.
_MONTHS = {
    name: number for code, *line in reversed(_LINES) if code[0] != "=" for number, name in enumerate(line, 1)
}
_OWN = {
    (code[1:], name): number
    for code, *line in _LINES
    if code[0] == "="
    for number, name in enumerate(line, 1)
}
_BUDDHIST = 2400  #: no page is of a later year of ours
PERSIAN = range(1300, 1500)  #: years of which there were pages, or will be
_NEW_YEAR = 1400, date(2021, 3, 21)  #: a Persian year, and the day on which it began
_DIGITS = re.compile(r"[^\D0-9]")


def month_of(name: str, language: str = "") -> int:
    """The number of the month that a word names; 0 for none. What Croats call so is another one to Poles and Czechs."""
    name = name.lower().replace("\u093c", "")  # the dot of Hindi, which some leave out
    code = language.lower().partition("-")[0]
    starts = [name[:size] for size in (5, 4, 3, 2)]
    own = next((_OWN[code, start] for start in starts if (code, start) in _OWN), 0)
    return own or next((_MONTHS[start] for start in starts if start in _MONTHS), 0)


def with_plain_digits(text: str) -> str:
    """The text with the digits of every script written as ours; no letter moves."""
    return text if text.isascii() else _DIGITS.sub(lambda found: str(int(found[0])), text)


def in_our_calendar(year: int, month: int, day: int) -> tuple[int, int, int]:
    """A day with its year, month and day as we count them. Raises `ValueError` for none."""
    if year > _BUDDHIST:
        return year - 543, month, day
    if year not in PERSIAN or not (1 <= month <= 12 and 1 <= day <= 31):
        return year, month, day
    first, began = _NEW_YEAR
    leaps = (8 * year + 21) // 33 - (8 * first + 21) // 33  # eight years in 33 are longer by a day
    ours = began + timedelta(365 * (year - first) + leaps + 31 * (month - 1) - max(0, month - 7) + day - 1)
    return ours.year, ours.month, ours.day
