"""What tells whether two tables have the same rows, in whatever order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

_MODULUS = 1 << 128
#: Two rows that differ in a value or in its type differ in this, too.
_encode = msgspec.msgpack.Encoder().encode


class Digest(NamedTuple):
    """The rows of a table."""

    rows: int
    total: int  #: of the digests of all rows, modulo 2^128


def digest(rows: Iterable[tuple[Any, ...]]) -> Digest:
    """The digest of rows. The sum does not change with their order, which databases do not share."""
    count = total = 0
    for row in rows:
        total += int.from_bytes(hashlib.blake2b(_encode(row), digest_size=16).digest())
        count += 1
    return Digest(count, total % _MODULUS)
