"""`/v1/add`: one link is saved."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.params import Values, string
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
    given = call.members
    user = (await caller(library, call, given, Ability.ADD, call.bearer)).user_id
    item = await saving.save_and_wait(library, user, _link(given))
    return response.json({"item": added(item, given_title_first=True), "status": 1})


def _link(given: Values) -> NewLink:
    url = string(given, "url")
    if not url.strip():
        raise Invalid("The parameter url is missing.", field="url")
    return NewLink(url, string(given, "title"), tags(given.get("tags")))
