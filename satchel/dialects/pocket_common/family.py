"""What the family does alike: limits and status on every answer, and other sites' pages let in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from satchel.dialects.http import cors
from satchel.dialects.http.bodies import Vouch
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response, phrase
from satchel.dialects.pocket_common import glimpse
from satchel.dialects.pocket_common.authenticate import limit_headers, vouched
from satchel.library.context import Library

_EXPOSED = (
    b"Status, X-Source, X-Error, X-Error-Code, X-Limit-User-Limit, X-Limit-User-Remaining, X-Limit-User-Reset, "
    b"X-Limit-Key-Limit, X-Limit-Key-Remaining, X-Limit-Key-Reset, Retry-After"
)
preflight = cors.preflight(b"GET, POST")


def vouch_by(given: Callable[[Request], tuple[bytes, str]]) -> Callable[[Library, Request], Vouch]:
    """How callers of large bodies show who they are: by key and token, from where clients put them.

    `given` is what the head of a call gives: parameters as they were sent, and a token.
    """

    def vouch(library: Library, call: Request) -> Vouch:
        return partial(_vouch, library, call, given)

    return vouch


async def _vouch(
    library: Library, call: Request, given: Callable[[Request], tuple[bytes, str]], start: bytes, end: bytes
) -> bool:
    """Whether what can be seen names a key and a token of its own. Raises where they are wrong."""
    query, token = given(call)
    keys = glimpse.texts("consumer_key", query, start, end)
    tokens = glimpse.texts("access_token", query, start, end) | ({token} if token else set())
    return await vouched(library, call, keys, tokens)


def add_headers(library: Library, call: Request, answer: Response) -> None:
    """Status, limits, and leave for pages of all other sites to read the answer.

    Cookies are never honoured here, so such leave gives away nothing: only who has the
    token can ask.
    """
    headers = answer.headers
    headers.append((b"status", phrase(answer.status).encode()))
    limits = library.limits
    if limits.on:
        headers.extend(call.extra_headers or limit_headers(*limits.left()))
    cors.let_in(call, answer, _EXPOSED)
