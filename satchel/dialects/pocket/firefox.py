"""`/v3/firefox/…`: the button that a browser once had; the shapes are those of add and get."""

from __future__ import annotations

from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket import wire
from satchel.dialects.pocket.add import saved_item
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library import finding
from satchel.library.context import Library
from satchel.model.people import Ability


async def save(library: Library, call: Request) -> Response:
    """As add, with the time to ask for changes since, and all tag names if the app may read the list."""
    calling, item = await saved_item(library, call)
    may_read = Ability.RETRIEVE in calling.abilities
    tags, since = await library.run(finding.surroundings, calling.user_id, tags=may_read)
    return response.json({**wire.item_shape(item, call.own_address), "tags": tags, "since": since // 1000})


async def get_app(library: Library, call: Request) -> Response:
    """The button asked for a letter with a link to the apps. There is none to send."""
    await caller(library, call, Ability.ADD)
    return response.json({"status": 1})
