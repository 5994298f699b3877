"""Granting: an app asks for a person's leave, the person says yes or no, the app fetches its token."""

from __future__ import annotations

from satchel.base import redirect_uris, tokens
from satchel.base.errors import (
    CodeMissing,
    CodeUnknown,
    CodeUsed,
    Conflict,
    KeyUnknown,
    NotAllowed,
    NotGranted,
    RedirectRefused,
)
from satchel.base.sealing import Seal
from satchel.base.text import line
from satchel.library import access, signing
from satchel.library.usecase import reads, writes
from satchel.model.access import Grant, Reply
from satchel.model.people import App, User
from satchel.store import grants, users
from satchel.store import tokens as kept
from satchel.store.db import ReadTx, Tx

MINUTE = 60_000
LIFE = 10 * MINUTE  #: ms that a code can be answered and used
CODE_LIFE = 60 * MINUTE  #: ms that a code is exchanged with the secret of its app
KEPT = 24 * 60 * MINUTE  #: ms that an app is told what has become of it


@writes
def request(tx: Tx, app: App, redirect: str, *, state: str = "", address: str = "") -> str:
    """A code under which `app` asks some person for leave; the person follows it to the page that decides.

    `redirect` may be any text; only an address counts. Raises `RedirectMissing`, and `RedirectRefused` for where
    nobody is sent, or the app never said it would.
    """
    redirect = redirect_uris.said(redirect)
    if redirect_uris.leads(redirect) and not redirect_uris.declared(redirect, app.redirects):
        raise RedirectRefused
    grants.purge(tx, tx.now - KEPT)
    code = tokens.access_token()
    grants.add(tx, tokens.digest(code), app.id, redirect, state, line(address, 100))
    return code


@reads(quick=True)
def pending(tx: ReadTx, code: str) -> Grant:
    """What was asked for with that code. Raises `CodeUnknown`, also when it is too old to be answered."""
    grant = grants.by_digest(tx, tokens.digest(code)) if code else None
    if grant is None or not 0 <= tx.now - grant.made_at < LIFE:
        raise CodeUnknown
    return grant


@writes
def decide(tx: Tx, user: User, code: str, reply: Reply) -> Grant:
    """Keep what the person says to the app, once and for all.

    Raises `CodeUnknown`, `Conflict` when it is decided already, `NotAllowed` for an account that
    has no password and so may add and nothing else.
    """
    if user.password_hash is None:
        raise NotAllowed("An account without a password cannot connect apps.")
    grant = pending(tx, code)
    if not grants.answer(tx, grant.id, user.id, reply):
        raise Conflict("That has been answered already.")
    return grant


@writes
def allow(tx: Tx, user: User, app: App, redirect: str, address: str = "") -> str:
    """A code for which `app` gets a token to the things of `user`, who allows it; it works once, for an hour.

    It is for an app that goes to `redirect` and shows its secret: see `exchange_with_secret`. `address` is the
    network address of the person. Raises `NotAllowed` as `decide`.
    """
    if user.password_hash is None:
        raise NotAllowed("An account without a password cannot connect apps.")
    grants.purge(tx, tx.now - KEPT)
    code = tokens.session()
    grants.add(tx, tokens.digest(code), app.id, redirect, "", line(address, 100))
    made = grants.by_digest(tx, tokens.digest(code))
    assert made is not None
    grants.answer(tx, made.id, user.id, Reply.CODE)
    return code


@writes
def exchange_with_secret(
    tx: Tx, seal: Seal, consumer_key: str, secret: str, redirect: str, code: str
) -> tuple[str, User, App]:
    """The access token for a code of `allow`, whose it is, and the app. Told this once.

    Raises `KeyMissing`, `KeyUnknown` for a wrong key or secret, `CodeMissing`, `CodeUnknown` for a code that is
    another app's or too old, `CodeUsed`, `RedirectRefused` where the person was sent elsewhere, `NotGranted`.
    """
    app = access.app(tx, consumer_key)
    sealed = signing.known_secret(tx, seal, app)
    if not sealed or not tokens.equal(sealed, secret):
        raise KeyUnknown("The client id or the client secret is wrong.")
    if not code:
        raise CodeMissing
    grant = grants.by_digest(tx, tokens.digest(code))
    if grant is None or grant.app.id != app.id or grant.reply is not Reply.CODE:
        raise CodeUnknown
    if grant.redirect != redirect:
        raise RedirectRefused("The redirect_uri is not the one to which the code was sent.")
    if grant.used:
        raise CodeUsed
    user = users.by_id(tx, grant.user_id) if grant.user_id is not None else None
    if not 0 <= tx.now - grant.made_at < CODE_LIFE:
        raise CodeUnknown
    if user is None or user.password_hash is None or user.disabled_at:
        raise NotGranted
    if not grants.use(tx, grant.id):
        raise CodeUsed
    return access.new_token(tx, user.id, app.id, grant.source), user, app


@writes
def withdraw(tx: Tx, code: str) -> None:
    """Forget the token that was made of a code of `allow`.

    Whoever shows a code again may have stolen it, or had it stolen (RFC 6749, 4.1.2).
    """
    kept.remove_made(tx, tokens.digest(code))


@writes
def exchange(tx: Tx, app: App, code: str) -> tuple[str, User, Grant]:
    """The access token that a person allowed, whose it is, and what had been asked. Told this once.

    Raises `CodeMissing`, `CodeUnknown` for a code that is another app's too, `CodeUsed`, `NotGranted`
    while nobody has allowed it.
    """
    if not code:
        raise CodeMissing
    grant = grants.by_digest(tx, tokens.digest(code))
    if grant is None or grant.app.id != app.id:
        raise CodeUnknown
    if grant.used:
        raise CodeUsed
    if grant.reply is Reply.REFUSED:
        raise NotGranted
    if not 0 <= tx.now - grant.made_at < LIFE:
        raise CodeUnknown
    user = users.by_id(tx, grant.user_id) if grant.user_id is not None else None
    if grant.reply is not Reply.ALLOWED or user is None or user.password_hash is None or user.disabled_at:
        raise NotGranted
    if not grants.use(tx, grant.id):
        raise CodeUsed
    return access.new_token(tx, user.id, app.id, grant.source), user, grant
