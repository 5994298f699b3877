"""Which status each of our errors becomes here.

The document knows 400, 403 and 500. A limit that is used up is a plain 400 there, with nothing to tell it apart; so is
a list that is full, since a 403 would have the app ask for the password again. What the document does not know has
the status that HTTP has for it.
"""

from __future__ import annotations

from satchel.base import errors
from satchel.base.errors import SatchelError, nearest
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response, retry_after, text
from satchel.dialects.instapaper import answers

TABLE: dict[type[SatchelError], int] = {
    errors.Invalid: 400,
    errors.KeyMissing: 400,
    errors.CodeMissing: 400,
    errors.RedirectMissing: 400,
    errors.RedirectRefused: 400,
    errors.NotSignedIn: 403,
    errors.NotAllowed: 403,
    errors.KeyUnknown: 403,
    errors.AbilityMissing: 403,
    errors.NotGranted: 403,
    errors.CodeUsed: 403,
    errors.Full: 400,
    errors.CodeUnknown: 404,
    errors.NotFound: 404,
    errors.Conflict: 400,
    errors.TooLarge: 413,
    errors.TooMany: 400,
    errors.Busy: 503,
    errors.Unavailable: 503,
    errors.Damaged: 503,
}

#: Seconds after which another try makes sense, where they are not those of the error.
RETRY_AFTER: dict[type[SatchelError], int] = {
    errors.Busy: 2,
    errors.Unavailable: 30,
}


def failure(error: SatchelError, call: Request) -> Response:
    """The number of the error, in the shape that was asked for."""
    answer = answers.failed(answers.shape_of_failure(call), nearest(TABLE, error, 500), error.message)
    answer.headers += retry_after(nearest(RETRY_AFTER, error, error.retry_after))
    return answer


def missing(call: Request) -> Response:
    """404."""
    return text("404", 404)


def wrong_method(call: Request) -> Response:
    """405."""
    return text("405", 405)


def crash(reference: str, call: Request) -> Response:
    """500, in the shape that was asked for."""
    reason = f"Something went wrong here. The server's log has it under {reference}."
    return answers.failed(answers.shape_of_failure(call), 500, reason)
