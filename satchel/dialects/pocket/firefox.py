"""`/v3/firefox/…`: the button that a browser once had; the shapes are those of add and get."""

from __future__ import annotations

from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket import wire
from satchel.dialects.pocket.add import saved_item
from satchel.dialects.pocket.caller import caller
from satchel.library import finding
from satchel.library.context import Library
from satchel.model.people import Ability
from satchel.store.db import Tx


async def save(library: Library, call: Request) -> Response:
    """As add, with the time to ask for changes since, and all tag names if the app may read the list."""
    calling, item = await saved_item(library, call)
    user, may_read = calling.user_id, Ability.RETRIEVE in calling.abilities

    def around(tx: Tx) -> tuple[list[str], int]:
        names = finding.tag_names(tx, user) if may_read else []
        return names, finding.synced_to(tx, user) // 1000

    tags, since = await library.store.aread(around)
    return response.json({**wire.item_shape(item), "tags": tags, "since": since})


async def get_app(library: Library, call: Request) -> Response:
    """The button asked for a letter with a link to the apps. There is none to send."""
    await caller(library, call, Ability.ADD)
    return response.json({"status": 1})
