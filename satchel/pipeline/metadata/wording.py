"""The words that lines about writers and about days are made of, by their kinds."""

from __future__ import annotations

from satchel.base.text import lines_of

_KINDS: dict[str, list[str]] = {}
for _line in lines_of(__package__, "words.txt"):
    _kind, _, _words = _line.partition(": ")
    _KINDS.setdefault(_kind, []).append(_words)


def any_of(kind: str) -> str:
    """A pattern for any word of a kind. Raises `KeyError` for a kind of which there are none."""
    return f"(?:{'|'.join(_KINDS[kind])})"
