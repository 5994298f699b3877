"""`/api/authenticate` and `/api/add`; everything else below `/api` that nobody else claims is not there."""

from __future__ import annotations

from satchel.dialects.http import cors
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.http.routes import Route
from satchel.dialects.instapaper import answers, errors, parameters
from satchel.dialects.instapaper.simple import add, authenticate
from satchel.library.context import Library


def _add_headers(library: Library, call: Request, answer: Response) -> None:
    """The address may hold a password, and must not be told to other sites."""
    answer.headers.append((b"referrer-policy", b"no-referrer"))
    cors.let_in(call, answer, b"Content-Location, X-Instapaper-Title, Retry-After")


INSTAPAPER = Dialect(
    name="instapaper",
    claims=("/api",),
    routes=(
        Route(("GET", "HEAD", "POST"), "/api/authenticate", authenticate),
        Route(("GET", "POST"), answers.ADD, add),
        Route("OPTIONS", "/api/authenticate", cors.preflight(b"GET, POST")),
        Route("OPTIONS", answers.ADD, cors.preflight(b"GET, POST")),
    ),
    errors=errors,
    params=parameters.read,
    add_headers=_add_headers,
    # One link, and a selection, of which scripts send the whole page.
    max_body=2_000_000,
)
