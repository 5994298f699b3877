"""`/v3/oauth/request` and `/v3/oauth/authorize`: an app gets a code, and a token once a person has allowed it.

The page between the two, on which the person decides, is none of this dialect's.
"""

from __future__ import annotations

from typing import Any

from satchel.base.errors import Invalid, NotAllowed
from satchel.dialects.http import response
from satchel.dialects.http.params import Params, parse_json
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Response
from satchel.dialects.pocket_common.authenticate import calling_app
from satchel.library import authorization
from satchel.library.context import Library
from satchel.model.people import User

MAX_STATE_CHARACTERS = 4000  #: characters, as JSON


async def request(library: Library, call: Request) -> Response:
    """A code for the app, under which it asks a person."""
    params = call.params
    app = await calling_app(library, call)
    redirect = _redirect(params)
    state = _state(params.get("state"))
    code = await library.run(authorization.request, app, redirect, state=state, address=call.address)
    if _wants_json(call):
        return response.json({"code": code, "state": parse_json(state) if state else None})
    return response.form({"code": code, **_echo(state)})


async def authorize(library: Library, call: Request) -> Response:
    """The access token, once a person has allowed it."""
    params = call.params
    app = await calling_app(library, call)
    code = params.text("code").strip()
    # The official programs can also sign in with a password, and from another program; nobody else does.
    if params.text("grant_type") in ("credentials", "extension") and not code:
        raise NotAllowed("Sign in through the page /auth/authorize.")
    token, user, grant = await library.run(authorization.exchange, app, code)
    library.security.note("token.made", name=user.name, app=app.name)
    if not _wants_json(call):
        return response.form({"access_token": token, "username": user.name, **_echo(grant.state)})
    answer: dict[str, Any] = {"access_token": token, "username": user.name}
    if grant.state:
        answer["state"] = parse_json(grant.state)
    if _wants_account(params):
        answer["account"] = _account(user)
    return response.json(answer)


def _redirect(params: Params) -> str:
    """Where the app wants people sent back to.

    Some write redirect_url, and an Emacs package sends the call that it forgot to make, a list.
    """
    given = params.get("redirect_uri")
    if given is None:
        return params.text("redirect_url")
    if isinstance(given, list) and given and all(isinstance(each, str) for each in given):
        return str(given[-1])
    return params.text("redirect_uri")


def _wants_json(call: Request) -> bool:
    return b"json" in call.header(b"x-accept").lower()


def _state(value: Any) -> str:
    """What the app wants to hear again, as JSON; "" when it is nothing. One program sends an object."""
    if value is None:
        return ""
    try:
        state = response.encode(value).decode()
    except UnicodeError:
        raise Invalid("The parameter state cannot be repeated.") from None
    if len(state) > MAX_STATE_CHARACTERS or "\\u0000" in state:
        raise Invalid("The parameter state cannot be repeated.")
    return state


def _echo(state: str) -> dict[str, str]:
    """The state in a form: text as it is, anything else as JSON."""
    if not state:
        return {}
    value = parse_json(state)
    return {"state": value if isinstance(value, str) else state}


def _wants_account(params: Params) -> bool:
    try:
        return bool(params.bool("account"))
    except Invalid:
        return False


def _account(user: User) -> dict[str, Any]:
    """What the official programs want to know of a person at once. We know little of it."""
    number = str(user.id)
    profile = {
        "uid": number,
        "username": user.name,
        "name": user.name,
        "description": "",
        "avatar_url": "",
        "follow_count": "0",
        "follower_count": "0",
        "is_following": "0",
        "type": "user",
        "sort_id": "0",
    }
    return {
        "user_id": number,
        "email": user.email,
        "first_name": "",
        "last_name": "",
        "username": user.name,
        "birth": "0",
        "premium_status": "0",
        "aliases": {},
        "profile": profile,
        "premium_features": [],
    }
