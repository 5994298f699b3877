"""Folders as files have them: a path of names."""

from __future__ import annotations

from collections.abc import Iterable

from satchel.base.text import line

MAX_LEVELS = 32
MAX_NAME_CHARACTERS = 200


def path(names: Iterable[str]) -> tuple[str, ...]:
    """The path as it is kept: one line a name, `Unnamed` for none, the outermost `MAX_LEVELS` levels."""
    found: list[str] = []
    for name in names:
        if len(found) == MAX_LEVELS:
            break
        found.append(line(name, MAX_NAME_CHARACTERS) or "Unnamed")
    return tuple(found)


def split(text: str) -> tuple[str, ...]:
    """The path in a cell whose levels stand between strokes."""
    return path(part for part in text.split("/") if part.strip())
