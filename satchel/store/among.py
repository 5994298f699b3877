"""Among: many values in one statement, of which few lengths are prepared."""

from __future__ import annotations

from collections.abc import Sequence

#: How many values a statement holds; fewer are filled up, so that few statements are prepared.
_SIZES = (8, 32, 128, 512)
MAX_AMONG = _SIZES[-1]


def among(values: Sequence[object]) -> tuple[str, dict[str, object]]:
    """What stands in `IN (…)`, and its values by their names; of 1 to `MAX_AMONG` values."""
    size = next(size for size in _SIZES if size >= len(values))
    wanted = {f"v{n}": values[min(n, len(values) - 1)] for n in range(size)}
    return ", ".join(f":{name}" for name in wanted), wanted
