"""Leave for pages of other sites to call us: without cookies, which no protocol here honours."""

from __future__ import annotations

import re

from satchel.dialects.http.request import Request
from satchel.dialects.http.response import TEXT, Response
from satchel.dialects.http.routes import Endpoint, Route
from satchel.library.context import Library

_NAMES = re.compile(rb"[A-Za-z0-9, _-]{1,500}")


def let_in(call: Request, answer: Response, exposed: bytes) -> None:
    """Let pages of all other sites read the answer, and its headers `exposed`.

    Such leave gives away nothing: only who has the token, or the password, can ask.
    """
    if call.header(b"origin"):
        answer.headers += (
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", exposed),
        )


def preflight(methods: bytes) -> Endpoint:
    """What tells a browser, before it lets a page of another site call us, that it may."""

    async def answer(library: Library, call: Request) -> Response:
        """No content, and what may be sent."""
        told = Response(204, b"", TEXT, [(b"access-control-allow-methods", methods)])
        wanted = call.header(b"access-control-request-headers")
        if _NAMES.fullmatch(wanted):
            told.headers.append((b"access-control-allow-headers", wanted))
        told.headers.append((b"access-control-max-age", b"86400"))
        return told

    return answer


def preflights(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """The routes at which browsers ask beforehand, for all paths of `routes`."""
    methods: dict[str, list[str]] = {}
    for route in routes:
        methods.setdefault(route.path, []).extend(route.methods)
    return tuple(
        Route("OPTIONS", path, preflight(", ".join(each).encode())) for path, each in methods.items()
    )
