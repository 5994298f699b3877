"""Pages for what went wrong."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from satchel.base import log
from satchel.base.errors import (
    Busy,
    Conflict,
    Full,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SatchelError,
    TooLarge,
    TooMany,
    Unavailable,
    nearest,
)
from satchel.web.templating import Templates

#: Status and heading for each of our errors. More specific ones are found by their parents.
WORDS: dict[type[SatchelError], tuple[int, str]] = {
    Invalid: (400, "That did not work"),
    NotSignedIn: (401, "Please sign in"),
    NotAllowed: (403, "That is not allowed"),
    Full: (403, "Your list is full"),
    NotFound: (404, "Page not found"),
    Conflict: (409, "That is already taken"),
    TooLarge: (413, "That is too large"),
    TooMany: (429, "Too many requests"),
    Busy: (503, "Please try again in a moment"),
    Unavailable: (503, "Please try again in a moment"),
}
#: For an error that nobody has worded; a test demands that there is none.
_OURS = (500, "Something went wrong")
_RETRY = {"Retry-After": "5"}

_logger = logging.getLogger("satchel.web")


class Failures:
    """Words every failure as a page."""

    def __init__(self, look: Templates) -> None:
        self._look = look

    async def explained(self, request: Request, error: Exception) -> Response:
        """The page for an error that can be explained."""
        assert isinstance(error, SatchelError)
        status, heading = nearest(WORDS, error, _OURS)
        headers = _RETRY if status in (429, 503) else None
        return self._look.page("problem", status, headers, heading=heading, text=error.message, reference="")

    async def http(self, request: Request, error: Exception) -> Response:
        """The page where no path or no method of ours fits."""
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            heading, text = "That did not work", f"This page does not accept {request.method} requests."
        else:
            heading, text = WORDS[NotFound][1], "Check the address. The page may also have been removed."
        return self._look.page(
            "problem", error.status_code, error.headers, heading=heading, text=text, reference=""
        )

    async def gone(self, request: Request, error: Exception) -> Response:
        """For whoever hung up in the middle of a form: nobody is left to read it."""
        return Response(status_code=400)

    async def crash(self, request: Request, error: Exception) -> Response:
        """The page for our own fault; its reference is in the log, with the reason."""
        reference = log.new_id()
        log.event(
            _logger, logging.ERROR, "crash",
            door="web", path=request.url.path, reference=reference, exc_info=error,
        )  # fmt: skip
        return self._look.page(
            "problem",
            500,
            heading=_OURS[1],
            text="This is an error in Satchel. The server’s log says why, under this reference:",
            reference=reference,
        )
