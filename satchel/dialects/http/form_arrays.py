"""Lists and objects in the names of form fields, as PHP reads them: `actions[0][action]=archive`.

The original was PHP. What such a field says stands in the values as one nested `Fields`, and
`entries` makes a list of it where a list is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from satchel.base.errors import Invalid

#: Brackets behind one name. The deepest that anybody sends is `actions[0][annotation][quote]`.
MAX_DEPTH = 8

_BRACKETS = re.compile(r"\[([^\]]*)\]")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


class Fields(dict[str, Any]):
    """What the brackets of one name hold, by index or name."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0
        self._appended = ""  #: the last place that an empty pair of brackets made

    def place(self, key: str, rest: list[str]) -> str:
        """The key that `key` means here; empty brackets mean the next index.

        Fields of one entry follow each other, so `a[][x]=1&a[][y]=2` is one entry, until it has
        a name of `rest` already.
        """
        if not key:
            if rest and self._appended and _has_room(self[self._appended], rest):
                return self._appended
            key = self._appended = str(self._next)
        if _INDEX.fullmatch(key):
            self._next = max(self._next, int(key) + 1)
        return key


def put(values: dict[str, Any], name: str, value: str) -> None:
    """Set the field `name` of a form in `values`. Of two with one name the last counts.

    Dots in a name become underscores: PHP did that, and clients came to rely on it. An ampersand before it may
    be one of HTML, where a program took its address from a page. Raises `Invalid` for too many brackets.
    """
    name = name.removeprefix("amp;")
    base = name.partition("[")[0]
    keys = _keys(name[len(base) :]) if base and len(base) < len(name) else []
    if not keys:
        values[name.replace(".", "_")] = value
        return
    if len(keys) > MAX_DEPTH:
        raise Invalid(f"The parameter {name[:40]} has too many brackets.")
    base = base.replace(".", "_")
    place: dict[str, Any] = values
    for depth, key in enumerate(keys):
        inner = place.get(base)
        if not isinstance(inner, Fields):
            inner = place[base] = Fields()
        place, base = inner, inner.place(key, keys[depth + 1 :])
    place[base] = value


def entries(value: Any) -> Any:
    """`value` as a list in the order of its indices, if it has nothing but indices; else as it is.

    Programs in PHP also write a list from which they took something as `{"0": …, "2": …}`.
    """
    if isinstance(value, Mapping) and value and all(map(_INDEX.fullmatch, value)):
        return [value[key] for key in sorted(value, key=int)]
    return value


def _keys(brackets: str) -> list[str]:
    """What stands in the brackets; what follows the last of them is nobody's, as in PHP.

    Nobody looks beyond the first that is too many: a name may be a million brackets.
    """
    keys: list[str] = []
    end = 0
    while len(keys) <= MAX_DEPTH and (found := _BRACKETS.match(brackets, end)):
        keys.append(found[1].strip())
        end = found.end()
    return keys


def _has_room(entry: Any, rest: list[str]) -> bool:
    """Whether a field with the brackets `rest` is one more of `entry`, and not the first of the next."""
    for key in rest:
        if not isinstance(entry, dict):
            return False
        if not key or key not in entry:
            return True
        entry = entry[key]
    return False
