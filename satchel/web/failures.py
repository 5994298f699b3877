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
from satchel.web.words import marked, say

#: Status and heading for each of our errors. More specific ones are found by their parents.
WORDS: dict[type[SatchelError], tuple[int, str]] = {
    Invalid: (400, marked("That did not work")),
    NotSignedIn: (401, marked("Please sign in")),
    NotAllowed: (403, marked("That is not allowed")),
    NotFound: (404, marked("Page not found")),
    Conflict: (409, marked("That is already taken")),
    TooLarge: (413, marked("That is too large")),
    TooMany: (429, marked("Too many requests")),
    Busy: (503, marked("Please try again in a moment")),
    Unavailable: (503, marked("Please try again in a moment")),
}
#: For an error that nobody has worded; a test demands that there is none.
_OURS = (500, marked("Something went wrong"))
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
        return self._look.page(
            "problem",
            status,
            headers,
            heading=heading,
            explanation=error.message,
            reference="",
        )

    async def http(self, request: Request, error: Exception) -> Response:
        """The page where no path or no method of ours fits."""
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            heading = WORDS[Invalid][1]
            explanation: str = say("This page does not accept %(method)s requests.", method=request.method)
        else:
            heading = WORDS[NotFound][1]
            explanation = marked("Check the address. The page may also have been removed.")
        return self._look.page(
            "problem",
            error.status_code,
            error.headers,
            heading=heading,
            explanation=explanation,
            reference="",
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
            explanation=marked(
                "This is an error in Satchel. The server’s log says why, under this reference:"
            ),
            reference=reference,
        )
