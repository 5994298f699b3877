"""Access: who is calling, through which app, and what they may do."""

from __future__ import annotations

from satchel.base import tokens
from satchel.base.errors import (
    AbilityMissing,
    Conflict,
    Invalid,
    KeyMissing,
    KeyUnknown,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooMany,
)
from satchel.base.text import clean, line, name_key, plain_name
from satchel.library import app_passwords
from satchel.library.accounts import MAX_NAME_CHARACTERS
from satchel.library.context import Library
from satchel.library.usecase import looks_up, writes
from satchel.model.access import Source
from satchel.model.people import EVERYTHING, Ability, App, Caller, User
from satchel.store import apps, sessions, users
from satchel.store import tokens as kept
from satchel.store.db import ReadTx, Tx

#: ms that a browser in which somebody signed in is known again.
KNOWN_DEVICE = 365 * 24 * 3_600_000

_by_name = looks_up(users.by_name)
_is_device = looks_up(sessions.is_device)


@looks_up
def caller(tx: ReadTx, consumer_key: str, access_token: str) -> tuple[int, Caller | None]:
    """The id of the app, and whom its token speaks for; None when the token is none of its own.

    Raises `KeyMissing` and `KeyUnknown`.
    """
    if not consumer_key:
        raise KeyMissing
    if not is_key(consumer_key):
        raise KeyUnknown
    found = kept.callers(tx, consumer_key, tokens.digest(access_token))
    if found is None:
        raise KeyUnknown
    return found


@looks_up
def bearer(tx: ReadTx, access_token: str) -> Caller | None:
    """Whom a token speaks for that is shown by itself; None for none, and for one that signs."""
    return kept.bearer(tx, tokens.digest(access_token)) if access_token else None


@looks_up
def app(tx: ReadTx, consumer_key: str) -> App:
    """The app of that key. Raises `KeyMissing` and `KeyUnknown`."""
    if not consumer_key:
        raise KeyMissing
    found = _registered(tx, consumer_key)
    if found is None:
        raise KeyUnknown
    return found


def _registered(tx: ReadTx, consumer_key: str) -> App | None:
    """The app of that key; a text that cannot be a key never reaches the database, which may not take it."""
    return apps.by_key(tx, consumer_key) if is_key(consumer_key) else None


def is_key(text: str) -> bool:
    """Whether a text can be a consumer key."""
    return text.isascii() and text.isprintable()


def demand(caller: Caller, ability: Ability) -> None:
    """Raise `AbilityMissing` unless the caller may do that."""
    if not caller.abilities & ability:
        raise AbilityMissing(missing=ability)


def demand_patience(library: Library, address: str, app: int | None = None) -> None:
    """Count a call that nothing speaks for against the network it came from. Raises `TooMany`.

    `app` is the id of the one that it names, for the security log; 0 for none.
    """
    left = library.limits.stranger(address)
    if left.used_up:
        library.security.warn("token.throttled", **({} if app is None else {"app": app}))
        raise TooMany(reset=left.reset)


async def authenticate_or_open(
    library: Library, name: str, password: str, source: Source
) -> tuple[User, bool]:
    """The account of that name, and whether it proved who it is.

    False is for accounts without a password, which the owner opened for adding only: any
    password will do there, and nothing but adding may follow. Raises as `authenticate`.
    """
    user = await _named(library, name)
    if user is not None and user.password_hash is None:
        return user, False
    # Programs send the password with each call: those within ten minutes are one sign-in.
    first = not library.passwords.remembers(user.password_hash if user else None, password)
    proven = await _for_program(library, user, name, password, source)
    if first and not app_passwords.is_one(password):
        library.security.note("sign_in", name=proven.name)
    return proven, True


async def authenticate(library: Library, name: str, password: str, source: Source) -> User:
    """The account of that name and password, for programs, which can ask for nothing else.

    An app password is right for whoever has one. The password itself is, unless a second step has to follow it:
    then it is as wrong as any other, so that nobody learns here whether it is right. Raises as `check_password`.
    """
    return await _for_program(library, await _named(library, name), name, password, source)


