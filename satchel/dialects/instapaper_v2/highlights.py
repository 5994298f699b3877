"""Highlights: passages by their text, and by which of its places is meant."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2 import members
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import highlight
from satchel.library import occurrences
from satchel.library.anchoring import MAX_OCCURRENCES
from satchel.library.context import Library
from satchel.model.people import Ability


async def highlights(library: Library, call: Request) -> Response:
    """What is marked in a bookmark, the oldest first."""
    user = await caller(library, call, Ability.RETRIEVE)
    found = await library.run(occurrences.of_item, user, int(call.path_params["bookmark"]))
    return response.json({"highlights": [highlight(each) for each in found]})


async def create(library: Library, call: Request) -> Response:
    """Mark a passage."""
    user = await caller(library, call, Ability.MODIFY)
    text, note = call.params.text("text"), members.optional_text(call.params, "note")
    if not text.strip():
        raise Invalid("The parameter text is missing.", field="text")
    position = members.number(call.params, "position", 0, 0, MAX_OCCURRENCES - 1)
    number = int(call.path_params["bookmark"])
    return response.json(highlight(await library.run(occurrences.add, user, number, text, position, note)))


async def delete(library: Library, call: Request) -> Response:
    """Remove a highlight."""
    user = await caller(library, call, Ability.MODIFY)
    await library.run(occurrences.remove, user, int(call.path_params["highlight"]))
    return response.json({})
