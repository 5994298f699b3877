"""Failures in Pocket's shape: the status line as plain text, the rest in X-Error and X-Error-Code."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common import errors

TABLE = errors.TABLE


def failure(error: SatchelError, call: Request) -> Response:
    """The answer to an error of ours."""
    status, _, headers = errors.extra_headers(error)
    return _answer(status, headers)


def missing(call: Request) -> Response:
    """The answer where there is no such endpoint."""
    return _answer(404, errors.headers(130, "There is no such endpoint."))


def wrong_method(call: Request) -> Response:
    """The answer where the endpoint has no such method."""
    return _answer(405, errors.headers(130, "This endpoint does not take that method."))


def crash(reference: str, call: Request) -> Response:
    """The answer to our own fault."""
    return _answer(
        errors.CRASH.status,
        errors.headers(errors.CRASH.code, f"Internal error, reference {reference}."),
    )


def _answer(status: int, headers: response.Headers) -> Response:
    answer = response.text(response.phrase(status), status)
    answer.headers.extend(headers)
    return answer
