"""The place in a list at which a page begins, as it stands in the page's address."""

from __future__ import annotations

import re

from satchel.model.items import Position

_POSITION = re.compile(r"([0-9]{1,16}|x(?:[0-9a-f]{2}){0,64})-([0-9]{1,16})")


def written(key: Position) -> str:
    """The key as a word of an address."""
    value, item = key
    return f"{'x' + value.hex() if isinstance(value, bytes) else value}-{item}"


def read(text: str, like: type[int] | type[bytes]) -> Position | None:
    """The key in a word of an address, whose value is of that type; None in anything else."""
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    value = bytes.fromhex(found[1][1:]) if found[1].startswith("x") else int(found[1])
    return Position(value, int(found[2])) if isinstance(value, like) else None
