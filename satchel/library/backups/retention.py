"""Which of the nightly backups are kept: the newest of each of the last days, weeks and months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Keep(NamedTuple):
    """How many are kept of each."""

    daily: int
    weekly: int
    monthly: int


def kept(made: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Those of the times when backups were made whose backups are kept.

    A rule passes over what an earlier one keeps, so that 7 days, 4 weeks and 6 months reach back nearly a year.
    """
    newest_first = sorted(made, reverse=True)
    found: set[datetime] = set()
    for period, number in (("%Y-%m-%d", keep.daily), ("%G-%V", keep.weekly), ("%Y-%m", keep.monthly)):
        last = ""
        chosen: list[datetime] = []
        for time in newest_first:
            named = time.strftime(period)
            if named != last and time not in found and len(chosen) < number:
                chosen.append(time)
            last = named
        found.update(chosen)
    return found
