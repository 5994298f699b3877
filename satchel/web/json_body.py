"""What scripts of our pages send: small JSON, from a page of ours, for a person who is signed in.

No token is needed in it: forms cannot send this type, and the browser says where the request came from.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec
from starlette.requests import Request

from satchel.base.errors import Invalid, TooLarge

MAX_JSON_BYTES = 4096
MAX_JSON_SECONDS = 15.0
_UNREADABLE = "This cannot be read. Reload the page and try again."

T = TypeVar("T")


async def read_json(request: Request, shape: type[T], most: int = MAX_JSON_BYTES) -> T:
    """The request's body as that shape. Raises `TooLarge`, and `Invalid` for what no script of ours sends."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Invalid(_UNREADABLE)
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_JSON_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise TooLarge("This is too long. Shorten it and try again.")
    except TimeoutError:
        request.scope["satchel.late"] = True
        raise Invalid("This took too long to arrive. Please try again.") from None
    try:
        return msgspec.json.decode(bytes(body), type=shape)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Invalid(_UNREADABLE) from None
