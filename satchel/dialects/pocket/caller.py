"""Who calls: the two parameters, from wherever they come."""

from __future__ import annotations

from satchel.dialects.door import Call
from satchel.dialects.lenient import Values, string
from satchel.dialects.pocketry.admission import admit
from satchel.library.context import Library
from satchel.model.people import Ability, Caller


async def caller(library: Library, call: Call, values: Values, ability: Ability) -> Caller:
    """The caller, once it is sure that they may. Raises as `admit`."""
    return await admit(library, call, string(values, "consumer_key"), string(values, "access_token"), ability)
