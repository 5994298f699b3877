"""One object of JSON, also where it is written with less care than the standard asks for.

The parser keeps the interpreter until it is done, and everybody who uses the server waits. How long that takes, and
how much memory, depends on how many values there are, not on how many letters; so they are counted first.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, TypeAlias

import msgspec

Object: TypeAlias = dict[str, Any]

#: What one object may weigh, in names and values outside of texts: a thousand highlights of thirteen members weigh
#: 30,000. Of what one can make up nothing of this weight takes longer than 60 ms, or more than 60 MB.
MAX_WEIGHT = 300_000
#: What one may weigh that holds all of a file: 80,000 bookmarks of a browser.
MAX_WHOLE_WEIGHT = 1_500_000
#: A list or an object takes as long as so many plain values.
_CONTAINER = 4


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("out of range")
    return value


# The parser's own way with floats takes 10 us for one like 1e300, a hundred times as long as Python's.
_decoder = msgspec.json.Decoder(float_hook=_float)
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
    if _weight(text) <= most:
        return False
    weight = at = 0
    for found in _TEXT.finditer(text):
        weight += _weight(text[at : found.start()])
        at = found.end()
        if weight > most:
            return True
    return weight + _weight(text[at:]) > most


def _weight(text: str) -> int:
    return text.count(",") + text.count(":") + _CONTAINER * (text.count("[") + text.count("{"))


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
