"""`/v3/stats`: how much there is."""

from __future__ import annotations

from satchel.dialects import respond
from satchel.dialects.door import Call
from satchel.dialects.pocket.caller import caller
from satchel.dialects.respond import Answer
from satchel.library import finding
from satchel.library.context import Library
from satchel.model.people import Ability


async def stats(library: Library, call: Call) -> Answer:
    """How many items there are, and how many of them are archived and unread."""
    user = (await caller(library, call, call.values, Ability.RETRIEVE)).user_id
    unread, archived = await library.store.aread(lambda tx: finding.counts(tx, user), quick=True)
    return respond.json(
        {"count_list": unread + archived, "count_read": archived, "count_unread": unread, "status": 1}
    )
