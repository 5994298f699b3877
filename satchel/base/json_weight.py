"""How much work a JSON text is to read, told before it is read.

A parser keeps the interpreter until it is done, and everybody who uses the server waits. How long that takes, and
how much memory, depends on how many values there are, not on how many letters; so these are counted first.
"""

from __future__ import annotations

import math

#: What may be read at once, in names and values: 5,000 actions of fifteen members with ten tags each weigh 230,000,
#: a thousand highlights of thirteen members 30,000. Of what one can make up nothing of this weight takes longer than
#: 60 ms, or more than 60 MB.
MAX_WEIGHT = 300_000
#: A list or an object takes as long as so many plain values.
_CONTAINER = 4


def weight(text: str | bytes) -> int:
    """The names and values of a JSON text. Signs inside its texts count too."""
    if isinstance(text, bytes):
        return text.count(b",") + text.count(b":") + _CONTAINER * (text.count(b"[") + text.count(b"{"))
    return text.count(",") + text.count(":") + _CONTAINER * (text.count("[") + text.count("{"))


def finite(digits: str) -> float:
    """A number with a fraction, by Python's own way: msgspec's takes 10 us for one like 1e300, a hundred times as long.

    Raises `ValueError` for what is out of range.
    """
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("out of range")
    return value
