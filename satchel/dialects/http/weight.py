"""Whether a request is read on the event loop, where everybody waits for it, or in a thread."""

from __future__ import annotations

#: Bytes that may hold whatever they can: half a millisecond at worst, of which sixty at once make thirty.
MAX_UNWEIGHED = 1024
#: Bytes of anything else: the worst of them take as long.
MAX_AT_ONCE = 8192
#: Signs in them that begin a field, a place in a list, or a line of a part: each takes as long as a kilobyte of text.
MAX_SIGNS = 100

_SIGNS = (b"&", b"[", b"%5B", b"%5b", b"\n")


def is_light(query: bytes, body: bytes) -> bool:
    """Whether both are read in no time, however many requests of the kind come at once."""
    size = len(query) + len(body)
    if size <= MAX_UNWEIGHED:
        return True
    return size <= MAX_AT_ONCE and sum(map(query.count, _SIGNS)) + sum(map(body.count, _SIGNS)) <= MAX_SIGNS
