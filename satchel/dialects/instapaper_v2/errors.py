"""Failures in the shape of version 2: a status, and an object that repeats it with a sentence.

What is not there is a 400 as any other wrong argument: a 404 means that there is no such call.
"""

from __future__ import annotations

from satchel.base import errors
from satchel.base.errors import SatchelError, nearest
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response, retry_after

TABLE: dict[type[SatchelError], int] = {
    errors.Invalid: 400,
    errors.KeyMissing: 400,
    errors.CodeMissing: 400,
    errors.RedirectMissing: 400,
    errors.RedirectRefused: 400,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.KeyUnknown: 401,
    errors.AbilityMissing: 403,
    errors.NotGranted: 400,
    errors.CodeUsed: 400,
    errors.Full: 403,
    errors.CodeUnknown: 400,
    errors.NotFound: 400,
    errors.Conflict: 400,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Busy: 503,
    errors.Unavailable: 503,
    errors.Damaged: 503,
}

#: The word of OAuth 2 for what goes wrong where a code is exchanged, other than a wrong argument.
OAUTH: dict[type[SatchelError], str] = {
    errors.Invalid: "invalid_request",
    errors.KeyMissing: "invalid_client",
    errors.KeyUnknown: "invalid_client",
    errors.RedirectRefused: "invalid_grant",
    errors.CodeUnknown: "invalid_grant",
    errors.CodeUsed: "invalid_grant",
    errors.NotGranted: "invalid_grant",
    errors.Unavailable: "temporarily_unavailable",
    errors.Busy: "temporarily_unavailable",
    errors.TooMany: "temporarily_unavailable",
}
TOKEN = "/oauth2/token"  # noqa: S105 - the path, and no secret


def failure(error: SatchelError, call: Request) -> Response:
    """The answer to an error of ours."""
    message = error.message.replace("no such item", "no such bookmark")
    answer = _answer(nearest(TABLE, error, 500), message, call, nearest(OAUTH, error, "invalid_request"))
    answer.headers += retry_after(error.retry_after)
    if answer.status == 401:
        scheme = b'Basic realm="Satchel"' if call.path == TOKEN else b'Bearer realm="Satchel"'
        answer.headers.append((b"www-authenticate", scheme))
    return answer


def missing(call: Request) -> Response:
    """404."""
    return _answer(404, "There is no such endpoint.", call)


def wrong_method(call: Request) -> Response:
    """405."""
    return _answer(405, "This endpoint has no such method.", call)


def crash(reference: str, call: Request) -> Response:
    """500."""
    return _answer(500, f"Internal error, reference {reference}.", call, "server_error")


def _answer(status: int, message: str, call: Request, word: str = "invalid_request") -> Response:
    if call.path == TOKEN:
        return response.json({"error": word, "error_description": message}, status)
    return response.json({"error": {"code": status, "message": message}}, status)
