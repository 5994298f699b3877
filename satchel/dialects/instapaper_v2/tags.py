"""Tags, with their numbers."""

from __future__ import annotations

from collections.abc import Iterable

from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2.authenticate import caller
from satchel.dialects.instapaper_v2.objects import tag_out
from satchel.library import tag_ids
from satchel.library.context import Library
from satchel.model.people import Ability
from satchel.model.tags import Tag


async def tags(library: Library, call: Request) -> Response:
    """All tags, by name; those that were made here and that nothing has yet among them."""
    user = await caller(library, call, Ability.RETRIEVE)
    return Response(200, await tag_ids.written(library, user, _written))


def _written(tags: Iterable[Tag]) -> bytearray:
    """All of them, each by itself: there may be a hundred thousand."""
    body = bytearray(b'{"tags":[')
    for each in tags:
        body += response.encode(tag_out(each))
        body += b","
    if body.endswith(b","):
        del body[-1:]
    body += b"]}"
    return body


async def create(library: Library, call: Request) -> Response:
    """A new tag, or the one of that name."""
    user = await caller(library, call, Ability.MODIFY)
    return response.json(tag_out(await library.run(tag_ids.make, user, call.params.text("name"))))


async def rename(library: Library, call: Request) -> Response:
    """Another name of a tag, on all bookmarks that have it."""
    user = await caller(library, call, Ability.MODIFY)
    number, name = int(call.path_params["tag"]), call.params.text("name")
    return response.json(tag_out(await library.run(tag_ids.rename, user, number, name)))
