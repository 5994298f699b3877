"""Who calls, whether often enough for this hour, and whether the app may do it."""

from __future__ import annotations

from itertools import product

from satchel.base.errors import Invalid, KeyUnknown, NotSignedIn, SatchelError, TooMany
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Headers
from satchel.library import access
from satchel.library.context import Library
from satchel.library.limits import Allowance
from satchel.model.people import Ability, App, Caller


async def caller(library: Library, call: Request, ability: Ability, bearer: str = "") -> Caller:
    """Whoever the credentials among the parameters speak for, once it is sure that they may.

    `bearer` is the token of those who put it elsewhere; that among the parameters counts where both are there.

    Looked at in this order: plain HTTP where people use https (`Invalid`), the key (`KeyMissing`,
    `KeyUnknown`), the token (`NotSignedIn`), the limits (`TooMany`), the permission
    (`AbilityMissing`). Counts the call, and has its answer carry what is left: one with a token against its
    person and its app, one without against the network it came from.
    """
    demand_https(library, call)
    key = call.params.text("consumer_key").strip()
    token = (call.params.text("access_token") or bearer).strip()
    app, found = await library.run(access.caller, key, token)
    if found is None:
        count_stranger(library, call, app)
        library.security.warn("token.wrong", app=app)
        raise NotSignedIn
    user_left, key_left = await library.limits.call(found.user_id, app)
    if library.limits.on:
        call.extra_headers = limit_headers(user_left, key_left)
    if user_left.used_up or key_left.used_up:
        raise TooMany(reset=user_left.reset)
    access.demand(found, ability)
    await library.uses.note(library, library.clock, found.user_id, token, call.address)
    return found


async def calling_app(library: Library, call: Request) -> App:
    """The app that calls, its call counted against the network, since anybody may know its key.

    Raises `KeyMissing`, `KeyUnknown`, `TooMany`.
    """
    demand_https(library, call)
    app = await library.run(access.app, call.params.text("consumer_key").strip())
    count_stranger(library, call, app.id)
    return app


async def vouched(library: Library, call: Request, keys: set[str], tokens: set[str]) -> bool:
    """Whether one of the tokens is valid under one of the keys; False where either is still to come.

    Raises as `caller` where all are wrong. Counts nothing: what is read on is counted when its caller is known.
    """
    demand_https(library, call)
    if not keys or not tokens:
        return False
    wrong: SatchelError = NotSignedIn()
    for key, token in product(sorted(keys), sorted(tokens)):
        try:
            _, found = await library.run(access.caller, key, token)
        except KeyUnknown as error:
            wrong = error
        else:
            if found:
                return True
            wrong = NotSignedIn()
    raise wrong


def count_stranger(library: Library, call: Request, app: int) -> None:
    """Count a call of `app` that no token speaks for, and have its answer carry what is left. Raises `TooMany`."""
    if library.limits.on:
        call.extra_headers = limit_headers(*library.limits.left(app))
    access.demand_patience(library, call.address, app)


def demand_https(library: Library, call: Request) -> None:
    """Raise `Invalid` for plain HTTP where people use https."""
    if library.secure and call.plain:
        raise Invalid("Credentials are accepted over https only.")


def limit_headers(user: Allowance, key: Allowance) -> Headers:
    """All six limit headers: one client reads them all as soon as it sees one."""
    return [
        (b"x-limit-user-limit", b"%d" % user.limit),
        (b"x-limit-user-remaining", b"%d" % max(0, user.remaining)),
        (b"x-limit-user-reset", b"%d" % user.reset),
        (b"x-limit-key-limit", b"%d" % key.limit),
        (b"x-limit-key-remaining", b"%d" % max(0, key.remaining)),
        (b"x-limit-key-reset", b"%d" % key.reset),
    ]
