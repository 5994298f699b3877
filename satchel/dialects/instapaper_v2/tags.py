"""Tags, with their numbers."""

from __future__ import annotations

from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import tag_out
from satchel.library import tag_ids
from satchel.library.context import Library
from satchel.model.people import Ability


async def tags(library: Library, call: Request) -> Response:
    """All tags, by name; those that were made here and that nothing has yet among them."""
    user = await caller(library, call, Ability.RETRIEVE)
    return response.json({"tags": [tag_out(each) for each in await tag_ids.all_of(library, user)]})


async def create(library: Library, call: Request) -> Response:
    """A new tag, or the one of that name."""
    user = await caller(library, call, Ability.MODIFY)
    return response.json(tag_out(await library.run(tag_ids.make, user, call.params.text("name"))))


async def rename(library: Library, call: Request) -> Response:
    """Another name of a tag, on all bookmarks that have it."""
    user = await caller(library, call, Ability.MODIFY)
    number, name = int(call.path_params["tag"]), call.params.text("name")
    return response.json(tag_out(await library.run(tag_ids.rename, user, number, name)))
