"""`account/verify_credentials`: whose list it is."""

from __future__ import annotations

from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_full import envelope
from satchel.dialects.instapaper_full.authenticate import caller
from satchel.dialects.instapaper_full.objects import User
from satchel.library.context import Library
from satchel.model.people import Ability


async def verify_credentials(library: Library, call: Request) -> Response:
    """The person."""
    who = await caller(library, call, Ability.ADD | Ability.MODIFY | Ability.RETRIEVE)
    return envelope.array(call, [User(who.id, who.name)])
