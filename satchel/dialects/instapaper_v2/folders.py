"""Folders, in their person's order."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2 import members
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import folder
from satchel.library import filing
from satchel.library.context import Library
from satchel.model.people import Ability

MAX_POSITION = 1_000_000


async def folders(library: Library, call: Request) -> Response:
    """All folders."""
    return await _all(library, await caller(library, call, Ability.RETRIEVE))


async def create(library: Library, call: Request) -> Response:
    """A new folder, behind all others."""
    user = await caller(library, call, Ability.MODIFY)
    made = await library.run(filing.create, user, call.params.text("title"))
    there = await library.run(filing.all_of, user)
    place = next((at for at, each in enumerate(there, 1) if each.id == made.id), len(there))
    return response.json(folder(made, place, 0))


async def delete(library: Library, call: Request) -> Response:
    """Remove a folder; what is in it is at home then."""
    user = await caller(library, call, Ability.MODIFY)
    await library.run(filing.remove, user, int(call.path_params["folder"]))
    return response.json({})


async def reorder(library: Library, call: Request) -> Response:
    """Put folders at other places; entries without a place make no difference, nor do folders that are not there."""
    user = await caller(library, call, Ability.MODIFY)
    places = dict[int, int]()
    for entry in members.entries(call.params, "order"):
        number, position = entry.int("folder_id"), entry.int("position")
        if number is not None and position is not None and position > 0:
            places[number] = min(position, MAX_POSITION)
    if "order" not in call.params.values:
        raise Invalid("The parameter order is missing.", field="order")
    await library.run(filing.arrange, user, places)
    return await _all(library, user)


async def _all(library: Library, user: int) -> Response:
    there = await library.run(filing.all_of, user)
    return response.json({"folders": [folder(each, at, each.items) for at, each in enumerate(there, 1)]})
