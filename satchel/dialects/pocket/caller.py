"""Who calls: the two parameters, from wherever they come."""

from __future__ import annotations

from satchel.dialects.http.request import Request
from satchel.dialects.pocket_common.authenticate import authenticate, count_stranger, demand_https
from satchel.library import access
from satchel.library.context import Library
from satchel.model.people import Ability, App, Caller


async def caller(library: Library, call: Request, ability: Ability) -> Caller:
    """The caller, once it is sure that they may. Raises as `authenticate`."""
    params = call.params
    return await authenticate(
        library, call, params.text("consumer_key"), params.text("access_token"), ability
    )


async def calling_app(library: Library, call: Request) -> App:
    """The app that calls, its call counted against the network, since anybody may know its key.

    Raises `KeyMissing`, `KeyUnknown`, `TooMany`.
    """
    params = call.params
    demand_https(library, call)
    key = params.text("consumer_key").strip()
    app = await library.store.aread(lambda tx: access.app(tx, key), quick=True)
    count_stranger(library, call, app.id)
    return app
