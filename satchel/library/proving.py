"""Proving once more: before something that cannot be undone, a person who is signed in shows that it is them."""

from __future__ import annotations

from satchel.base.errors import Invalid, NotSignedIn
from satchel.library import access, two_step
from satchel.library.context import Library
from satchel.model.access import Session, Source
from satchel.model.people import User

#: ms after which a sign-in proves nothing more; for accounts that have no password to ask for.
FRESH = 10 * 60_000


async def prove(library: Library, session: Session, user: User, given: str, source: Source) -> None:
    """Their password, or a code of their second step, proves it; of who has neither, that they have just signed in.

    Raises `Invalid` with the field "password", `TooMany`, `Busy`.
    """
    if user.two_step_at and two_step.is_code(given):
        try:
            await two_step.check(library, user, given, source)
        except Invalid as error:
            raise Invalid(error.message, field="password") from None
    elif user.has_password:
        try:
            await access.check_password(library, user.name, given, source)
        except NotSignedIn:
            raise Invalid("That is not your password.", field="password") from None
    elif not is_fresh(session, library.clock.now()):
        raise Invalid("Sign out, sign in again, and come back within ten minutes.", field="password")


def is_fresh(session: Session, now: int) -> bool:
    """Whether the person has just signed in."""
    return 0 <= now - session.made_at < FRESH
