"""`/v3/suggested_tags` and `/v3/getSuggestedTags`: which of one's own tags would fit."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library import suggesting
from satchel.library.context import Library
from satchel.model.people import Ability


async def suggested(library: Library, call: Request) -> Response:
    """Tags for the item or the address that is named, the best first."""
    user = (await caller(library, call, Ability.RETRIEVE)).user_id
    item_id = max(0, call.params.int("item_id") or 0)
    url, title = call.params.text("url").strip(), call.params.text("title")
    if not item_id and not url:
        raise Invalid("The parameters name neither an item_id nor a url.", field="url")
    found = await library.run(suggesting.suggest, user, item_id, url, title)
    tags = [{"tag": each.tag, "score": f"{each.score:.3f}"} for each in found]
    return response.json({"suggested_tags": tags, "status": 1})
