"""Who calls: which app signed, and for whom."""

from __future__ import annotations

import asyncio
import re
from itertools import product
from typing import NamedTuple

from satchel.base.errors import KeyUnknown, NotAllowed, NotSignedIn, TooMany
from satchel.dialects.http.bodies import Vouch
from satchel.dialects.http.params import Params, Values
from satchel.dialects.http.request import Request
from satchel.dialects.instapaper_full import oauth1
from satchel.dialects.instapaper_full.oauth1 import Signed
from satchel.library import access, signing
from satchel.library.context import Library
from satchel.library.signing import Signer
from satchel.model.people import Ability
from satchel.model.people import Caller as Acting

#: Bytes of a body whose signature is checked without leaving the event loop: a tenth of a millisecond.
MAX_AT_ONCE = 32_768
#: Credentials wherever they stand as programs write them, and how many of each kind are looked at.
_KEY, _TOKEN = (
    re.compile(rb"(?:^|[&\s,])" + name + rb'="?([A-Za-z0-9%._~-]{1,200})')
    for name in (rb"oauth_consumer_key", rb"oauth_token")
)
_MAX_SEEN = 3


class SignedParams(Params):
    """The parameters of a call, and what it was signed with, or why it was not."""

    __slots__ = ("signed",)

    def __init__(self, values: Values, signed: Signed | NotSignedIn) -> None:
        super().__init__(values)
        self.signed = signed


class Caller(NamedTuple):
    """Whose things the call is about."""

    id: int
    name: str


def read_params(call: Request) -> SignedParams:
    """The parameters of a call, whatever it was signed with. Raises `Invalid`."""
    signed: Signed | NotSignedIn
    try:
        signed = oauth1.read(call)
    except NotSignedIn as error:
        signed = error
    return SignedParams(call.values, signed)


def vouch(library: Library, call: Request) -> Vouch:
    """Who names a token of somebody and its app may send a whole page; the signature is looked at later."""

    async def known(start: bytes, end: bytes) -> bool:
        _demand_https(library, call)
        seen = b"&".join((call.header(b"authorization"), call.scope["query_string"], start, end))
        keys, tokens = (sorted(set(each.findall(seen)))[:_MAX_SEEN] for each in (_KEY, _TOKEN))
        wrong = None
        for key, token in product(keys, tokens):
            try:
                signer = await library.run(signing.signer, library.seal, key.decode(), token.decode())
            except KeyUnknown as error:
                wrong = error
            else:
                if signer.user_id is not None:
                    return True
        if wrong:
            raise wrong
        return False

    return known


async def caller(library: Library, call: Request, ability: Ability) -> Caller:
    """Whoever the signature speaks for, once it is sure that they may.

    Raises `NotAllowed`, `NotSignedIn`, `KeyMissing`, `KeyUnknown`, `TooMany`, `AbilityMissing`. A call that is not
    signed counts against the network from which it came, all others against their person and their app.
    """
    signed, signer = await _signer(library, call)
    if signer.user_id is None:
        raise _wrong(library, call, signer, "This access token is not known here. Please sign in again.")
    await _check(library, call, signed, signer)
    user_left, key_left = await library.limits.call(signer.user_id, signer.app_id)
    if user_left.used_up or key_left.used_up:
        raise TooMany(reset=user_left.reset)
    access.demand(Acting(signer.user_id, signer.abilities, signer.app_id), ability)
    await library.uses.note(library, library.clock, signer.user_id, signed.token, call.address)
    return Caller(signer.user_id, signer.user)


async def calling_app(library: Library, call: Request) -> Signer:
    """The app that signed alone, for nobody yet; its call counts against the network. Raises as `caller`."""
    signed, signer = await _signer(library, call)
    access.demand_patience(library, call.address, signer.app_id)
    await _check(library, call, signed, signer._replace(token_secret=""))
    return signer


async def _signer(library: Library, call: Request) -> tuple[Signed, Signer]:
    _demand_https(library, call)
    params = call.params
    assert isinstance(params, SignedParams)
    signed = params.signed
    if isinstance(signed, NotSignedIn):
        access.demand_patience(library, call.address, 0)
        raise signed
    try:
        return signed, await library.run(signing.signer, library.seal, signed.consumer_key, signed.token)
    except KeyUnknown:
        access.demand_patience(library, call.address, 0)
        raise


def _demand_https(library: Library, call: Request) -> None:
    if library.secure and call.plain:
        raise NotAllowed("Credentials are accepted over https only.")


async def _check(library: Library, call: Request, signed: Signed, signer: Signer) -> None:
    """Raise `NotSignedIn` unless the request is signed by that app and token, now, and for the first time."""
    if signed.consumer_key in library.unverified:
        return
    if not signer.secret:
        raise _wrong(
            library, call, signer,
            "This app has no secret here yet, so it cannot sign. Its owner sees one under Account, or by "
            "`satchel app secret CONSUMER_KEY`.",
        )  # fmt: skip
    if signed.token and signer.user_id is not None and not signer.token_secret:
        raise _wrong(library, call, signer, "This access token cannot sign. Please sign in again.")
    if signed.method.upper() != "HMAC-SHA1":
        raise _wrong(library, call, signer, "Requests are signed by HMAC-SHA1.")
    if not signed.nonce:
        raise _wrong(library, call, signer, "The parameter oauth_nonce is missing.")
    if not library.nonces.is_timely(signed.seconds):
        raise _wrong(library, call, signer, "The clocks of this app and of the server differ too much.")
    if not await _is_right(call, signed, signer):
        raise _wrong(library, call, signer, "Invalid signature.")
    who = f"{signer.app_id} {signed.token}".encode()
    if not await library.nonces.take(who, signed.seconds, signed.nonce):
        raise _wrong(library, call, signer, "This request was sent before.")


async def _is_right(call: Request, signed: Signed, signer: Signer) -> bool:
    if len(call.body) <= MAX_AT_ONCE:
        return oauth1.is_right(call, signed, signer.secret, signer.token_secret)
    return await asyncio.to_thread(oauth1.is_right, call, signed, signer.secret, signer.token_secret)


def _wrong(library: Library, call: Request, signer: Signer, message: str) -> NotSignedIn:
    """What is told to whoever did not sign as they should; it counts. Raises `TooMany` where that was too often."""
    access.demand_patience(library, call.address, signer.app_id)
    library.security.warn("token.wrong", app=signer.app_id)
    return NotSignedIn(message)
