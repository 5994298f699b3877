"""The body, and who sends it. Nothing is read from the address."""

from __future__ import annotations

from satchel.dialects.http.request import Request
from satchel.dialects.pocket_common.authenticate import authenticate
from satchel.library.context import Library
from satchel.model.people import Ability, Caller


async def caller(library: Library, call: Request, ability: Ability) -> Caller:
    """The caller, once it is sure that they may. Raises as `authenticate`.

    The token may stand in the body or in a Bearer header; the body's counts where both are there.
    """
    params = call.params
    token = params.text("access_token") or bearer(call)
    return await authenticate(library, call, params.text("consumer_key"), token, ability)


def bearer(call: Request) -> str:
    """The token of a Bearer header; "" without one."""
    scheme, _, token = call.header(b"authorization").strip().partition(b" ")
    return token.strip().decode("latin-1") if scheme.lower() == b"bearer" else ""
