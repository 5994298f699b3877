"""Forms and queries: bounded bytes become fields."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import Scope

from satchel.base.errors import Invalid, TooLarge
from satchel.base.fair_lock import FairLock
from satchel.base.networks import subnet
from satchel.base.percent import unquoted

MAX_FORM_BYTES = 65_536  #: bytes
MAX_FORM_SECONDS = 15.0  #: seconds
MAX_AT_ONCE = 2048  #: bytes that are read on the event loop; sixty times the worst take 30 ms
MAX_FIELDS = 50  #: fields of a query
MAX_FORM_FIELDS = 600  #: of a form: five hundred rows of a list can be chosen, and what is done with them

Fields = dict[str, str]


class Reader:
    """Reads what is long in a thread, one after the other: threads would only wait for the interpreter."""

    def __init__(self) -> None:
        self._turn = FairLock()

    async def read(self, scope: Scope, work: Callable[[], Fields], size: int) -> Fields:
        """What `work` makes of `size` bytes from the client of `scope`; networks take turns. Raises as it does."""
        if size <= MAX_AT_ONCE:
            return work()
        async with self._turn.turn(subnet(scope["client"][0] if scope.get("client") else "")):
            return await asyncio.to_thread(work)

    async def read_query(self, scope: Scope) -> None:
        """Read the parameters of a page's address, for `asked`. A page with too many of them has none."""
        query = scope["query_string"]
        if query:
            scope["satchel.asked"] = await self.read(scope, lambda: _asked(query), len(query))


def asked(request: Request, name: str) -> str:
    """The parameter of that name in a page's address; "" when there is none.

    Links on pages may have been escaped twice, so that an ampersand has become `&amp;`.
    """
    found: Fields = request.scope.get("satchel.asked", {})
    return found.get(name) or found.get(f"amp;{name}", "")


async def read_form(request: Request, size: int = MAX_FORM_BYTES, fields: int = MAX_FIELDS) -> dict[str, str]:
    """The fields of a form in the body, at most so many bytes and fields; of a name that comes twice, the last.

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
                if len(body) > size:
                    raise TooLarge("The form is too large. Shorten what you entered and try again.")
    except TimeoutError:
        request.scope["satchel.late"] = True
        raise Invalid("The form took too long to arrive. Please try again.") from None
    reader: Reader = request.app.state.reader
    try:
        if not body.isascii():
            raise ValueError("no form")
        return await reader.read(request.scope, lambda: _fields(bytes(body), "strict", fields), len(body))
    except ValueError:
        raise Invalid("This form cannot be read. Reload the page and try again.") from None


async def read_beginning(request: Request, size: int) -> dict[str, str]:
    """What stands in the first `size` bytes of a form that may be far longer, as those of other sites are.

    The rest is let go as it comes. The last field may be cut; what cannot be read at all gives no fields. Raises
    `Invalid` for one that takes too long.
    """
    start = bytearray()
    try:
        async with asyncio.timeout(MAX_FORM_SECONDS):
            async for part in request.stream():
                start += part[: size - len(start)]
    except TimeoutError:
        request.scope["satchel.late"] = True
        raise Invalid("The form took too long to arrive. Please try again.") from None
    reader: Reader = request.app.state.reader
    return await reader.read(request.scope, lambda: _asked(bytes(start)), len(start))


def _asked(query: bytes) -> Fields:
    try:
        return _fields(query, "replace")
    except ValueError:
        return {}


def _fields(encoded: bytes, errors: str, most: int = MAX_FIELDS) -> Fields:
    """Raises `ValueError` for what no browser sends."""
    if encoded.count(b"&") >= most:
        raise ValueError("too many fields")
    pairs = (each.replace(b"+", b" ").partition(b"=") for each in encoded.split(b"&") if each)
    return {
        unquoted(name).decode("utf-8", errors): unquoted(value).decode("utf-8", errors)
        for name, _, value in pairs
    }
