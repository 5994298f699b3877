"""Highlights: passages by their text, and by which of its places is meant."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2 import members
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import highlight
from satchel.library import highlighting
from satchel.library.context import Library
from satchel.model.highlights import NewHighlight
from satchel.model.people import Ability


async def highlights(library: Library, call: Request) -> Response:
    """What is marked in a bookmark, the oldest first."""
    user = await caller(library, call, Ability.RETRIEVE)
    number, found = await library.run(highlighting.of_item, user, int(call.path_params["bookmark"]))
    return response.json({"highlights": [highlight(number, each) for each in found]})


async def create(library: Library, call: Request) -> Response:
    """Mark a passage."""
    user = await caller(library, call, Ability.MODIFY)
    text, note = call.params.text("text"), members.optional_text(call.params, "note")
    if not text.strip():
        raise Invalid("The parameter text is missing.", field="text")
    position = members.number(call.params, "position", 0, 0, 2**31 - 1)
    new = NewHighlight(text, note=note, occurrence=position)
    number, mark = await library.run(highlighting.mark, user, int(call.path_params["bookmark"]), new)
    return response.json(highlight(number, mark))


async def delete(library: Library, call: Request) -> Response:
    """Remove a highlight."""
    user = await caller(library, call, Ability.MODIFY)
    await library.run(highlighting.remove_by_id, user, int(call.path_params["highlight"]))
    return response.json({})
