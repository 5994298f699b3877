"""The escapes of old scripts.

JavaScript's `escape()` writes a character as `%E9` when it is in Latin-1 and as `%u2019` when
it is not. The second form is nowhere in the rules of URLs, so it is rewritten before anything
else looks at it.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes

#: Bytes; a link, its title and as much of a selection as is kept are shorter in any encoding.
MAX_TEXT_BYTES = 200_000

_WIDE = re.compile(rb"((?:%u[0-9a-fA-F]{4})+)")
_HIGH = re.compile(rb"%([89a-fA-F][0-9a-fA-F])")


def mend(encoded: bytes) -> bytes:
    """`encoded`, a query or form body, with `%uXXXX` written as percent-encoded UTF-8."""
    if b"%u" not in encoded or len(encoded) > MAX_TEXT_BYTES:
        return encoded
    return b"&".join(_field(field) for field in encoded.split(b"&"))


def _field(field: bytes) -> bytes:
    parts = _WIDE.split(field)
    if len(parts) == 1:
        return field
    # The pattern is one group, so every second part is a run of wide escapes.
    return b"".join(_wide(part) if at % 2 else _narrow(part) for at, part in enumerate(parts))


def _wide(run: bytes) -> bytes:
    units = bytes.fromhex(run.replace(b"%u", b"").decode())
    return quote_from_bytes(units.decode("utf-16-be", "replace").encode()).encode()


def _narrow(part: bytes) -> bytes:
    try:
        unquote_to_bytes(part).decode()
    except UnicodeDecodeError:
        return _HIGH.sub(lambda found: quote_from_bytes(chr(int(found[1], 16)).encode()).encode(), part)
    return part
