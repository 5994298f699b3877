"""Sessions: a browser signs in, is known again, and signs out."""

from __future__ import annotations

from typing import NamedTuple

from satchel.base import tokens
from satchel.base.errors import Invalid, NotFound, NotSignedIn
from satchel.base.text import line
from satchel.library import access, accounts, connections, last_used, proving
from satchel.library.context import Library
from satchel.library.usecase import looks_up, reads, writes
from satchel.model.access import Session, Source
from satchel.model.people import User
from satchel.store import sessions, users
from satchel.store.db import ReadTx, Tx

HOUR = 3_600_000
DAY = 24 * HOUR
IDLE = 14 * DAY  #: ms after its last use that a session ends
MAX_SESSION_MS = 90 * DAY  #: ms after which it ends in any case
MAX_SESSIONS = 100  #: browsers in which one person is signed in
DEVICES = 20  #: browsers of one person that are known again

_by_digest = looks_up(sessions.by_digest)
_replace_hash = writes(users.replace_password)


class CodeNeeded(Exception):
    """The password was right, and a code has to follow."""

    def __init__(self, user: User) -> None:
        super().__init__(user.id)
        self.user = user


class SignedIn(NamedTuple):
    """A session that was just begun; the two secrets are told to the browser and never again."""

    user: User
    token: str
    device: str


async def sign_in(library: Library, name: str, password: str, source: Source, agent: str) -> SignedIn:
    """Begin a session for whoever that name and password are of.

    An account without a password cannot sign in. Raises `CodeNeeded` when a second step has to follow,
    `NotSignedIn` alike for everything that is wrong, `TooMany` when it was tried too often, `Busy`.
    """
    user = await access.check_password(library, name, password, source)
    await _rehash(library, user, password)
    if user.two_step_at:
        raise CodeNeeded(user)
    signed_in = await library.run(begin, user, source, agent)
    library.security.note("sign_in", name=user.name)
    return signed_in


@writes
def begin(tx: Tx, user: User, source: Source, agent: str) -> SignedIn:
    """A session for somebody who has just proved who they are."""
    token, device = tokens.session(), tokens.session()
    sessions.purge(tx, tx.now - IDLE, tx.now - MAX_SESSION_MS)
    sessions.add(tx, tokens.digest(token), user.id, line(agent, 300), line(source.address, 100))
    sessions.keep_newest(tx, user.id, MAX_SESSIONS)
    sessions.add_device(tx, tokens.digest(device), user.id, DEVICES)
    users.seen(tx, user.id)
    return SignedIn(user, token, device)


@writes
def _seen(tx: Tx, user: int, session: int, source: str) -> None:
    sessions.seen(tx, user, session, source)
    users.seen(tx, user)


async def _rehash(library: Library, user: User, password: str) -> None:
    """Keep the password at today's cost, now that it is at hand."""
    if user.password_hash and library.passwords.outdated(user.password_hash):
        old = user.password_hash
        new = await library.passwords.ahash_again(password)
        await library.run(_replace_hash, user.id, old, new)


async def find(
    library: Library, token: str, address: str, *, counts: bool = True
) -> tuple[Session, User] | None:
    """The session that a browser's cookie names, and who is signed in with it; None where it is over.

    Unless it `counts`, nobody was there.
    """
    if not token:
        return None
    digest = tokens.digest(token)
    found = await library.run(_by_digest, digest)
    if found is None:
        return None
    session, user = found
    now = library.clock.now()
    if now - session.seen_at >= IDLE or now - session.made_at >= MAX_SESSION_MS or user.password_hash is None:
        return None
    if counts and now - session.seen_at >= HOUR:
        await last_used.write(library, _seen, user.id, session.id, line(address, 100))
    return found


@writes
def sign_out(tx: Tx, session: Session) -> None:
    """End the session."""
    sessions.remove(tx, session.user_id, session.id)


@writes
def end(tx: Tx, user: int, session: int) -> None:
    """End one of the person's sessions. Raises `NotFound`."""
    if not sessions.remove(tx, user, session):
        raise NotFound("That session is over already.")


@writes
def end_others(tx: Tx, session: Session) -> int:
    """End all sessions of the person but this one; how many they were."""
    return sessions.remove_all(tx, session.user_id, session.id)


@reads
def all_of(tx: ReadTx, user: int) -> list[Session]:
    """The person's sessions that are not over, the last used first."""
    return sessions.of(tx, user, tx.now - IDLE, tx.now - MAX_SESSION_MS)


@writes
def reset_password(tx: Tx, name: str, password_hash: str) -> User:
    """Another password for whoever forgot theirs, by the owner's hand; every browser of theirs is signed out.

    Raises `NotFound`.
    """
    user = accounts.named(tx, name)
    _replace_password(tx, user.id, password_hash)
    return user


def _replace_password(tx: Tx, user: int, password_hash: str) -> None:
    users.set_password(tx, user, password_hash)
    sessions.remove_all(tx, user)
    sessions.remove_devices(tx, user)


async def change_password(
    library: Library, session: Session, old: str, new: str, source: Source, *, disconnects: bool = False
) -> SignedIn:
    """Another password: every session ends, and the one at hand goes on under a new cookie and device.

    Who has none yet needs none to set one, but must have just signed in. With `disconnects` all that opens the
    person's things without the password ends too: what apps hold, and feeds. Raises `Invalid` with the `field` that is
    wrong ("old" or "password"), `TooMany` when the old one was guessed at too often, `Busy`.
    """
    user = await library.run(accounts.numbered, session.user_id)
    if user is None:
        raise NotSignedIn
    if user.has_password:
        try:
            await access.check_password(library, user.name, old, source)
        except NotSignedIn:
            raise Invalid("This is not your current password.", field="old") from None
    elif not proving.is_fresh(session, library.clock.now()):
        raise Invalid("Sign out, sign in again, and come back within ten minutes.", field="password")
    hashed = await library.passwords.ahash(new, user.name, user.email)
    signed_in = await library.run(_change_password, user, hashed, source, session.agent, disconnects)
    library.security.note("password.changed", name=user.name)
    return signed_in


@writes
def _change_password(
    tx: Tx, user: User, password_hash: str, source: Source, agent: str, disconnects: bool
) -> SignedIn:
    _replace_password(tx, user.id, password_hash)
    if disconnects:
        connections.disconnect_all(tx, user.id)
    return begin(tx, user, source, agent)
