"""JSON, read within bounds (satchel/base/json_weight.py)."""

from __future__ import annotations

from typing import Any

import msgspec

from satchel.base.errors import Invalid
from satchel.base.json_weight import MAX_WEIGHT, finite, weight
from satchel.dialects.http import json_surrogates

#: Bytes that may hold whatever they can: at worst 30 ms.
MAX_UNWEIGHED = 200_000
#: Digits of one number in a longer text. To read a number takes the square of its length.
MAX_DIGITS = 400

_DIGITS = bytes(ord("0") if byte in b"0123456789" else ord(" ") for byte in range(256))
_decode = msgspec.json.Decoder(float_hook=finite).decode


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
    """Raise `Invalid` for what would keep everybody waiting."""
    if weight(encoded) > MAX_WEIGHT or b"0" * MAX_DIGITS in encoded.translate(_DIGITS):
        raise Invalid("There are more values than can be read at once.")
