"""Time zones by their names and by their offsets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_WRITTEN = re.compile(r"^\s*\(?([A-Za-z]{1,5})?\s*(?:([+-]|\u2212)(\d{1,2})(?::?(\d{2}))?(?!\d))?")
# Hours by the names that pages write. Where one name is used in several parts of the world it
# is that of the part with most pages.
_NAMED = {
    name: hours
    for hours, names in {
        -10: "HST", -9: "AKST", -8: "PST AKDT", -7: "MST PDT", -6: "CST MDT", -5: "EST CDT COT PET",
        -4: "EDT AST BOT CLT", -3.5: "NST", -3: "ADT BRT ART UYT CLST", -2.5: "NDT", 0: "Z UTC GMT UT WET",
        1: "BST CET MEZ WEST WAT", 2: "CEST MESZ EET SAST CAT", 3: "EEST MSK TRT EAT IDT", 3.5: "IRST",
        4: "GST SAMT", 5: "PKT", 5.5: "IST", 5.75: "NPT", 6: "BDT", 7: "WIB ICT",
        8: "SGT HKT PHT MYT AWST WITA", 9: "JST KST WIT", 9.5: "ACST", 10: "AEST", 10.5: "ACDT", 11: "AEDT",
        12: "NZST", 13: "NZDT",
    }.items()
    for name in names.split()
}  # fmt: skip
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
