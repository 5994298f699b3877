"""What answers come in: an array of objects that say their type, as JSON or, for old programs, as lines."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from satchel.base.errors import SatchelError
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full import qline
from satchel.dialects.instapaper_full.objects import Error

VERSION_1 = "/api/1/"


def is_version_1(call: Request) -> bool:
    """Whether the call is to version 1, and not to 1.1."""
    return call.path.startswith(VERSION_1)


def wants_lines(call: Request) -> bool:
    """Whether the caller asks for lines instead of JSON, as far as its parameters can be read; never raises."""
    with suppress(SatchelError):
        if call.has_params or not call.is_large:
            return call.params.word("format") == "qline"
    return False


def written(call: Request, found: Sequence[object]) -> bytes:
    """The objects in bytes, in the form that the caller asks for."""
    return qline.lines(found) if wants_lines(call) else response.encode(found)


def array(call: Request, found: Sequence[object], status: int = 200) -> Response:
    """The objects, in the form that the caller asks for."""
    return Response(status, written(call, found), response.TEXT if wants_lines(call) else response.JSON)


def error(call: Request, code: int, message: str, status: int) -> Response:
    """One error."""
    return array(call, [Error(code, message)], status)
