"""May an answer be given to somebody else? As HTTP lets a cache do that serves many (RFC 9111), and stricter.

Stricter in two things. An answer that sets a cookie is for one visitor, whatever it says. One that varies by
anything but its coding may be for one visitor, too. A redirect is treated like a page, though the standard
would keep temporary ones only where they say so: ten minutes are no promise, and a link shortener is what
a thousand people share.
"""

from __future__ import annotations

from satchel.pipeline.fetching.answer import Head

#: Long enough for a link that goes round, short enough for a page that changes. Whoever wants it newer fetches again.
MAX_SHARED_SECONDS = 600

_WHOLE = (200, 203)
_NEVER = frozenset(("no-store", "no-cache", "private"))


def shared_seconds(head: Head) -> int:
    """Seconds from now for which an answer may be given to others, 600 at most; 0: not at all."""
    control = head.cache_control
    if 200 <= head.status < 300 and head.status not in _WHOLE:
        return 0
    if head.cookies or head.varies - {"accept-encoding"} or not _NEVER.isdisjoint(control):
        return 0
    if head.is_uncached and not control:
        return 0
    fresh = _lifetime(head, control)
    if fresh is None:
        return MAX_SHARED_SECONDS
    return max(0, min(fresh - head.age, MAX_SHARED_SECONDS))


def _lifetime(head: Head, control: dict[str, str]) -> int | None:
    """Seconds that the site gives to its answer; None where it says nothing, 0 where that cannot be read."""
    for name in ("s-maxage", "max-age"):
        if name in control:
            said = control[name]
            return int(said[:9]) if said.isascii() and said.isdecimal() else 0
    return head.expires_in
