"""Time zones by their names and by their offsets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from satchel.base.text import lines_of

_WRITTEN = re.compile(r"^\s*\(?([A-Za-z]{1,5})?\s*(?:([+-]|\u2212)(\d{1,2})(?::?(\d{2}))?(?!\d))?")
_NAMED = {
    name: float(hours)
    for hours, *names in map(str.split, lines_of(__package__, "zones.txt"))
    for name in names
}
_AMERICAN = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}  #: in winter; an hour later from March to November
_SUMMER = ((3, 10), (11, 4))  #: month and day; the change is on a Sunday within four days of these
MAX_OFFSET = 15 * 60  #: minutes from UTC; no zone is further away


def offset_of(zone: str, moment: datetime) -> timedelta:
    """How far a zone is before UTC: "+01:00", "GMT-5", "EST", "PT"; nothing for one we do not know.

    `zone` may have more text behind it; `moment` is the local time, which says whether it is summer.
    """
    found = _WRITTEN.match(zone)
    if not found:
        return timedelta()
    name, sign, hours, minutes = found.groups()
    if hours:
        away = int(hours) * 60 + int(minutes or 0)
        return timedelta(minutes=-away if sign != "+" else away) if away <= MAX_OFFSET else timedelta()
    name = (name or "").upper()
    if name in _AMERICAN:
        summer = _SUMMER[0] <= (moment.month, moment.day) < _SUMMER[1]
        return timedelta(hours=_AMERICAN[name] + summer)
    return timedelta(hours=_NAMED.get(name, 0))
