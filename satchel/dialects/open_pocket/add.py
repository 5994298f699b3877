"""`/v1/add`: one link is saved."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.params import Params
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common.authenticate import caller
from satchel.dialects.pocket_common.item import added
from satchel.dialects.pocket_common.tags import tags
from satchel.library import saving
from satchel.library.context import Library
from satchel.model.items import NewLink
from satchel.model.people import Ability


async def add(library: Library, call: Request) -> Response:
    """Save a link and answer with its item; the title that was given is the one it shows."""
    user = (await caller(library, call, Ability.ADD, call.bearer)).user_id
    item = await saving.save_and_wait(library, user, _link(call.params))
    return response.json({"item": added(item, call.own_address, given_title_first=True), "status": 1})


def _link(params: Params) -> NewLink:
    url = params.text("url")
    if not url.strip():
        raise Invalid("The parameter url is missing.", field="url")
    return NewLink(url, params.text("title"), tags(params))
