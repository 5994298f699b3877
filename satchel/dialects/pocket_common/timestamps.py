"""When: the many ways in which clients write a time."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from satchel.dialects.http.params import MAX_SECONDS, Params

#: The date that stands for "not known".
NEVER = "0000-00-00 00:00:00"


def time(params: Params, name: str) -> int | None:
    """A time in ms since 1970 from seconds, milliseconds, a float, or a date like
    "2020-03-01 12:00:00" (UTC unless it says otherwise); None when it cannot be read, which means now.
    """
    value = params.get(name)
    read = _counted(value)
    if read is not None or not isinstance(value, str) or not 8 <= len(value) <= 40:
        return read
    try:
        date = datetime.fromisoformat(value.strip())
        at = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return int(at * 1000) if at > 0 else None


def _counted(value: Any) -> int | None:
    """A time from a number of seconds, or of milliseconds above `MAX_SECONDS`; None for anything else."""
    try:
        if isinstance(value, str):
            value = float(value) if value.strip() else None
        if value is None or isinstance(value, bool) or not math.isfinite(value) or not 0 < value < 1e15:
            return None
    except (TypeError, ValueError, OverflowError):
        return None
    return int(value) if value > MAX_SECONDS else int(value * 1000)


@lru_cache(maxsize=2048)
def date(ms: int | None) -> str:
    """A time as "2020-03-01 12:00:00" in UTC; zeros for None and what no calendar has."""
    if ms is None:
        return NEVER
    try:
        return datetime.fromtimestamp(ms // 1000, UTC).isoformat(" ")[:19]
    except (ValueError, OverflowError, OSError):
        return NEVER
