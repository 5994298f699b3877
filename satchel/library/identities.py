"""Identities: who vouches for people in place of a password, the provider of sign-ins or a proxy in front of us.

Nobody is ever found by a name or an e-mail address that a provider tells, since people choose these: an account is
connected by its own person, who is signed in, or made for the occasion.
"""

from __future__ import annotations

from typing import Protocol

from satchel.base.errors import Conflict, NotAllowed, NotFound
from satchel.library import accounts, sessions
from satchel.library.sessions import SignedIn
from satchel.library.usecase import reads, writes
from satchel.model.access import Claims, Identity, Source
from satchel.model.people import NO_PASSWORD, User
from satchel.store import identities, passkeys, users
from satchel.store.db import ReadTx, Tx


class Provider(Protocol):
    """The provider of sign-ins that the owner named."""

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in. Raises `Unavailable`."""

    async def redeem(self, code: str, nonce: str, verifier: str, issuer: str = "") -> Claims:
        """Who the code is of that the browser brought. Raises `Invalid`, `Unavailable`."""


@reads(quick=True)
def person(tx: ReadTx, claims: Claims) -> User | None:
    """Whose account is connected with that identity, disabled ones among them; None for nobody's."""
    found = identities.find(tx, claims.issuer, claims.subject)
    return users.by_id(tx, found.user_id) if found else None


@writes
def sign_in(tx: Tx, user: User, claims: Claims, source: Source, agent: str) -> SignedIn:
    """A session for whose identity that is. Raises `NotFound` when it was disconnected meanwhile."""
    note_use(tx, user, claims)
    return sessions.begin(tx, user, source, agent)


def note_use(tx: Tx, user: User, claims: Claims) -> None:
    """Note that the identity was used. Raises as `sign_in`."""
    found = identities.find(tx, claims.issuer, claims.subject)
    if found is None or found.user_id != user.id:
        raise NotFound("That account is not connected any more.")
    identities.used(tx, user.id, found.id)


@writes
def make_person(tx: Tx, name: str, claims: Claims, source: Source, agent: str) -> SignedIn:
    """A new account without a password, opened by that identity.

    Raises as `accounts.create`, `Conflict` where somebody has it already, `NotAllowed` on a server without any account:
    the first one is its owner's.
    """
    user = _make(tx, name, claims.email)
    if not identities.add(tx, user.id, claims.issuer, claims.subject, _told(claims)):
        raise Conflict("This account is connected with somebody here already. Sign in again.")
    return sessions.begin(tx, user, source, agent)


@writes
def make_for_proxy(tx: Tx, name: str) -> User:
    """A new account without a password for whom the proxy in front of us names. Raises as `make_person`."""
    return _make(tx, name, "")


@reads(quick=True)
def all_of(tx: ReadTx, user: int) -> list[Identity]:
    """The person's, the newest first."""
    return identities.of(tx, user)


@writes
def connect(tx: Tx, user: int, claims: Claims) -> None:
    """Let that identity open the person's account. Raises `Conflict` where it opens another one."""
    if not identities.add(tx, user, claims.issuer, claims.subject, _told(claims)):
        raise Conflict("This account is connected with somebody here already.")


@writes
def disconnect(tx: Tx, user: User, number: int) -> None:
    """Let an identity open the account no more.

    Raises `NotFound`, and `Conflict` where nothing else would open it.
    """
    others = [each for each in identities.of(tx, user.id) if each.id != number]
    if not (user.has_password or others or passkeys.of(tx, user.id)):
        raise Conflict("Nothing else opens your account. Set a password or add a passkey first.")
    if not identities.remove(tx, user.id, number):
        raise NotFound("That connection is gone already.")


def _make(tx: Tx, name: str, email: str) -> User:
    if not users.anyone(tx):
        raise NotAllowed("This server has no account yet. The person who started it makes the first one.")
    return accounts.create(tx, name, NO_PASSWORD, email=email)


def _told(claims: Claims) -> str:
    return claims.email or claims.name
