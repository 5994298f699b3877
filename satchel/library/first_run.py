"""Beginning: the first account of a server, and a key with which its programs can start at once."""

from __future__ import annotations

from typing import NamedTuple

from satchel.library import access, accounts, connections, sessions
from satchel.library.sessions import SignedIn
from satchel.library.usecase import writes
from satchel.model.access import Source
from satchel.model.people import User
from satchel.store.db import Tx


class FirstRun(NamedTuple):
    """What the owner is told this one time."""

    user: User
    consumer_key: str
    access_token: str
    signed_in: SignedIn


@writes
def create_owner(
    tx: Tx, name: str, password_hash: str, *, email: str, app: str, source: Source, agent: str
) -> FirstRun:
    """The first account, an app named `app` with every permission, and a token of its own.

    Whoever makes it has just chosen the password, so their browser `agent` at `source` is signed in, and the
    app is no news to them.
    In one transaction, so that nobody is left with half of it. Raises `Conflict` when there is
    an account already, `Invalid` for a name that cannot be one.
    """
    user = accounts.create_first(tx, name, password_hash, email=email)
    registered = access.register_app(tx, app, owner=user.id)
    token = access.issue_token(tx, user.name, registered.consumer_key)
    connections.mark_seen(tx, user.id)
    return FirstRun(user, registered.consumer_key, token, sessions.begin(tx, user, source, agent))
