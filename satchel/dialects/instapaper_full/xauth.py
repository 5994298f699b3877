"""`oauth/access_token`: an app brings a person's name and password, and gets a token with its secret."""

from __future__ import annotations

from satchel.base.errors import NotSignedIn
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import TEXT, Response
from satchel.dialects.instapaper_full.authenticate import calling_app
from satchel.library import access, signing
from satchel.library.context import Library
from satchel.model.access import Source

#: Some programs compare it to the letter.
WRONG = "Invalid xAuth credentials."


async def access_token(library: Library, call: Request) -> Response:
    """A token and its secret, in digits and letters that need no escapes: programs undo none.

    Raises `NotSignedIn` alike for a wrong password, no such person, an account without a password and no name.
    """
    signer = await calling_app(library, call)
    params = call.params
    mode = params.text("x_auth_mode").strip()
    if mode != "client_auth":
        raise NotSignedIn("The parameter x_auth_mode is client_auth here.")
    name, password = params.text("x_auth_username"), params.text("x_auth_password")
    try:
        user = await access.authenticate(library, name, password, Source(call.address))
    except NotSignedIn:
        raise NotSignedIn(WRONG) from None
    token, secret = await library.run(signing.issue_token, library.seal, user.id, signer.app_id, call.address)
    library.security.note("token.made", name=user.name, app=signer.app)
    return Response(200, f"oauth_token={token}&oauth_token_secret={secret}".encode(), TEXT)
