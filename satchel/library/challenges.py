"""Challenges: what a browser on its way in is told, and must answer soon, once, and itself.

Each is a random secret, of which a digest is kept beside one of the browser's cookie. They are bounded by network, so
that nobody who asks for many takes those of others.
"""

from __future__ import annotations

from enum import StrEnum

from satchel.base import tokens
from satchel.base.errors import NotFound
from satchel.base.networks import subnet
from satchel.library.usecase import reads, writes
from satchel.model.access import Challenge
from satchel.store import challenges
from satchel.store.db import ReadTx, Tx

LIFE = 5 * 60_000  #: ms that one can be answered
LONG = 15 * 60_000  #: ms for what leads to another service and back
MAX_OF_NETWORK = 50
MAX_CHALLENGES = 5000


class Asked(StrEnum):
    """What for. The names are stored for minutes."""

    CODE = "code"  #: the password was right, a code has to follow
    PASSKEY = "passkey"  #: to sign in with a passkey
    NEW_PASSKEY = "new-passkey"  #: to register one
    PROVIDER = "provider"  #: to come back from the provider of sign-ins
    CONNECT = "connect"  #: to connect who they are there with an account here
    NEW_PERSON = "new-person"  #: to choose a name for a new account


def _life(asked: Asked) -> int:
    return LONG if asked in (Asked.PROVIDER, Asked.NEW_PERSON) else LIFE


@writes
def begin(
    tx: Tx,
    asked: Asked,
    browser: str,
    address: str,
    user: int | None = None,
    facts: str = "",
    secret: str = "",
) -> str:
    """A new secret for the browser with that cookie, at that network address; or the `secret` that is given."""
    secret, network = secret or tokens.session(), subnet(address)
    challenges.purge(tx, tx.now - LONG, network, MAX_OF_NETWORK - 1, MAX_CHALLENGES - 1)
    challenges.add(tx, tokens.digest(secret), asked, tokens.digest(browser), network, user, facts)
    return secret


@reads(quick=True)
def pending(tx: ReadTx, asked: Asked, secret: str, browser: str) -> Challenge:
    """What that browser was asked with that secret. Raises `NotFound` when it is over, or another browser's."""
    found = challenges.find(tx, tokens.digest(secret), asked, tokens.digest(browser), tx.now - _life(asked))
    return _there(found)


@writes
def take(tx: Tx, asked: Asked, secret: str, browser: str) -> Challenge:
    """The same, once: it is used up. Raises as `pending`."""
    found = challenges.take(tx, tokens.digest(secret), asked, tokens.digest(browser), tx.now - _life(asked))
    return _there(found)


def _there(found: Challenge | None) -> Challenge:
    if found is None:
        raise NotFound("That took too long, or was done in another browser. Please begin again.")
    return found
