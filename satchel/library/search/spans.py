"""What stands behind the measured fields, as numbers of what is stored."""

from __future__ import annotations

from collections.abc import Callable

from satchel.library.search import amounts
from satchel.library.search.amounts import END, Span
from satchel.library.search.tree import Compared, Name, Range

_PLAIN: dict[Name, Callable[[str], Span]] = {
    Name.LENGTH: amounts.length_span,
    Name.PROGRESS: amounts.percent_span,
    Name.HIGHLIGHTS: amounts.number_span,
}


def span(name: Name, value: Range | Compared, now: int) -> tuple[int | None, int | None]:
    """At least, and less than; None for an open end. Times are ms, reading times words, percents thousandths."""
    if isinstance(value, Compared):
        return _compared(name, value, now)
    if value.least == value.most:
        found = _of(name, value.least, now)
        return found.least, None if found.beyond == END else found.beyond
    ends = [_of(name, end, now) if end else None for end in (value.least, value.most)]
    least, most = ends
    if least and most and most.least < least.least:
        # "1w..2w" and "2020..2018" are meant the other way round.
        least, most, value = most, least, Range(value.most, value.least)
    beyond = None
    if most:
        beyond = most.least if amounts.is_age(value.most) else most.beyond
    return least.least if least else None, beyond


def _compared(name: Name, value: Compared, now: int) -> tuple[int | None, int | None]:
    found = _of(name, value.amount, now)
    less = value.sign[0] == "<"
    if amounts.is_age(value.amount) and name not in _PLAIN:
        # "<30d" is younger than thirty days.
        return (found.least, None) if less else (None, found.least)
    if less:
        return None, found.beyond if "=" in value.sign else found.least
    return found.least if "=" in value.sign else found.beyond, None


def _of(name: Name, amount: str, now: int) -> Span:
    return _PLAIN[name](amount) if name in _PLAIN else amounts.day_span(amount, now)
