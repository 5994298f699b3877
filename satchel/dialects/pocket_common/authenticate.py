"""Admission: who calls, whether often enough for this hour, and whether the app may do it."""

from __future__ import annotations

from functools import partial
from itertools import product

from satchel.base.errors import Invalid, KeyUnknown, NotSignedIn, SatchelError, TooMany
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import Headers
from satchel.library import access, last_used
from satchel.library.context import Library
from satchel.library.limits import Allowance
from satchel.model.people import Ability, Caller


async def authenticate(
    library: Library, call: Request, consumer_key: str, access_token: str, ability: Ability
) -> Caller:
    """Whoever these credentials speak for, once it is sure that they may.

    Looked at in this order: plain HTTP where people use https (`Invalid`), the key (`KeyMissing`,
    `KeyUnknown`), the token (`NotSignedIn`), the limits (`TooMany`), the permission
    (`AbilityMissing`). Counts the call, and has its answer carry what is left: one with a token against its
    person and its app, one without against the network it came from.
    """
    demand_https(library, call)
    key = consumer_key.strip()
    token = access_token.strip()
    app, caller = await library.store.alook(lambda tx: access.caller(tx, key, token))
    if caller is None:
        count_stranger(library, call, app)
        library.security.warn("token.wrong", app=app)
        raise NotSignedIn
    user_left, key_left = await library.limits.user(caller.user_id), await library.limits.key(app)
    if library.limits.on:
        call.extra_headers = limit_headers(user_left, key_left)
    if user_left.used_up or key_left.used_up:
        raise TooMany(reset=user_left.reset)
    access.demand(caller, ability)
    await last_used.note(library, caller.user_id, token, call.address)
    return caller


async def vouched(library: Library, call: Request, keys: set[str], tokens: set[str]) -> bool:
    """Whether one of the tokens is valid under one of the keys; False where either is still to come.

    Raises as `authenticate` where all are wrong. Counts nothing: what is read on is counted when it is admitted.
    """
    demand_https(library, call)
    if not keys or not tokens:
        return False
    wrong: SatchelError = NotSignedIn()
    for key, token in product(sorted(keys), sorted(tokens)):
        try:
            _, caller = await library.store.alook(
                partial(access.caller, consumer_key=key, access_token=token)
            )
        except KeyUnknown as error:
            wrong = error
        else:
            if caller:
                return True
            wrong = NotSignedIn()
    raise wrong


def count_stranger(library: Library, call: Request, app: int) -> None:
    """Count a call of `app` that no token speaks for, and have its answer carry what is left. Raises `TooMany`."""
    if library.limits.on:
        call.extra_headers = limit_headers(*library.limits.left(app))
    left = library.limits.stranger(call.address)
    if left.used_up:
        library.security.warn("token.throttled", app=app)
        raise TooMany(reset=left.reset)


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
