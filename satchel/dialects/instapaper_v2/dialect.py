"""All calls below `/api/2`, and the one that gives a token for a code."""

from __future__ import annotations

from satchel.base.errors import NotSignedIn
from satchel.dialects.http import cors
from satchel.dialects.http.bodies import Vouch
from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.http.routes import Endpoint, Route
from satchel.dialects.instapaper_v2 import (
    account,
    bookmarks,
    errors,
    folders,
    highlights,
    lists,
    members,
    parse,
    tags,
)
from satchel.dialects.instapaper_v2.authenticate import demand_https
from satchel.library import access
from satchel.library.context import Library

_CLAIM = "/api/2"
#: The text of an article may come along.
_MAX_BODY_BYTES = 4_000_000


def _route(method: str, path: str, endpoint: Endpoint) -> Route:
    return Route(method, _CLAIM + path, endpoint)


_ROUTES = (
    _route("GET", "/me", account.me),
    _route("GET", "/bookmarks", lists.bookmarks),
    _route("POST", "/bookmarks", bookmarks.save),
    _route("POST", "/bookmarks/{bookmark:int}", bookmarks.update),
    _route("DELETE", "/bookmarks/{bookmark:int}", bookmarks.delete),
    _route("POST", "/bookmarks/{bookmark:int}/move", bookmarks.move),
    _route("POST", "/bookmarks/{bookmark:int}/like", bookmarks.like),
    _route("DELETE", "/bookmarks/{bookmark:int}/like", bookmarks.unlike),
    _route("POST", "/bookmarks/{bookmark:int}/tags", bookmarks.tag),
    _route("GET", "/bookmarks/{bookmark:int}/parse", parse.parse),
    _route("POST", "/bookmarks/{bookmark:int}/parse", parse.parse),
    _route("GET", "/bookmarks/{bookmark:int}/highlights", highlights.highlights),
    _route("POST", "/bookmarks/{bookmark:int}/highlights", highlights.create),
    _route("DELETE", "/highlights/{highlight:int}", highlights.delete),
    _route("GET", "/folders", folders.folders),
    _route("POST", "/folders", folders.create),
    _route("POST", "/folders/reorder", folders.reorder),
    _route("DELETE", "/folders/{folder:int}", folders.delete),
    _route("GET", "/tags", tags.tags),
    _route("POST", "/tags", tags.create),
    _route("POST", "/tags/{tag:int}", tags.rename),
)


def _vouch(library: Library, call: Request) -> Vouch:
    """Who shows a right token may send an article while others send much."""

    async def known(start: bytes, end: bytes) -> bool:
        demand_https(library, call)
        if await library.run(access.bearer, call.bearer) is None:
            raise NotSignedIn("A valid access token is required.")
        return True

    return known


def _add_headers(library: Library, call: Request, answer: Response) -> None:
    if call.path != errors.TOKEN:  # the secret of an app is in no page
        cors.let_in(call, answer, b"Retry-After")


INSTAPAPER_V2 = Dialect(
    name="instapaper_v2",
    claims=(_CLAIM, errors.TOKEN),
    routes=(*_ROUTES, *cors.preflights(_ROUTES), Route("POST", errors.TOKEN, account.token)),
    errors=errors,
    params=members.read,
    add_headers=_add_headers,
    vouch=_vouch,
    max_body=_MAX_BODY_BYTES,
)
