"""Our errors in the words of this protocol: an HTTP status, and a number in an array.

Programs read the array of a 400 and of nothing else; a 401 is a text, which some compare to the letter.
"""

from __future__ import annotations

from typing import NamedTuple

from satchel.base import errors
from satchel.base.errors import Invalid, SatchelError, nearest
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response, retry_after, text
from satchel.dialects.instapaper_full import envelope

BAD_URL = 1240
BAD_BOOKMARK = 1241
BAD_FOLDER = 1242
BAD_PROGRESS = 1243
BAD_TIMESTAMP = 1244
CONTENT_NEEDED = 1245
NOT_SAVED = 1246
BAD_TITLE = 1250
TITLE_TAKEN = 1251
NOT_IN_THIS_FOLDER = 1252
UNEXPECTED = 1500
NO_TEXT = 1550
NO_HIGHLIGHT = 1600
HIGHLIGHTED_ALREADY = 1601
RATE_LIMIT = 1040
SUSPENDED = 1042

CHALLENGE = (b"www-authenticate", b'OAuth realm="Satchel"')


class WireError(NamedTuple):
    """How one kind of error is told."""

    status: int
    code: int  #: where the error brings none of its own; 0 for a text without one


TABLE: dict[type[SatchelError], WireError] = {
    errors.Invalid: WireError(400, UNEXPECTED),
    errors.KeyMissing: WireError(401, 0),
    errors.CodeMissing: WireError(400, UNEXPECTED),
    errors.RedirectMissing: WireError(400, UNEXPECTED),
    errors.RedirectRefused: WireError(400, UNEXPECTED),
    errors.NotSignedIn: WireError(401, 0),
    errors.NotAllowed: WireError(403, SUSPENDED),
    errors.KeyUnknown: WireError(401, 0),
    errors.AbilityMissing: WireError(403, SUSPENDED),
    errors.NotGranted: WireError(403, SUSPENDED),
    errors.CodeUsed: WireError(403, SUSPENDED),
    errors.Full: WireError(400, NOT_SAVED),
    errors.CodeUnknown: WireError(400, UNEXPECTED),
    errors.NotFound: WireError(400, BAD_BOOKMARK),
    errors.Conflict: WireError(400, UNEXPECTED),
    errors.TooLarge: WireError(413, UNEXPECTED),
    errors.TooMany: WireError(400, RATE_LIMIT),
    errors.Busy: WireError(503, UNEXPECTED),
    errors.Unavailable: WireError(503, UNEXPECTED),
    errors.Damaged: WireError(503, UNEXPECTED),
}

#: Our own fault.
CRASH = WireError(500, UNEXPECTED)


def refused(code: int, message: str) -> Invalid:
    """The error of that number; `message` is for whoever wrote the program."""
    return Invalid(message, code=code)


def failure(error: SatchelError, call: Request) -> Response:
    """The number of the error in an array, or a text where credentials are wrong."""
    found = nearest(TABLE, error, CRASH)
    if not found.code:
        return Response(found.status, error.message.encode(), text("").media_type, [CHALLENGE])
    code = error.facts.get("code", found.code)
    message = "There is no such bookmark." if isinstance(error, errors.NotFound) else error.message
    answer = envelope.error(call, code if isinstance(code, int) else found.code, message, found.status)
    answer.headers += retry_after(error.retry_after)
    return answer


def missing(call: Request) -> Response:
    """404."""
    return envelope.error(call, UNEXPECTED, "There is no such method.", 404)


def wrong_method(call: Request) -> Response:
    """405."""
    return envelope.error(call, UNEXPECTED, "This method is called by POST.", 405)


def crash(reference: str, call: Request) -> Response:
    """500."""
    message = f"Something went wrong here. The server's log has it under {reference}."
    return envelope.error(call, UNEXPECTED, message, 500)
