"""Our errors in the family's words: HTTP status, X-Error-Code and X-Error."""

from __future__ import annotations

import json
from typing import NamedTuple

from satchel.base import errors
from satchel.base.errors import SatchelError
from satchel.dialects.respond import Headers


class Word(NamedTuple):
    """How one kind of error is told."""

    status: int
    code: int  #: of the X-Error-Code header
    text: str | None = None  #: of the X-Error header; None leaves it to the error's own message


TABLE: dict[type[SatchelError], Word] = {
    errors.Invalid: Word(400, 130),
    errors.KeyMissing: Word(400, 138, "Missing consumer key."),
    errors.CodeMissing: Word(400, 182, "Missing code."),
    errors.RedirectMissing: Word(400, 140, "Missing redirect URL."),
    errors.RedirectRefused: Word(400, 181, "Invalid redirect URI."),
    errors.NotSignedIn: Word(
        401, 107, "A valid access token is required to access the requested API endpoint."
    ),
    errors.NotAllowed: Word(403, 5200),
    errors.KeyUnknown: Word(403, 152, "Invalid consumer key."),
    errors.AbilityMissing: Word(403, 151, "The app has no permission to call this endpoint."),
    errors.NotGranted: Word(403, 158, "User rejected code."),
    errors.CodeUsed: Word(403, 159, "Already used code."),
    errors.CodeUnknown: Word(400, 185, "Code not found."),
    errors.NotFound: Word(404, 130),
    errors.Conflict: Word(409, 131),
    errors.TooLarge: Word(413, 130),
    errors.TooMany: Word(403, 5200, "Rate limit exceeded. Please wait until the limit is reset."),
    errors.Busy: Word(503, 199),
    errors.Unavailable: Word(503, 199),
    errors.Damaged: Word(503, 199),
}

#: Our own fault.
CRASH = Word(500, 198)

#: Seconds after which to try again, where the error does not say.
_PATIENCE = {errors.Busy: 1, errors.Unavailable: 10, errors.Damaged: 10}


def word(error: SatchelError) -> Word:
    """The word for `error`, else that of the nearest class above it."""
    for kind in type(error).__mro__:
        found = TABLE.get(kind)
        if found is not None:
            return found
    return CRASH


def headers(code: int, message: str) -> Headers:
    """X-Error and X-Error-Code. The text is escaped as in a JSON string: clients unescape it."""
    return [
        (b"x-error", json.dumps(message)[1:-1].encode("ascii")),
        (b"x-error-code", b"%d" % code),
    ]


def told(error: SatchelError) -> tuple[int, str, Headers]:
    """Status, message and headers of the answer to `error`."""
    found = word(error)
    message = found.text or error.message
    carried = headers(found.code, message)
    wait = error.facts.get("reset", _PATIENCE.get(type(error)))
    if isinstance(wait, int):
        carried.append((b"retry-after", b"%d" % wait))
    return found.status, message, carried
