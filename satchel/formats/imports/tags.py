"""Tags as files have them: lists, and texts with every kind of separator."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from html import unescape

import msgspec

from satchel.base.text import line

MAX_TAGS = 500  #: of one row
MAX_TAG_CHARACTERS = 1_000  #: what the library keeps of one is its own rule

_QUOTED = re.compile(r'"([^"]+)"|(\S+)')
_LABEL = "user/-/label/"
_READER_STATE = re.compile(r"user/[^/]+/state/")


def united(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags as one line each, without empty ones and repetitions, at most `MAX_TAGS`."""
    found: dict[str, None] = {}
    for tag in tags:
        shown = line(tag, MAX_TAG_CHARACTERS)
        if shown and len(found) < MAX_TAGS:
            found[shown] = None
    return tuple(found)


def split(text: str, separator: str) -> list[str]:
    """The tags of a text between separators."""
    return [tag.strip() for tag in text.split(separator)] if text else []


def escaped(text: str) -> list[str]:
    """The tags of an attribute that is still escaped: a comma that is part of a tag is written as a reference."""
    return [unescape(tag).strip() for tag in text.split(",")] if text else []


def words(text: str) -> list[str]:
    """Tags between blanks; one of several words stands in quotes."""
    return [found[1] or found[2] for found in _QUOTED.finditer(text)]


def listed(text: str) -> list[str]:
    """The tags of a list in a cell, as JSON or Python write one, or with the quotes left out: `[a, b]`."""
    text = text.strip()
    if not text.startswith("["):
        return split(text, ",")
    try:
        return [str(tag) for tag in msgspec.json.decode(text, type=list[str | int | float])]
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        found = ast.literal_eval(text[:100_000])
        return [str(tag) for tag in found] if isinstance(found, list) else []
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [tag.strip(" '\"") for tag in text[1:].removesuffix("]").split(",")]


def named(value: object) -> list[str]:
    """The tags of a value in JSON: texts, objects with a name or label, an object keyed by tag, a text with commas."""
    if isinstance(value, str):
        return split(value, ",")
    if isinstance(value, Mapping):
        return [str(tag) for tag in value]
    found = []
    for each in value if isinstance(value, list) else ():
        if isinstance(each, Mapping):
            each = next((each[key] for key in ("name", "label", "tag", "title", "slug") if each.get(key)), "")
        if isinstance(each, str):
            found.append(each)
    return found


def is_reader_state(category: str) -> bool:
    """Whether a feed reader's category tells a state, as `user/1/state/com.google/read` does."""
    return _READER_STATE.match(category) is not None


def reader_label(category: str) -> str:
    """The label in a feed reader's category; "" for one that is the feed's own, or a state."""
    if category.startswith(_LABEL):
        return category.removeprefix(_LABEL)
    found = re.match(r"user/[^/]+/label/(.+)", category)
    return found[1] if found else ""
