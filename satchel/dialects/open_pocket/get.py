"""`/v1/get`: lists, read or not unless the caller says which."""

from __future__ import annotations

from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common import list_query, listing
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library.context import Library
from satchel.model.people import Ability


async def get(library: Library, call: Request) -> Response:
    """The list that the body asks for; titles that were given stand before those that were found."""
    user = (await caller(library, call, Ability.RETRIEVE, call.bearer)).user_id
    ask = list_query.read(call.params, list_query.ALL)
    return await listing.answer(library, call, user, ask, given_title_first=True)
