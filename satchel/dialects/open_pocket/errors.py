"""Failures in Open Pocket's shape: a JSON object, and the headers of its elder."""

from __future__ import annotations

from satchel.base.errors import SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Headers, Response
from satchel.dialects.pocket_common import errors

TABLE = errors.TABLE


def failure(error: SatchelError, call: Request) -> Response:
    """The answer to an error of ours."""
    return _answer(*errors.extra_headers(error))


def missing(call: Request) -> Response:
    """The answer where there is no such endpoint."""
    return _plain(404, 130, "There is no such endpoint.")


def wrong_method(call: Request) -> Response:
    """The answer where the endpoint has no such method."""
    return _plain(405, 130, "This endpoint takes POST with a JSON body only.")


def crash(reference: str, call: Request) -> Response:
    """The answer to our own fault."""
    return _plain(errors.CRASH.status, errors.CRASH.code, f"Internal error, reference {reference}.")


def _plain(status: int, code: int, message: str) -> Response:
    return _answer(status, message, errors.headers(code, message))


def _answer(status: int, message: str, headers: Headers) -> Response:
    answer = response.json({"error": {"code": status, "message": message}}, status)
    answer.headers.extend(headers)
    return answer
