"""`add`, `send` and `get` under `/v1`, as documented, and under `/api/v1`, as the original serves them."""

from __future__ import annotations

from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.routes import Route
from satchel.dialects.open_pocket import errors
from satchel.dialects.open_pocket.add import add
from satchel.dialects.open_pocket.get import get
from satchel.dialects.open_pocket.send import send
from satchel.dialects.pocket_common import family

_CLAIMS = ("/v1", "/api/v1")
_ENDPOINTS = tuple(
    (f"{claim}/{name}", endpoint)
    for claim in _CLAIMS
    for name, endpoint in (("add", add), ("send", send), ("get", get))
)


def _params(call: Request) -> Params:
    """The body is JSON or nothing."""
    return Params(call.members)


def _head(call: Request) -> tuple[bytes, str]:
    """Nothing is read from the address, and the token may stand in a header."""
    return b"", call.bearer


OPEN_POCKET = Dialect(
    name="open_pocket",
    claims=_CLAIMS,
    routes=(
        *(Route("POST", path, endpoint, takes_lists=endpoint is send) for path, endpoint in _ENDPOINTS),
        *(Route("OPTIONS", path, family.preflight) for path, _ in _ENDPOINTS),
    ),
    errors=errors,
    params=_params,
    add_headers=family.add_headers,
    vouch=family.vouch_by(_head),
)
