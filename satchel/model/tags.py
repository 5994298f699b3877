"""Tags, as those know them who name them by number."""

from __future__ import annotations

import msgspec


class Tag(msgspec.Struct, frozen=True):
    """A tag of a person."""

    id: int
    name: str
    count: int  #: living items that have it
