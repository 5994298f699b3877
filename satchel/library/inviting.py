"""Inviting: a link that makes one account, for whoever looks after the server to hand on."""

from __future__ import annotations

from satchel.base import tokens
from satchel.base.errors import NotAllowed, NotFound, TooMany
from satchel.base.text import line
from satchel.library import accounts, sessions
from satchel.library.sessions import SignedIn
from satchel.library.usecase import reads, writes
from satchel.model.access import Source
from satchel.model.people import Invite, User
from satchel.store import invites, users
from satchel.store.db import ReadTx, Tx

LIFE = 7 * 24 * 3_600_000  #: ms that an invitation can be accepted
MAX_INVITES = 100  #: that are open at a time
MAX_LABEL_CHARACTERS = 100


@writes
def invite(tx: Tx, user: int, label: str = "") -> str:
    """The secret of a new invitation by `user`; told this once. `label` says whom it is for.

    Raises `TooMany` when a hundred are open.
    """
    invites.purge(tx, tx.now - LIFE)
    if len(pending(tx)) >= MAX_INVITES:
        raise TooMany("There are too many open invitations. Revoke some of them first.")
    token = tokens.secret()
    invites.add(tx, tokens.digest(token), user, line(label, MAX_LABEL_CHARACTERS))
    return token


@writes
def invite_by(tx: Tx, name: str = "", label: str = "") -> tuple[User, str]:
    """The same in the name of that administrator, or of the oldest one; whose name that is, and the secret.

    Raises `NotFound`, `NotAllowed` for who is none, as `invite`.
    """
    user = accounts.named(tx, name) if name else users.first_admin(tx)
    if user is None:
        raise NotFound("There is no administrator yet, in whose name somebody could be invited.")
    if not user.is_admin or user.disabled_at:
        raise NotAllowed(f"{user.name} is not an administrator who can sign in.")
    return user, invite(tx, user.id, label)


@reads(quick=True)
def pending(tx: ReadTx) -> list[Invite]:
    """The invitations that can be accepted, the newest first."""
    return invites.of_all(tx, tx.now - LIFE)


@reads(quick=True)
def invited(tx: ReadTx, token: str) -> Invite:
    """The invitation with that secret. Raises `NotFound` when it is used, revoked or too old."""
    found = invites.by_digest(tx, tokens.digest(token), tx.now - LIFE) if token else None
    if found is None:
        raise NotFound("This invitation does not exist any more.")
    return found


@writes
def revoke(tx: Tx, number: int) -> None:
    """Take an invitation back. Raises `NotFound`."""
    if not invites.remove(tx, number):
        raise NotFound("This invitation does not exist any more.")


@writes
def accept(
    tx: Tx, token: str, name: str, password_hash: str, *, email: str = "", source: Source, agent: str = ""
) -> SignedIn:
    """The account that an invitation is good for, with the person signed in at `source` in the browser `agent`.

    The invitation is used up, unless the account cannot be made. Raises `NotFound` as `invited`, and as
    `accounts.create`.
    """
    if not invites.use(tx, tokens.digest(token), tx.now - LIFE):
        raise NotFound("This invitation does not exist any more.")
    user = accounts.create(tx, name, password_hash, email=email)
    return sessions.begin(tx, user, source, agent)
