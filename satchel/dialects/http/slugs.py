"""Names as they could stand in an address, for protocols that tell them."""

from __future__ import annotations

import re
from functools import lru_cache

from satchel.base.text import fold

MAX_SLUG_CHARACTERS = 60

_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """The words of a name in small letters, without accents, with hyphens between them."""
    return (
        _BETWEEN.sub("-", fold(name[: 4 * MAX_SLUG_CHARACTERS])).strip("-")[:MAX_SLUG_CHARACTERS].strip("-")
    )
