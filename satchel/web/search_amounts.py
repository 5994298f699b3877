"""Amounts of a search in plain words: times, reading times and numbers."""

from __future__ import annotations

from collections.abc import Callable

from minijinja import Markup

from satchel.library.search.tree import Compared, Name, Range
from satchel.web.words import count as n_
from satchel.web.words import say as _

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DONE: dict[Name, Callable[[Markup], Markup]] = {
    Name.SAVED: lambda when: _("saved %(when)s", when=when),
    Name.READ: lambda when: _("read %(when)s", when=when),
    Name.ARCHIVED: lambda when: _("archived %(when)s", when=when),
    Name.PUBLISHED: lambda when: _("published %(when)s", when=when),
    Name.HIGHLIGHTED: lambda when: _("highlighted %(when)s", when=when),
    Name.CHANGED: lambda when: _("changed %(when)s", when=when),
}


def words(name: Name, value: Range | Compared, is_age: Callable[[str], bool]) -> Markup:
    """A measured field in words."""
    if name in _DONE:
        return _DONE[name](_when(value, is_age))
    amount: Callable[[str], Markup] = {
        Name.LENGTH: _length, Name.PROGRESS: _percent, Name.HIGHLIGHTS: _highlights,
    }[name]  # fmt: skip
    return _much(value, amount)


def _much(value: Range | Compared, amount: Callable[[str], Markup]) -> Markup:
    if isinstance(value, Compared):
        its = amount(value.amount)
        if value.sign == "<":
            return _("under %(amount)s", amount=its)
        if value.sign == ">":
            return _("over %(amount)s", amount=its)
        return _at_most(its) if value.sign == "<=" else _at_least(its)
    if value.least == value.most:
        return amount(value.least)
    if not value.most:
        return _at_least(amount(value.least))
    if not value.least:
        return _at_most(amount(value.most))
    return _("%(least)s to %(most)s", least=amount(value.least), most=amount(value.most))


def _at_most(amount: Markup) -> Markup:
    return _("%(amount)s or less", amount=amount)


def _at_least(amount: Markup) -> Markup:
    return _("%(amount)s or more", amount=amount)


def _length(amount: str) -> Markup:
    n, unit = int(amount[:-1]), amount[-1]
    if unit == "w":
        return n_("%(n)s word", "%(n)s words", n)
    return n_("%(n)s hour", "%(n)s hours", n) if unit == "h" else n_("%(n)s minute", "%(n)s minutes", n)


def _percent(amount: str) -> Markup:
    return _("%(n)s %% read", n=amount)


def _highlights(amount: str) -> Markup:
    return n_("%(n)s highlight", "%(n)s highlights", int(amount))


def _when(value: Range | Compared, is_age: Callable[[str], bool]) -> Markup:
    if isinstance(value, Compared):
        less = value.sign[0] == "<"
        if is_age(value.amount):
            return _lately(value.amount) if less else _ago(value.amount)
        if less:
            return _until(value.amount) if "=" in value.sign else _("before %(day)s", day=_day(value.amount))
        return _since(value.amount) if "=" in value.sign else _("after %(day)s", day=_day(value.amount))
    if value.least == value.most:
        if is_age(value.least):
            return _lately(value.least)
        if value.least in ("today", "yesterday"):
            return _day(value.least)
        on = value.least.count("-") == 2
        day = _day(value.least)
        return _("on %(day)s", day=day) if on else _("in %(day)s", day=day)
    if not value.most:
        return _lately(value.least) if is_age(value.least) else _since(value.least)
    if not value.least:
        return _ago(value.most) if is_age(value.most) else _until(value.most)
    return _("from %(first)s to %(last)s", first=_end(value.least, is_age), last=_end(value.most, is_age))


def _end(amount: str, is_age: Callable[[str], bool]) -> Markup:
    return _("%(age)s ago", age=_age(amount)) if is_age(amount) else _day(amount)


def _since(amount: str) -> Markup:
    return _("since %(day)s", day=_day(amount))


def _until(amount: str) -> Markup:
    return _("up to %(day)s", day=_day(amount))


def _lately(age: str) -> Markup:
    one = {
        "1d": _("in the last day"),
        "1w": _("in the last week"),
        "1m": _("in the last month"),
        "1y": _("in the last year"),
    }
    return one.get(age) or _("in the last %(age)s", age=_age(age))


def _ago(age: str) -> Markup:
    return _("more than %(age)s ago", age=_age(age))


def _age(age: str) -> Markup:
    n, unit = int(age[:-1]), age[-1]
    return {
        "d": lambda: n_("%(n)s day", "%(n)s days", n),
        "w": lambda: n_("%(n)s week", "%(n)s weeks", n),
        "m": lambda: n_("%(n)s month", "%(n)s months", n),
        "y": lambda: n_("%(n)s year", "%(n)s years", n),
    }[unit]()


def _day(amount: str) -> Markup:
    if amount == "today":
        return _("today")
    if amount == "yesterday":
        return _("yesterday")
    parts = [int(part) for part in amount.split("-")]
    month = _MONTHS[parts[1] - 1] if len(parts) > 1 else ""
    if len(parts) == 1:
        return Markup(str(parts[0]))
    if len(parts) == 2:
        return _("%(month)s %(year)s", month=month, year=parts[0])
    return _("%(day)s %(month)s %(year)s", day=parts[2], month=month, year=parts[0])
