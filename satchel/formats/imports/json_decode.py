"""One object of JSON, also where it is written with less care than the standard asks for."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

import msgspec

from satchel.base.json_weight import MAX_WEIGHT, finite, weight

Object: TypeAlias = dict[str, Any]

#: What an object may weigh that holds all of a file: 80,000 bookmarks of a browser.
MAX_WHOLE_WEIGHT = 1_500_000

_decoder = msgspec.json.Decoder(float_hook=finite)
_lenient = json.JSONDecoder(strict=False)
_COMMA = re.compile(r",(\s*[}\]])")
_TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|$)', re.DOTALL)


def decode(text: str, most: int = MAX_WEIGHT) -> Object | None:
    """The object; None for what is none, or weighs more than `most`. What stands behind its end is passed by."""
    if is_heavy(text, most):
        return None
    try:
        value = _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError, ValueError):
        value = _leniently(text)
    return value if isinstance(value, dict) else None


def is_heavy(text: str, most: int = MAX_WEIGHT) -> bool:
    """Whether it has more values than may be read at once. Signs inside its texts do not count."""
    if weight(text) <= most:
        return False
    total = at = 0
    for found in _TEXT.finditer(text):
        total += weight(text[at : found.start()])
        at = found.end()
        if total > most:
            return True
    return total + weight(text[at:]) > most


def decode_scalar(text: str) -> Any:
    """A text, number or word of JSON; the text as it stands if it is damaged."""
    try:
        return _lenient.decode(text)
    except ValueError:
        return text.strip('"')


def _leniently(text: str) -> Any:
    for each in (text, _COMMA.sub(r"\1", text)):
        try:
            return _lenient.raw_decode(each.strip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def text_of(value: Any) -> str:
    """A text, or a number as one; "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def is_true(value: Any) -> bool:
    """Whether a value means yes, in one of the ways in which programs say so."""
    return (
        value is True
        or value == 1
        or (isinstance(value, str) and value.strip().lower() in ("1", "true", "yes"))
    )