async def check_password(library: Library, name: str, password: str, source: Source) -> User:
    """The account of that name and password, for pages: whoever asks sees to the second step.

    Raises `NotSignedIn` alike for an unknown name, a wrong password and an account without one, and
    takes as long for all; `TooMany` when wrong passwords came too often (see `throttle`); `Busy`.
    """
    return await _verified(library, await _named(library, name), name, password, source)


async def _for_program(library: Library, user: User | None, name: str, password: str, source: Source) -> User:
    if user is not None and await app_passwords.opens(library, user, password, source):
        return user
    alone = user if user is not None and not user.two_step_at else None
    return await _verified(library, alone, name, password, source)


def _key(name: str) -> str:
    """The folded name; "" for what no account can be called, however long it is to fold."""
    name = name.strip()
    return name_key(name) if len(name) <= MAX_NAME_CHARACTERS and clean(name) == name else ""


async def _named(library: Library, name: str) -> User | None:
    key = _key(name)
    user = await library.run(_by_name, key) if key else None
    # Whom the owner keeps out is told nothing else than somebody without an account.
    return None if user is None or user.disabled_at else user


async def known_device(library: Library, key: str, source: Source) -> bytes | None:
    """The digest of the browser at `source`, if somebody of that folded name signed in there before."""
    digest = tokens.digest(source.device)
    since = library.clock.now() - KNOWN_DEVICE
    known = bool(source.device) and await library.run(_is_device, digest, key, since)
    return digest if known else None


async def _verified(library: Library, user: User | None, name: str, password: str, source: Source) -> User:
    key = _key(name)
    device = await known_device(library, key, source)
    stored = user.password_hash if user else None
    remembered = library.passwords.remembers(stored, password)
    entry = library.throttle.entry(library.clock, key, source.address, device, remembered=remembered)
    try:
        async with entry:
            if not await library.passwords.verify(stored, password) or user is None:
                raise NotSignedIn("The user name or the password is wrong.")
    except NotSignedIn:
        library.security.warn("sign_in.wrong", name=name)
        raise
    except TooMany:
        library.security.warn("sign_in.throttled", name=name)
        raise
    return user


def register_app(
    tx: Tx,
    name: str,
    *,
    abilities: Ability = EVERYTHING,
    consumer_key: str = "",
    redirects: tuple[str, ...] = (),
    owner: int | None = None,
) -> App:
    """A new app; `library.signing` makes its secret when somebody wants to see it.

    A program that has a key compiled in is let in by registering that very key. Raises
    `Invalid` for a name or key that cannot be one, `Conflict` for a key that is taken.
    """
    name = plain_name(name, 100)
    key = consumer_key.strip() or tokens.consumer_key()
    if not name:
        raise Invalid("An app needs a name.", field="name")
    if len(key) > 200 or not is_key(key) or " " in key:
        raise Invalid("A consumer key is up to 200 printable ASCII characters without spaces.", field="key")
    app_id = apps.add(tx, name, key, abilities, redirects, owner)
    if app_id is None:
        raise Conflict("An app with that consumer key is registered already.")
    return App(app_id, name, key, abilities, redirects, owner)


@writes
def issue_token(tx: Tx, user_name: str, consumer_key: str) -> str:
    """A new access token with which the app acts for the person; told this once.

    Raises `NotFound` for an unknown person or app, `NotAllowed` for an account that is disabled or has
    no password.
    """
    user = able(tx, user_name)
    app = _registered(tx, consumer_key.strip())
    if app is None:
        raise NotFound("There is no app with that consumer key; `satchel app add NAME` registers one.")
    return new_token(tx, user.id, app.id)


def able(tx: ReadTx, user_name: str) -> User:
    """The person of that name, if apps may act for them. Raises as `issue_token`."""
    user = users.by_name(tx, name_key(user_name))
    if user is None:
        raise NotFound(f"There is no account named {line(user_name, 100)}.")
    if user.disabled_at:
        raise NotAllowed(f"The account {user.name} is disabled; `satchel user enable` enables it again.")
    if user.password_hash is None:
        raise NotAllowed(f"The account {user.name} has no password, so it may add and nothing else.")
    return user


def new_token(tx: Tx, user: int, app: int, source: str = "") -> str:
    """A new access token with which the app acts for the person; told this once.

    `source` is the network address from which it was asked for; "" for the server itself.
    """
    token = tokens.access_token()
    kept.add(tx, tokens.digest(token), token[:4], user, app, source)
    return token
