"""`/v1/get`: lists, read or not unless the caller says which."""

from __future__ import annotations

from satchel.dialects.door import Call
from satchel.dialects.open_pocket.caller import caller
from satchel.dialects.pocketry import asking, listing
from satchel.dialects.respond import Answer
from satchel.library.context import Library
from satchel.model.people import Ability


async def get(library: Library, call: Call) -> Answer:
    """The list that the body asks for; titles that were given stand before those that were found."""
    given = call.members
    user = (await caller(library, call, given, Ability.RETRIEVE)).user_id
    ask = asking.read(given, asking.ALL)
    return await listing.answer(library, user, ask, given_title_first=True)
