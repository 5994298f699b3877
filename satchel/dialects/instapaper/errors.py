"""Which status each of our errors becomes here.

The document knows 400, 403 and 500. A limit that is used up is a plain 400 there, with nothing
to tell it apart. What the document does not know has the status that HTTP has for it.
"""

from __future__ import annotations

from satchel.base import errors
from satchel.base.errors import SatchelError

STATUS: dict[type[SatchelError], int] = {
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
    errors.CodeUnknown: 404,
    errors.NotFound: 404,
    errors.Conflict: 400,
    errors.TooLarge: 413,
    errors.TooMany: 400,
    errors.Busy: 503,
    errors.Unavailable: 503,
    errors.Damaged: 503,
}

#: Seconds after which another try makes sense.
RETRY_AFTER: dict[type[SatchelError], int] = {
    errors.Busy: 2,
    errors.Unavailable: 30,
    errors.Damaged: 30,
}


def status(error: SatchelError) -> int:
    """The HTTP status that tells `error`."""
    return STATUS[type(error)]
