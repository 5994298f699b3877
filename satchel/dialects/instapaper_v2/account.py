"""Who calls, and how an app becomes the one that does: `/me` and `/oauth2/token`."""

from __future__ import annotations

from satchel.base.errors import CodeUsed, Invalid, KeyUnknown, NotSignedIn
from satchel.dialects.http import params as params_of
from satchel.dialects.http import response
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.instapaper_v2 import objects
from satchel.dialects.instapaper_v2.authenticate import caller, demand_https
from satchel.library import access, accounts, authorization
from satchel.library.context import Library
from satchel.model.people import Ability

_ANY = Ability.ADD | Ability.MODIFY | Ability.RETRIEVE


async def me(library: Library, call: Request) -> Response:
    """The person whose token it is. Nothing here is kept for those who pay."""
    user = await library.run(accounts.numbered, await caller(library, call, _ANY))
    if user is None:
        raise NotSignedIn
    return response.json({**objects.user(user), "premium": True})


async def token(library: Library, call: Request) -> Response:
    """The access token for a code that the page /oauth2/authorize sent to the app."""
    demand_https(library, call)
    params = call.params
    key, secret = params_of.basic(call.header(b"authorization")) or ("", "")
    key, secret = key or params.text("client_id").strip(), secret or params.text("client_secret")
    if params.text("grant_type") not in ("", "authorization_code"):
        raise Invalid("The grant_type is not authorization_code.", field="grant_type")
    code = params.text("code").strip()
    try:
        made, user, app = await library.run(
            authorization.exchange_with_secret, library.seal, key, secret, params.text("redirect_uri"), code
        )
    except KeyUnknown:
        access.demand_patience(library, call.address)
        library.security.warn("token.wrong_secret")
        raise
    except CodeUsed:
        await library.run(authorization.withdraw, code)
        library.security.warn("token.code_again")
        raise
    library.security.note("token.made", name=user.name, app=app.name)
    return response.json({"access_token": made, "token_type": "Bearer", "user": objects.user(user)})
