"""Everything below `/api/1` and `/api/1.1`."""

from __future__ import annotations

from satchel.dialects.http.dialect import Dialect
from satchel.dialects.http.routes import Endpoint, Route
from satchel.dialects.instapaper_full import adding, bookmarks, errors, folders, highlights
from satchel.dialects.instapaper_full.account import verify_credentials
from satchel.dialects.instapaper_full.authenticate import read_params, vouch
from satchel.dialects.instapaper_full.listing import list_bookmarks
from satchel.dialects.instapaper_full.text import get_text
from satchel.dialects.instapaper_full.xauth import access_token

VERSIONS = ("/api/1", "/api/1.1")

#: What changes nothing is also called by GET.
_READS: tuple[tuple[str, Endpoint], ...] = (
    ("/account/verify_credentials", verify_credentials),
    ("/bookmarks/list", list_bookmarks),
    ("/bookmarks/get_text", get_text),
    ("/folders/list", folders.list_folders),
    ("/bookmarks/{bookmark_id:int}/highlights", highlights.list_highlights),
)
_WRITES: tuple[tuple[str, Endpoint], ...] = (
    ("/oauth/access_token", access_token),
    ("/bookmarks/add", adding.add),
    ("/bookmarks/update_read_progress", bookmarks.update_read_progress),
    ("/bookmarks/star", bookmarks.star),
    ("/bookmarks/unstar", bookmarks.unstar),
    ("/bookmarks/archive", bookmarks.archive),
    ("/bookmarks/unarchive", bookmarks.unarchive),
    # So one program writes it.
    ("/bookmarks/unArchive", bookmarks.unarchive),
    ("/bookmarks/move", bookmarks.move),
    ("/bookmarks/delete", bookmarks.delete),
    ("/folders/add", folders.add),
    ("/folders/delete", folders.delete),
    ("/folders/set_order", folders.set_order),
    ("/bookmarks/{bookmark_id:int}/highlight", highlights.add),
    ("/highlights/{highlight_id:int}/delete", highlights.delete),
)

INSTAPAPER_FULL = Dialect(
    name="instapaper_full",
    claims=VERSIONS,
    routes=tuple(
        Route(methods, version + path, endpoint)
        for version in VERSIONS
        for methods, endpoints in ((("GET", "POST"), _READS), (("POST",), _WRITES))
        for path, endpoint in endpoints
    ),
    errors=errors,
    params=read_params,
    vouch=vouch,
    # A page that a program gives along is as long as one of the Simple API.
    max_body=2_000_000,
)
