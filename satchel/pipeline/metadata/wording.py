"""The words that lines about writers and about days are made of, by their kinds."""

from __future__ import annotations

from importlib import resources


def lines_of(name: str) -> list[str]:
    """The lines of a table that lies beside this module, without its comments."""
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


_KINDS: dict[str, list[str]] = {}
for _line in lines_of("words.txt"):
    _kind, _, _words = _line.partition(": ")
    _KINDS.setdefault(_kind, []).append(_words)


def any_of(kind: str) -> str:
    """A pattern for any word of a kind. Raises `KeyError` for a kind of which there are none."""
    return f"(?:{'|'.join(_KINDS[kind])})"
