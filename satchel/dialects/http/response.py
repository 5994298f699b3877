"""Answers: exact statuses, exact types, exact bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from urllib.parse import urlencode

import msgspec

#: What a browser that is shown an answer may do with it.
NOTHING = b"default-src 'none'; frame-ancestors 'none'"
#: For servers that people reach over https: browsers shall not try anything else, for a year.
ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")

Headers = list[tuple[bytes, bytes]]

JSON = b"application/json"
TEXT = b"text/plain; charset=utf-8"
FORM = b"application/x-www-form-urlencoded"

_ODD = re.compile(r"[^\x20-\x7e]+")


@dataclass(slots=True)
class Response:
    """One HTTP answer."""

    status: int
    body: bytes | bytearray
    media_type: bytes = JSON
    headers: Headers = field(default_factory=list)
    cache_control: bytes = b"no-store"
    policy: bytes = NOTHING


_encoder = msgspec.json.Encoder()
encode = _encoder.encode
#: Writes a value into a bytearray, from a place in it on; -1 is its end.
encode_into = _encoder.encode_into


def json(value: object, status: int = 200) -> Response:
    """`value` as JSON, typed `application/json` without a charset: clients compare it to the letter."""
    return Response(status, encode(value))


def form(values: Mapping[str, str]) -> Response:
    """`values` as a form, in their order, typed without a charset."""
    return Response(200, urlencode(values, errors="surrogatepass").encode(), FORM)


def text(body: str, status: int = 200) -> Response:
    """Plain text in UTF-8."""
    return Response(status, body.encode(), TEXT)


@cache  # there are few of them
def phrase(status: int) -> str:
    """The words of a status line, as in "404 Not Found"."""
    return f"{status} {HTTPStatus(status).phrase}"


def header(value: str) -> bytes:
    """`value` as a header can carry it: one line of printable ASCII."""
    return _ODD.sub(" ", value).encode("ascii")


def retry_after(seconds: int | None) -> Headers:
    """The header that tells when to try again; none where nobody knows."""
    return [(b"retry-after", b"%d" % seconds)] if seconds else []
