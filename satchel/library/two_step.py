"""The second step of signing in: a code that a phone shows for half a minute (TOTP, RFC 6238), or a recovery code.

The secret that makes the codes is sealed, since it must be read again. Each code is taken once, and wrong ones are
counted by the rules for wrong passwords, apart from these: a right password must not clear the count of codes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from satchel.base import tokens
from satchel.base.errors import Conflict, Invalid, NotFound, NotSignedIn, TooMany
from satchel.base.sealing import Seal
from satchel.base.text import name_key
from satchel.library import access, signing
from satchel.library.context import Library
from satchel.library.usecase import reads, writes
from satchel.model.access import Source
from satchel.model.people import User
from satchel.store import two_step, users
from satchel.store.db import ReadTx, Tx

STEP = 30  #: seconds that a code is shown
DRIFT = 1  #: steps by which the clock of a phone may be off
RECOVERY_CODES = 10

_CODE = re.compile("[0-9]{6}")
_RECOVERY = re.compile("[a-z2-7]{16}")


class TwoStep(NamedTuple):
    """How it stands with a person's second step."""

    since: int  #: ms; 0 while it is off
    is_proposed: bool  #: there is a secret, of which no code was seen yet
    recovery_left: int


@reads(quick=True)
def standing(tx: ReadTx, user: int) -> TwoStep:
    """How it stands with that of `user`."""
    kept = two_step.of(tx, user)
    since = kept.since if kept else 0
    return TwoStep(since, kept is not None and not since, two_step.recovery_left(tx, user))


@writes
def propose(tx: Tx, seal: Seal, user: int) -> None:
    """Make a secret, which counts from its first code on; one that was only proposed goes.

    Raises `Conflict` where the second step is on, `Unavailable` where secrets cannot be sealed.
    """
    import pyotp

    signing.demand_same_key(tx, seal)
    if not two_step.propose(tx, user, seal.close(pyotp.random_base32(), _of(user))):
        raise Conflict("Two-step sign-in is already on.")


@reads(quick=True)
def proposed(tx: ReadTx, seal: Seal, user: int) -> str:
    """The secret that is proposed to `user`, in base32. Raises `NotFound`; `Unavailable` when it cannot be read."""
    kept = two_step.of(tx, user)
    if kept is None or kept.since:
        raise NotFound("No two-step sign-in is being set up.")
    return seal.open(kept.sealed, _of(user))


def address(secret: str, name: str, server: str) -> str:
    """What apps for codes read from a picture: an otpauth address for `name` at `server`."""
    import pyotp

    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=name, issuer_name=server)


async def turn_on(library: Library, user: User, code: str, source: Source) -> list[str]:
    """Ask for a second step from now on, after a first code was right; the recovery codes, told this once.

    Raises `Invalid` with the field "code", `TooMany`, `NotFound` where nothing is proposed.
    """
    await library.run(proposed, library.seal, user.id)
    await _checked(library, user, code, source)
    codes = await library.run(_begin, user.id)
    library.security.note("two_step.on", name=user.name)
    return codes


@writes
def _begin(tx: Tx, user: int) -> list[str]:
    two_step.begin(tx, user)
    users.set_two_step(tx, user, tx.now)
    return _new_codes(tx, user)


@writes
def renew_codes(tx: Tx, user: int) -> list[str]:
    """Other recovery codes in place of those before. Raises `NotFound` where the second step is off."""
    kept = two_step.of(tx, user)
    if kept is None or not kept.since:
        raise NotFound("Two-step sign-in is off.")
    return _new_codes(tx, user)


@writes
def turn_off(tx: Tx, user: int) -> None:
    """Ask for no second step any more; secret and recovery codes are forgotten."""
    two_step.remove(tx, user)
    users.set_two_step(tx, user, 0)


async def check(library: Library, user: User, code: str, source: Source) -> None:
    """Take a code of the person's phone, or a recovery code. Raises as `turn_on`."""
    await _checked(library, user, code, source)


def is_code(text: str) -> bool:
    """Whether that may be a code, and no password: six digits, or four fours of a recovery code."""
    plain = _plain(text)
    return bool(_CODE.fullmatch(plain)) or (bool(_RECOVERY.fullmatch(plain)) and text.strip().count("-") == 3)


async def _checked(library: Library, user: User, code: str, source: Source) -> None:
    key = name_key(user.name)
    device = await access.known_device(library, key, source)
    entry = library.throttle.entry(library.clock, f"{key}\ncode", source.address, device)
    try:
        async with entry:
            if not await library.run(_take, library.seal, user.id, _plain(code)):
                raise NotSignedIn("This code is wrong, or was used already. Wait for the next one.")
    except NotSignedIn as error:
        library.security.warn("code.wrong", name=user.name)
        raise Invalid(error.message, field="code") from None
    except TooMany as error:
        library.security.warn("code.throttled", name=user.name)
        again = error.message.partition(". ")[2]
        reset = error.facts.get("reset", 60)
        raise TooMany(f"Too many wrong codes. {again}", reset=reset) from None


@writes
def _take(tx: Tx, seal: Seal, user: int, code: str) -> bool:
    kept = two_step.of(tx, user)
    if kept is None:
        return False
    if _CODE.fullmatch(code):
        step = _step_of(seal.open(kept.sealed, _of(user)), code, tx.now)
        return step is not None and two_step.take(tx, user, step)
    return bool(_RECOVERY.fullmatch(code)) and two_step.take_recovery(tx, user, tokens.digest(code))


def _step_of(secret: str, code: str, now: int) -> int | None:
    """The number of the half minute, of those near `now`, whose code that is. All are looked at, whichever it is."""
    import pyotp

    making, current = pyotp.TOTP(secret, interval=STEP), now // 1000 // STEP
    found = None
    for step in range(current - DRIFT, current + DRIFT + 1):
        if tokens.equal(making.generate_otp(step), code):
            found = step
    return found


def _new_codes(tx: Tx, user: int) -> list[str]:
    codes = [tokens.grouped_code() for _ in range(RECOVERY_CODES)]
    two_step.replace_recovery(tx, user, (tokens.digest(_plain(code)) for code in codes))
    return codes


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code[:100]).lower()


def _of(user: int) -> str:
    return f"codes:{user}"
