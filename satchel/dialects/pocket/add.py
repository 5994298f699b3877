"""`/v3/add`: one link is saved, and its page is told as soon as it is known."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http.params import Values, string
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket import wire
from satchel.dialects.pocket_common.authenticate import caller
from satchel.dialects.pocket_common.tags import tags
from satchel.dialects.pocket_common.timestamps import moment
from satchel.library import saving
from satchel.library.context import Library
from satchel.model.items import Item, NewLink
from satchel.model.people import Ability, Caller


async def add(library: Library, call: Request) -> Response:
    """Save a link and answer with its item."""
    _, item = await saved_item(library, call)
    return wire.item(item)


async def saved_item(library: Library, call: Request) -> tuple[Caller, Item]:
    """Save the link that the call names; who called, and its item as soon as its page is known."""
    values = call.values
    calling = await caller(library, call, values, Ability.ADD)
    user, link = calling.user_id, _link(values)
    return calling, await saving.save_and_wait(library, user, link)


def _link(values: Values) -> NewLink:
    url = string(values, "url")
    if not url.strip():
        raise Invalid("The parameter url is missing.", field="url")
    return NewLink(url, string(values, "title"), tags(values.get("tags")), at=moment(values.get("time")))
