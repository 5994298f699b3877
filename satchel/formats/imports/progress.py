"""How much of something was read, in thousandths."""

from __future__ import annotations


def progress(value: object, *, percent: bool = False) -> int | None:
    """Thousandths for a share from 0 to 1, or for per cent, which is all above 1; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    if percent or number > 1:
        number /= 100
    return round(number * 1000) if 0 <= number <= 1 else None
