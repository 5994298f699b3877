"""Connecting: which apps a person has let in, and which apps are a person's own."""

from __future__ import annotations

from satchel.base import redirect_uris as addresses
from satchel.base.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    RedirectMissing,
    RedirectRefused,
    TooMany,
)
from satchel.base.sealing import Seal
from satchel.base.text import plain_name
from satchel.library import access, signing
from satchel.library.usecase import writes
from satchel.model.access import Token
from satchel.model.people import EVERYTHING, Ability, App
from satchel.store import app_passwords, apps, feeds, tokens, users
from satchel.store.db import ReadTx, Tx

MAX_APPS = 100  #: that one person may register


def all_of(tx: ReadTx, user: int) -> list[Token]:
    """All tokens that apps hold to the person's things, the newest first."""
    return tokens.of(tx, user)


@writes
def mark_seen(tx: Tx, user: int) -> None:
    """The person has seen which apps are connected."""
    tokens.notice(tx, user)


@writes
def disconnect(tx: Tx, user: int, token: int) -> None:
    """Take one token back. Raises `NotFound`."""
    if not tokens.remove(tx, user, token):
        raise NotFound("That connection is gone already.")


@writes
def disconnect_app(tx: Tx, user: int, app: int) -> None:
    """Take back every token that an app has from the person. Raises `NotFound` when it has none."""
    if not tokens.remove_of_app(tx, user, app):
        raise NotFound("That connection is gone already.")


def disconnect_all(tx: Tx, user: int) -> int:
    """Take back every token that any app has from the person, and close their feeds; how many tokens they were.

    For whoever changes their password because somebody else may know it: tokens and feeds do not depend on it.
    """
    feeds.remove(tx, user)
    app_passwords.remove_all(tx, user)
    return tokens.remove_of_user(tx, user)


def own_apps(tx: ReadTx, user: int) -> list[App]:
    """The apps that the person registered, the newest first."""
    return apps.of(tx, user)


@writes
def register(tx: Tx, user: int, name: str, abilities: Ability, redirects: tuple[str, ...] = ()) -> App:
    """A new app of the person's own.

    Raises `Invalid` with the `field` that is wrong: "app", "abilities" or "redirect"; `TooMany` when
    there are a hundred.
    """
    if not abilities:
        raise Invalid("Choose at least one permission.", field="abilities")
    try:
        checked = tuple(addresses.read(each) for each in redirects)
    except (RedirectMissing, RedirectRefused):
        raise Invalid("This is not a valid return address.", field="redirect") from None
    _demand_room(tx, user)
    try:
        return access.register_app(tx, name, abilities=abilities, redirects=checked, owner=user)
    except Invalid as error:
        raise Invalid(error.message, field="app") from None


@writes
def register_brought(tx: Tx, seal: Seal, user: int, name: str, key: str, secret: str) -> App:
    """An app that brings its own key, and with it its secret, or "" where nobody knows that; it may do everything.

    Keys are the same for all people of a server, so its administrators alone may do that. Raises `NotAllowed`,
    `TooMany` as `register`, `Unavailable` as `signing.set_app_secret`, and `Invalid` or `Conflict` with the `field`
    that is wrong: "brought", "key" or "consumer-secret".
    """
    person = users.by_id(tx, user)
    if person is None or not person.is_admin:
        raise NotAllowed("Only administrators can register an app that brings its own key.")
    if not key.strip():
        raise Invalid("Enter the key that the app brings.", field="key")
    _demand_room(tx, user)
    try:
        app = access.register_app(tx, name, consumer_key=key, owner=user)
    except Conflict as error:
        raise Conflict(error.message, field="key") from None
    except Invalid as error:
        raise Invalid(error.message, field="key" if error.field == "key" else "brought") from None
    try:
        if secret.strip():
            signing.set_app_secret(tx, seal, app, secret.strip())
    except Invalid as error:
        raise Invalid(error.message, field="consumer-secret") from None
    return app


def _demand_room(tx: ReadTx, user: int) -> None:
    if len(apps.of(tx, user)) >= MAX_APPS:
        raise TooMany(f"A person registers at most {MAX_APPS} apps.")


@writes
def make_token(tx: Tx, user: int, name: str, address: str = "") -> str:
    """A token with which a program of that name uses the person's own things; told this once.

    It belongs to an app of the person's own of that name, registered now if there is none. `address` is the network
    address from which it is asked for. Raises as `register`.
    """
    known = plain_name(name, 100)
    there = (app for app in apps.of(tx, user) if app.name == known and app.abilities == EVERYTHING)
    app = next(there, None) or register(tx, user, name, EVERYTHING)
    return access.new_token(tx, user, app.id, address)


@writes
def issue_token(tx: Tx, user_name: str, name: str) -> str:
    """`make_token` for the person of that name, by the server's owner. Raises also as `access.issue_token`."""
    return make_token(tx, access.able(tx, user_name).id, name)


@writes
def unregister(tx: Tx, user: int, app: int) -> None:
    """Remove an app of the person's own; whoever uses it is disconnected. Raises `NotFound`."""
    if not apps.remove(tx, user, app):
        raise NotFound("There is no such app of yours.")
