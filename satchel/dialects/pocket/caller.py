"""Who calls: the two parameters, from wherever they come."""

from __future__ import annotations

from satchel.dialects.http.params import Values, string
from satchel.dialects.http.request import Request
from satchel.dialects.pocket_common.authenticate import admit, count_stranger, demand_https
from satchel.library import access
from satchel.library.context import Library
from satchel.model.people import Ability, App, Caller


async def caller(library: Library, call: Request, values: Values, ability: Ability) -> Caller:
    """The caller, once it is sure that they may. Raises as `admit`."""
    return await admit(library, call, string(values, "consumer_key"), string(values, "access_token"), ability)


async def calling_app(library: Library, call: Request, values: Values) -> App:
    """The app that calls, its call counted against the network, since anybody may know its key.

    Raises `KeyMissing`, `KeyUnknown`, `TooMany`.
    """
    demand_https(library, call)
    key = string(values, "consumer_key").strip()
    app = await library.run(access.app, key)
    count_stranger(library, call, app.id)
    return app
