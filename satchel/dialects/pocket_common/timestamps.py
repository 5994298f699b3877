"""When: the many ways in which clients write a time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from satchel.dialects.http import params

#: The date that stands for "not known".
NEVER = "0000-00-00 00:00:00"


def moment(value: Any) -> int | None:
    """A time in ms since 1970 from seconds, milliseconds, a float, or a date like
    "2020-03-01 12:00:00" (UTC unless it says otherwise); None when it cannot be read.
    """
    read = params.moment(value)
    if read is not None or not isinstance(value, str) or not 8 <= len(value) <= 40:
        return read
    try:
        date = datetime.fromisoformat(value.strip())
        at = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return int(at * 1000) if at > 0 else None


@lru_cache(maxsize=2048)
def date(ms: int | None) -> str:
    """A time as "2020-03-01 12:00:00" in UTC; zeros for None and what no calendar has."""
    if ms is None:
        return NEVER
    try:
        return datetime.fromtimestamp(ms // 1000, UTC).isoformat(" ")[:19]
    except (ValueError, OverflowError, OSError):
        return NEVER
