"""The way from a right password, or a provider's word, to a session of who is asked for a code in between."""

from __future__ import annotations

from satchel.base import tokens
from satchel.base.errors import NotFound
from satchel.library import accounts, challenges, sessions, two_step
from satchel.library.challenges import Asked
from satchel.library.context import Library
from satchel.library.sessions import SignedIn
from satchel.model.access import Challenge, Source
from satchel.model.people import User


async def ask(library: Library, user: User, browser: str, source: Source, way: str = "password") -> str:
    """The secret under which that browser brings the code; `way` is for the log."""
    facts = f"{_mark(user)} {way}"
    return await library.run(challenges.begin, Asked.CODE, browser, source.address, user.id, facts)


async def answer(
    library: Library, secret: str, browser: str, code: str, source: Source, agent: str
) -> SignedIn:
    """The session, once the code is right.

    Raises `NotFound` when that took too long, or the password was changed or the account disabled meanwhile;
    `Invalid` with the field "code" for a wrong one, `TooMany` after many.
    """
    found = await library.run(challenges.pending, Asked.CODE, secret, browser)
    user = await _still_there(library, found)
    await two_step.check(library, user, code, source)
    await library.run(challenges.take, Asked.CODE, secret, browser)
    signed_in = await library.run(sessions.begin, user, source, agent)
    library.security.note("sign_in", name=user.name, way=f"{found.facts.partition(' ')[2]}+code")
    return signed_in


async def _still_there(library: Library, challenge: Challenge) -> User:
    user = await library.run(accounts.numbered, challenge.user_id or 0)
    mark = challenge.facts.partition(" ")[0]
    if user is None or user.disabled_at or not tokens.equal(mark, _mark(user)):
        raise NotFound("Please sign in again.")
    return user


def _mark(user: User) -> str:
    """What is another one once the password is."""
    return tokens.digest(user.password_hash or "").hex()
