"""`/v3/get`: lists, and what has changed since the last look."""

from __future__ import annotations

from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common import list_query, listing
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library.context import Library
from satchel.model.people import Ability

#: What a list shows when no `state` is asked for.
UNASKED = list_query.UNREAD


async def get(library: Library, call: Request) -> Response:
    """The list that the parameters ask for."""
    user = (await caller(library, call, Ability.RETRIEVE)).user_id
    return await listing.answer(library, call, user, list_query.read(call.params, UNASKED))
