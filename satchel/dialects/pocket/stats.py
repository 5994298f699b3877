"""`/v3/stats`: how much there is."""

from __future__ import annotations

from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common.authenticate import caller
from satchel.library import finding
from satchel.library.context import Library
from satchel.model.people import Ability


async def stats(library: Library, call: Request) -> Response:
    """How many items there are, and how many of them are archived and unread."""
    user = (await caller(library, call, Ability.RETRIEVE)).user_id
    unread, archived = await library.run(finding.counts, user)
    return response.json(
        {"count_list": unread + archived, "count_read": archived, "count_unread": unread, "status": 1}
    )
