"""`/v3/guid` and `/v3/send_guid`: what the apps do before anybody has signed in.

They name an installation and report what was looked at. The name is made and forgotten, the
reports are not even read.
"""

from __future__ import annotations

from satchel.base import tokens
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket import send
from satchel.dialects.pocket_common import actions
from satchel.dialects.pocket_common.authenticate import calling_app
from satchel.library.context import Library


async def guid(library: Library, call: Request) -> Response:
    """A name for an installation; nobody remembers it."""
    return response.json({"guid": tokens.secret(), "status": 1})


async def send_guid(library: Library, call: Request) -> Response:
    """True for every action, of whatever name; nothing is done."""
    await calling_app(library, call)
    entries = actions.entries(send.decoded(call.params.get("actions")))
    return response.json({"action_results": [True] * len(entries), "status": 1})
