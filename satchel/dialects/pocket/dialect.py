"""Everything under `/v3` and `/v3beta`, as programs written for getpocket.com call it."""

from __future__ import annotations

from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.http.routes import Route
from satchel.dialects.pocket import errors, firefox
from satchel.dialects.pocket.add import add
from satchel.dialects.pocket.fetch import fetch
from satchel.dialects.pocket.get import get
from satchel.dialects.pocket.guid import guid, send_guid
from satchel.dialects.pocket.oauth import authorize, request
from satchel.dialects.pocket.send import send
from satchel.dialects.pocket.stats import stats
from satchel.dialects.pocket.suggested import suggested
from satchel.dialects.pocket.text import text
from satchel.dialects.pocket_common import family
from satchel.library.context import Library

_LISTS = ("/v3/send",)

_ENDPOINTS = (
    ("/v3/add", add),
    ("/v3/send", send),
    ("/v3/get", get),
    ("/v3/oauth/request", request),
    ("/v3/oauth/authorize", authorize),
    ("/v3/stats", stats),
    ("/v3/fetch", fetch),
    ("/v3/guid", guid),
    ("/v3/send_guid", send_guid),
    ("/v3/suggested_tags", suggested),
    ("/v3/getSuggestedTags", suggested),
    ("/v3/firefox/save", firefox.save),
    ("/v3/firefox/get", get),
    ("/v3/firefox/get-app", firefox.get_app),
    ("/v3/text", text),
    ("/v3beta/text", text),
    ("/v3beta/mobile", text),
)

# The original was PHP and took both spellings; many programs send the longer one.
_SPELLED = tuple((spelled, endpoint) for path, endpoint in _ENDPOINTS for spelled in (path, f"{path}.php"))


def _head(call: Request) -> tuple[bytes, str]:
    return call.scope["query_string"], ""


def _add_headers(library: Library, call: Request, answer: Response) -> None:
    """Apps take an answer without X-Source for that of a captive portal."""
    answer.headers.append((b"x-source", b"Pocket"))
    family.add_headers(library, call, answer)


POCKET = Dialect(
    name="pocket",
    claims=("/v3", "/v3beta"),
    routes=(
        *(Route(("GET", "POST"), path, endpoint, takes_lists=path in _LISTS) for path, endpoint in _SPELLED),
        *(Route("OPTIONS", path, family.preflight) for path, _ in _SPELLED),
    ),
    errors=errors,
    add_headers=_add_headers,
    vouch=family.vouch_by(_head),
)
