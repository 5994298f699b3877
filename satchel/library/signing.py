"""Signing: the secrets with which apps sign their requests.

They must be read again to check a signature, so they are sealed with the server's key; whoever has a copy of the
database alone cannot sign. A secret is made when somebody first asks to see it: most apps never sign.
"""

from __future__ import annotations

from typing import NamedTuple

from satchel.base import tokens
from satchel.base.errors import Invalid, KeyMissing, KeyUnknown, NotFound, NotSignedIn, Unavailable
from satchel.base.sealing import Seal
from satchel.library import access
from satchel.library.context import Library
from satchel.library.usecase import looks_up, reads, writes
from satchel.model.access import Source
from satchel.model.people import Ability, App, User
from satchel.store import apps, two_step
from satchel.store import tokens as kept
from satchel.store.db import ReadTx, Tx

MAX_SECRET_CHARACTERS = 200
MAX_TOKENS = 50  #: that sign, of one app from one person


@writes
def register_app(
    tx: Tx,
    seal: Seal,
    name: str,
    *,
    abilities: Ability,
    consumer_key: str = "",
    secret: str = "",
    redirects: tuple[str, ...] = (),
) -> tuple[App, str]:
    """A new app and its secret: the one that is given, or a new one.

    Raises as `access.register_app`, and `Unavailable`.
    """
    app = access.register_app(tx, name, abilities=abilities, consumer_key=consumer_key, redirects=redirects)
    if secret:
        set_app_secret(tx, seal, app, secret)
    return app, app_secret(tx, seal, app)


@writes
def secret_of(tx: Tx, seal: Seal, consumer_key: str) -> str:
    """The secret of the app with that key, for the server's owner. Raises `NotFound`, `Unavailable`."""
    app = apps.by_key(tx, consumer_key.strip())
    if app is None:
        raise NotFound("There is no app with that consumer key.")
    return app_secret(tx, seal, app)


def known_secret(tx: ReadTx, seal: Seal, app: App) -> str:
    """The app's secret; "" where nobody has asked for it yet. Raises `Unavailable` as `app_secret`."""
    sealed = apps.sealed_secret(tx, app.id)
    return "" if sealed is None else seal.open(sealed, _of_app(app.consumer_key))


def app_secret(tx: Tx, seal: Seal, app: App) -> str:
    """The app's secret, made now if there is none. Raises `Unavailable` when the key that sealed it is lost."""
    sealed = apps.sealed_secret(tx, app.id)
    if sealed is not None:
        return seal.open(sealed, _of_app(app.consumer_key))
    secret = tokens.secret()
    set_app_secret(tx, seal, app, secret)
    return secret


def set_app_secret(tx: Tx, seal: Seal, app: App, secret: str) -> None:
    """Give the app this secret, for programs with one built in.

    Raises `Invalid` for what cannot be one, `Unavailable` where this server's key is not the one that sealed
    the others.
    """
    if not 0 < len(secret) <= MAX_SECRET_CHARACTERS or not secret.isascii() or not secret.isprintable():
        raise Invalid(
            f"A consumer secret is up to {MAX_SECRET_CHARACTERS} printable ASCII characters.", field="secret"
        )
    demand_same_key(tx, seal)
    apps.keep_secret(tx, app.id, seal.close(secret, _of_app(app.consumer_key)))


async def own_app_secret(library: Library, user: User, app_id: int, password: str, source: Source) -> str:
    """The secret of an app that the person registered, once more, after their password.

    Raises `Invalid` with the field "secret" for a wrong password, `TooMany` after many, `NotFound` for an app that
    is not theirs and for one that brought its own key, whose secret is never shown, `Unavailable`.
    """
    try:
        await access.check_password(library, user.name, password, source)
    except NotSignedIn:
        raise Invalid("That is not your password.", field="secret") from None
    return await library.run(_own_secret, library.seal, user.id, app_id)


@writes
def _own_secret(tx: Tx, seal: Seal, user: int, app_id: int) -> str:
    own = next((app for app in apps.of(tx, user) if app.id == app_id), None)
    if own is None or not tokens.is_own_key(own.consumer_key):
        raise NotFound("There is no such app of yours.")
    return app_secret(tx, seal, own)


class Signer(NamedTuple):
    """An app that signs, and whom it speaks for: what a signature is checked with."""

    app_id: int
    app: str  #: its name
    abilities: Ability
    secret: str  #: "" where it has none here yet
    user_id: int | None  #: None where the token is none of its own
    user: str
    token_secret: str  #: "" without a token, and of one that cannot sign


@looks_up
def signer(tx: ReadTx, seal: Seal, consumer_key: str, token: str) -> Signer:
    """The app of that key, and whom its token speaks for.

    Raises `KeyMissing`, `KeyUnknown`, and `Unavailable` when the key that sealed the secrets is lost.
    """
    if not consumer_key:
        raise KeyMissing
    digest = tokens.digest(token)
    # A text that cannot be a key never reaches the database, which may not take it.
    found = kept.signer(tx, consumer_key, digest) if access.is_key(consumer_key) else None
    if found is None:
        raise KeyUnknown
    secret = "" if found.secret is None else seal.open(found.secret, _of_app(consumer_key))
    of_token = "" if found.token_secret is None else seal.open(found.token_secret, _of_token(digest))
    return Signer(found.app_id, found.app, found.abilities, secret, found.user_id, found.user, of_token)


@writes
def issue_token(tx: Tx, seal: Seal, user: int, app: int, source: str = "") -> tuple[str, str]:
    """A new access token and its secret, for an app that signs; told this once. Both are digits and letters a to f.

    `source` is the network address from which it was asked for; "" for the server itself. Some programs ask for one
    at each start: of those that an app has from a person, the ones that were not used the longest go.
    """
    token, secret = tokens.secret(), tokens.secret()
    digest = tokens.digest(token)
    demand_same_key(tx, seal)
    kept.add(tx, digest, token[:4], user, app, source, seal.close(secret, _of_token(digest)))
    kept.drop_signing(tx, user, app, MAX_TOKENS)
    return token, secret


@reads
def unreadable(tx: ReadTx, seal: Seal) -> list[str]:
    """The consumer keys of the apps whose secrets were sealed with another key than this server has."""
    return [key for key, sealed in apps.all_sealed(tx) if not seal.fits(sealed)]


def demand_same_key(tx: ReadTx, seal: Seal) -> None:
    """Two machines with a key each would make secrets that only one of them can read. Raises `Unavailable`."""
    other = apps.any_sealed(tx) or two_step.any_sealed(tx)
    if other is not None and not seal.fits(other):
        raise Unavailable(
            "The secrets in this database were sealed with another key. Bring back secret.key from a backup, or "
            "from the machine that has it, or name it in SATCHEL_SECRET_KEY."
        )


def _of_app(consumer_key: str) -> str:
    return f"app:{consumer_key}"


def _of_token(digest: bytes) -> str:
    return f"token:{digest.hex()}"
