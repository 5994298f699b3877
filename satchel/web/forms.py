"""Forms: a bounded body becomes fields."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from starlette.requests import Request

from satchel.base.errors import Invalid, TooLarge

MAX_FORM_BYTES = 65_536  #: bytes
MAX_FORM_SECONDS = 15.0  #: seconds
_FIELDS = 50


def asked(request: Request, name: str) -> str:
    """The parameter of that name in a page's address; "" when there is none.

    Links on pages may have been escaped twice, so that an ampersand has become `&amp;`.
    """
    found = request.query_params
    return found.get(name) or found.get(f"amp;{name}", "")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form in the body; of a name that comes twice, the last.

    Raises `TooLarge`, and `Invalid` for what no form of ours sends.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise Invalid("This form cannot be read. Reload the page and try again.")
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_FORM_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > MAX_FORM_BYTES:
                    raise TooLarge("The form is too large. Shorten what you entered and try again.")
    except TimeoutError:
        request.scope["satchel.late"] = True
        raise Invalid("The form took too long to arrive. Please try again.") from None
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except ValueError:
        raise Invalid("This form cannot be read. Reload the page and try again.") from None
    return dict(pairs)
