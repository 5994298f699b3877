"""Our errors in the family's words: HTTP status, X-Error-Code and X-Error."""

from __future__ import annotations

import json
from typing import NamedTuple

from satchel.base import errors
from satchel.base.errors import SatchelError, nearest
from satchel.dialects.http.response import Headers, retry_after


class WireError(NamedTuple):
    """How one kind of error is told."""

    status: int
    code: int  #: of the X-Error-Code header
    text: str | None = None  #: of the X-Error header; None leaves it to the error's own message


TABLE: dict[type[SatchelError], WireError] = {
    errors.Invalid: WireError(400, 130),
    errors.KeyMissing: WireError(400, 138, "Missing consumer key."),
    errors.CodeMissing: WireError(400, 182, "Missing code."),
    errors.RedirectMissing: WireError(400, 140, "Missing redirect URL."),
    errors.RedirectRefused: WireError(400, 181, "Invalid redirect URI."),
    errors.NotSignedIn: WireError(
        401, 107, "A valid access token is required to access the requested API endpoint."
    ),
    errors.NotAllowed: WireError(403, 5200),
    errors.KeyUnknown: WireError(403, 152, "Invalid consumer key."),
    errors.AbilityMissing: WireError(403, 151, "The app has no permission to call this endpoint."),
    errors.NotGranted: WireError(403, 158, "User rejected code."),
    errors.CodeUsed: WireError(403, 159, "Already used code."),
    errors.Full: WireError(400, 130),  # a 403 would have some apps sign the person out
    errors.CodeUnknown: WireError(400, 185, "Code not found."),
    errors.NotFound: WireError(404, 130),
    errors.Conflict: WireError(409, 131),
    errors.TooLarge: WireError(413, 130),
    errors.TooMany: WireError(403, 5200, "Rate limit exceeded. Please wait until the limit is reset."),
    errors.Busy: WireError(503, 199),
    errors.Unavailable: WireError(503, 199),
    errors.Damaged: WireError(503, 199),
}

#: Our own fault.
CRASH = WireError(500, 198)


def word(error: SatchelError) -> WireError:
    """The word for `error`, else that of the nearest class above it."""
    return nearest(TABLE, error, CRASH)


def headers(code: int, message: str) -> Headers:
    """X-Error and X-Error-Code. The text is escaped as in a JSON string: clients unescape it."""
    return [
        (b"x-error", json.dumps(message)[1:-1].encode("ascii")),
        (b"x-error-code", b"%d" % code),
    ]


def extra_headers(error: SatchelError) -> tuple[int, str, Headers]:
    """Status, message and headers of the answer to `error`."""
    found = word(error)
    message = found.text or error.message
    carried = headers(found.code, message)
    return found.status, message, carried + retry_after(error.retry_after)
