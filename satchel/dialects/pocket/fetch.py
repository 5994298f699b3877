"""`/v3/fetch`: the whole unread list in chunks, as a phone asks for it the first time."""

from __future__ import annotations

from satchel.dialects.http.params import Params, Values
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common import list_query, listing
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library.context import Library
from satchel.model.people import Ability

#: Rows of the first chunk, small so that something is there to see at once, and of those after it.
FIRST = 25
NEXT = 250

_TAKEN = ("offset", "updatedBefore", "hasAnnotations", "taglist", "forcetaglist")
_SHARES = ("recent_friends", "auto_complete_emails", "unconfirmed_shares")


async def fetch(library: Library, call: Request) -> Response:
    """A chunk of the unread list: complete rows, the newest first, and what tells how to go on."""
    params = call.params
    user = (await caller(library, call, Ability.RETRIEVE)).user_id
    offset, count, chunk = (max(0, params.int(name) or 0) for name in ("offset", "count", "chunk"))
    size = FIRST if not offset else count or NEXT
    annotations = params.get("annotations")
    wanted: Values = {
        **{name: params.get(name) for name in _TAKEN},
        "state": "unread",
        "sort": "newest",
        "detailType": "complete",
        "total": 1,
        "count": size,
        "annotations": 1 if annotations is None else annotations,
    }
    more: dict[str, object] = {
        "passthrough": {"firstChunkSize": str(FIRST), "fetchChunkSize": str(NEXT), "chunk": str(chunk)}
    }
    if params.bool("shares"):
        more |= {name: [] for name in _SHARES}
    return await listing.answer(
        library, call, user, list_query.read(Params(wanted), list_query.UNREAD), more=more
    )
