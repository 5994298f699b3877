"""JSON, read within bounds.

The parser keeps the interpreter until it is done, and everybody else waits. How long that takes, and how
much memory, depends on how many values there are, not on how many bytes; so these are counted first.
"""

from __future__ import annotations

import math
from typing import Any

import msgspec

from satchel.base.errors import Invalid
from satchel.dialects.http import json_surrogates

#: Bytes that may hold whatever they can: at worst 30 ms.
MAX_UNWEIGHED = 200_000
#: What a longer text may weigh, in names and values: 5,000 actions of fifteen members with ten tags each weigh
#: 230,000. Of what one can make up nothing of this weight takes longer than 60 ms, or more than 60 MB.
MAX_WEIGHT = 300_000
#: Digits of one number in a longer text. To read a number takes the square of its length.
MAX_DIGITS = 400

#: A list or an object takes as long as so many plain values.
_CONTAINER = 4
_DIGITS = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("out of range")
    return value


# The parser's own way with floats takes 10 us for one like 1e300, a hundred times as long as Python's.
_decode = msgspec.json.Decoder(float_hook=_float).decode


def read(encoded: bytes) -> Any:
    """The value of a JSON text, halves of characters mended.

    Raises `ValueError` and `RecursionError` for what is none, `Invalid` for what is too much to read.
    """
    if len(encoded) > MAX_UNWEIGHED:
        _weigh(encoded)
    try:
        return _decode(encoded)
    except (ValueError, RecursionError):
        return json_surrogates.read(encoded)


def _weigh(encoded: bytes) -> None:
    """Raise `Invalid` for what would keep everybody waiting. Signs inside texts count too."""
    weight = encoded.count(b",") + encoded.count(b":")
    weight += _CONTAINER * (encoded.count(b"[") + encoded.count(b"{"))
    if weight > MAX_WEIGHT or b"0" * MAX_DIGITS in encoded.translate(_DIGITS):
        raise Invalid("There are more values than can be read at once.")
