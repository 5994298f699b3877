"""Failures of the feeds: a status and one sentence. No reader looks further."""

from __future__ import annotations

from satchel.base import errors
from satchel.base.errors import SatchelError, nearest
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response

#: The status of each.
TABLE: dict[type[SatchelError], int] = {
    errors.Invalid: 400,
    errors.KeyMissing: 400,
    errors.CodeMissing: 400,
    errors.RedirectMissing: 400,
    errors.RedirectRefused: 400,
    errors.NotSignedIn: 404,
    errors.NotAllowed: 403,
    errors.KeyUnknown: 403,
    errors.AbilityMissing: 403,
    errors.NotGranted: 403,
    errors.CodeUsed: 403,
    errors.Full: 403,
    errors.NotFound: 404,
    errors.CodeUnknown: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Busy: 503,
    errors.Unavailable: 503,
    errors.Damaged: 503,
}


def failure(error: SatchelError, call: Request) -> Response:
    """The answer to an error of ours."""
    answer = response.text(error.message, nearest(TABLE, error, 500))
    answer.headers += response.retry_after(error.retry_after)
    return answer


def missing(call: Request) -> Response:
    """The answer where there is no feed; the same as to a wrong secret."""
    return response.text("There is no such feed.", 404)


def wrong_method(call: Request) -> Response:
    """The answer to whoever wants to do more than read."""
    return response.text("Feeds are only read.", 405)


def crash(reference: str, call: Request) -> Response:
    """The answer to our own fault."""
    return response.text(f"Internal error, reference {reference}.", 500)
