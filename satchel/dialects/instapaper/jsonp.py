"""JSONP: the answer as a script that calls the caller's function.

The bytes are those that were recorded from the original: no spaces, slashes escaped, the
status first. The HTTP status is always 200, since browsers run no script that has another.
"""

from __future__ import annotations

import json
import re

from satchel.base.errors import Invalid
from satchel.dialects.http.response import Response

SCRIPT = b"application/javascript; charset=utf-8"
MAX_CALLBACK_CHARACTERS = 100

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*", re.ASCII)


def checked(callback: str) -> str:
    """`callback` if it is the name of a function, dots allowed. Raises `Invalid`."""
    if len(callback) > MAX_CALLBACK_CHARACTERS or not _NAME.fullmatch(callback):
        raise Invalid("The callback is not the name of a function.", field="jsonp")
    return callback


def script(callback: str, status: int, url: str = "") -> Response:
    """The call of `callback`, a checked name, with the status and, if there is one, the saved address."""
    said: dict[str, object] = {"status": status}
    if url:
        said["url"] = url
    told = json.dumps(said, separators=(",", ":")).replace("/", "\\/").replace("<", "\\u003c")
    return Response(200, f"{callback}({told});".encode("ascii"), SCRIPT)
