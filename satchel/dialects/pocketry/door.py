"""The door of the family: limits and status on every answer, and other sites' pages let in."""

from __future__ import annotations

import re

from satchel.dialects.door import Call, WordedDoor
from satchel.dialects.pocketry.admission import limit_headers
from satchel.dialects.respond import TEXT, Answer, phrase
from satchel.library.context import Library

_ORIGIN = re.compile(rb"[\x21-\x7e]{1,300}")
_NAMES = re.compile(rb"[A-Za-z0-9, _-]{1,500}")
_EXPOSED = (
    b"Status, X-Source, X-Error, X-Error-Code, X-Limit-User-Limit, X-Limit-User-Remaining, X-Limit-User-Reset, "
    b"X-Limit-Key-Limit, X-Limit-Key-Remaining, X-Limit-Key-Reset, Retry-After"
)


class PocketryDoor(WordedDoor):
    """What both dialects do to every answer."""

    def dress(self, call: Call, answer: Answer) -> None:
        """Status, limits, and leave for pages of other sites to read the answer.

        Cookies are never honoured here, so such leave gives away nothing: only who has the
        token can ask.
        """
        headers = answer.headers
        headers.append((b"status", phrase(answer.status).encode()))
        limits = self.library.limits
        if limits.on:
            headers.extend(call.told or limit_headers(*limits.left()))
        origin = call.header(b"origin")
        if origin and _ORIGIN.fullmatch(origin):
            headers += (
                # Pages without an origin of their own all say "null"; naming it back would be to name them all.
                (b"access-control-allow-origin", b"*" if origin == b"null" else origin),
                (b"access-control-expose-headers", _EXPOSED),
                (b"vary", b"Origin"),
            )


async def preflight(library: Library, call: Call) -> Answer:
    """What a browser wants to know before it lets a page of another site call us."""
    answer = Answer(204, b"", TEXT, [(b"access-control-allow-methods", b"GET, POST")])
    wanted = call.header(b"access-control-request-headers")
    if _NAMES.fullmatch(wanted):
        answer.headers.append((b"access-control-allow-headers", wanted))
    answer.headers.append((b"access-control-max-age", b"86400"))
    return answer
