"""One object of JSON, also where it is written with less care than the standard asks for."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

import msgspec

Object: TypeAlias = dict[str, Any]

_decoder = msgspec.json.Decoder()
_lenient = json.JSONDecoder(strict=False)
_COMMA = re.compile(r",(\s*[}\]])")


def decode(text: str) -> Object | None:
    """The object; None for what is none. What stands behind its end is passed by."""
    try:
        value = _decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        value = _leniently(text)
    return value if isinstance(value, dict) else None


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
