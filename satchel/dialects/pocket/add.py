"""`/v3/add`: one link is saved, and its page is told as soon as it is known."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket import wire
from satchel.dialects.pocket_common.authenticate import caller
from satchel.dialects.pocket_common.tags import tags
from satchel.dialects.pocket_common.timestamps import time
from satchel.library import saving
from satchel.library.context import Library
from satchel.model.items import Item, NewLink
from satchel.model.people import Ability, Caller


async def add(library: Library, call: Request) -> Response:
    """Save a link and answer with its item."""
    _, item = await saved_item(library, call)
    return wire.item(item, call.own_address)


async def saved_item(library: Library, call: Request) -> tuple[Caller, Item]:
    """Save the link that the call names; who called, and its item as soon as its page is known."""
    calling = await caller(library, call, Ability.ADD)
    return calling, await saving.save_and_wait(library, calling.user_id, _link(call.params))


def _link(params: Params) -> NewLink:
    url = params.text("url")
    if not url.strip():
        raise Invalid("The parameter url is missing.", field="url")
    return NewLink(url, params.text("title"), tags(params), at=time(params, "time"))
