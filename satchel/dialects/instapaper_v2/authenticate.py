"""Who calls: whoever the token in the header speaks for."""

from __future__ import annotations

from satchel.base.errors import NotAllowed, NotSignedIn, TooMany
from satchel.dialects.http.request import Request
from satchel.library import access
from satchel.library.context import Library
from satchel.model.people import Ability


async def caller(library: Library, call: Request, ability: Ability) -> int:
    """The id of the person whom the Bearer token speaks for, once it is sure that its app may do that.

    Counts the call against the person and the app, one without a right token against its network. Raises
    `NotAllowed` for plain HTTP where people use https, `NotSignedIn`, `TooMany`, `AbilityMissing`.
    """
    demand_https(library, call)
    token = call.bearer
    found = await library.run(access.bearer, token)
    if found is None:
        access.demand_patience(library, call.address)
        library.security.warn("token.wrong")
        raise NotSignedIn("A valid access token is required.")
    user, key = await library.limits.call(found.user_id, found.app_id or 0)
    if user.used_up or key.used_up:
        raise TooMany(reset=user.reset)
    access.demand(found, ability)
    await library.uses.note(library, library.clock, found.user_id, token, call.address)
    return found.user_id


def demand_https(library: Library, call: Request) -> None:
    """Raise `NotAllowed` for plain HTTP where people use https."""
    if library.secure and call.plain:
        raise NotAllowed("Tokens are accepted over https only.")
