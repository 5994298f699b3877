"""`/v3/get`: lists, and what has changed since the last look."""

from __future__ import annotations

from satchel.dialects.door import Call
from satchel.dialects.pocket.caller import caller
from satchel.dialects.pocketry import asking, listing
from satchel.dialects.respond import Answer
from satchel.library.context import Library
from satchel.model.people import Ability

#: What a list shows when no `state` is asked for.
UNASKED = asking.UNREAD


async def get(library: Library, call: Call) -> Answer:
    """The list that the parameters ask for."""
    values = call.values
    user = (await caller(library, call, values, Ability.RETRIEVE)).user_id
    return await listing.answer(library, user, asking.read(values, UNASKED))
