"""Passkeys: key pairs in people's phones, computers and keys, with which they sign in without a name or a password.

The authenticator looks at the person itself (a finger, a face, a PIN), so that a passkey is two factors in one. What
checks the answers takes 20 MB, so it is imported in a thread when the first one comes.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from satchel.base.errors import Invalid, NotFound, TooMany
from satchel.base.text import plain_name
from satchel.library import accounts, challenges, sessions
from satchel.library.challenges import Asked
from satchel.library.context import Library
from satchel.library.sessions import SignedIn
from satchel.library.usecase import reads, writes
from satchel.model.access import Passkey, Source
from satchel.model.people import User
from satchel.store import passkeys
from satchel.store.db import ReadTx, Tx

MAX_PASSKEYS = 50  #: that one person has
MAX_ANSWER_CHARACTERS = 20_000
HANDLE_BYTES = 32
PATIENCE = 300_000  #: ms that a browser waits for the person

_by_credential = reads(quick=True)(passkeys.by_credential)


class RelyingParty(NamedTuple):
    """Who asks, as authenticators know it: passkeys belong to the host name and to nobody else."""

    id: str
    origin: str


def relying_party(public_url: str) -> RelyingParty | None:
    """What passkeys of this server belong to; None where browsers make none: without https or a name."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    is_local = host == "localhost" or host.endswith(".localhost")
    if not host or (parts.scheme != "https" and not is_local) or _is_address(host):
        return None
    return RelyingParty(host, f"{parts.scheme}://{parts.netloc}")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@reads(quick=True)
def all_of(tx: ReadTx, user: int) -> list[Passkey]:
    """The person's, the newest first."""
    return passkeys.of(tx, user)


@writes
def rename(tx: Tx, user: int, number: int, name: str) -> None:
    """Give one of the person's another name. Raises `Invalid` with the field "name", `NotFound`."""
    if not passkeys.rename(tx, user, number, _name(name)):
        raise NotFound("That passkey is gone already.")


@writes
def remove(tx: Tx, user: int, number: int) -> None:
    """Remove one of the person's; nobody signs in with it any more. Raises `NotFound`."""
    if not passkeys.remove(tx, user, number):
        raise NotFound("That passkey is gone already.")


async def invite(library: Library, party: RelyingParty, user: User, browser: str, source: Source) -> Any:
    """What a browser is asked for a new passkey of `user`, as JSON. Raises `TooMany` when there are fifty."""
    known = await library.run(all_of, user.id)
    if len(known) >= MAX_PASSKEYS:
        raise TooMany("You have too many passkeys. Remove one first.")
    handle = known[0].handle if known else secrets.token_bytes(HANDLE_BYTES)
    secret = await library.run(
        challenges.begin, Asked.NEW_PASSKEY, browser, source.address, user.id, handle.hex()
    )
    return await asyncio.to_thread(_options_to_register, party, user.name, handle, secret, known)


async def register(
    library: Library, party: RelyingParty, user: User, browser: str, answer: str, name: str
) -> None:
    """Keep the passkey that the browser made. Raises `Invalid` for what is no answer to what it was asked."""
    name = _name(name)
    secret = _challenge_of(answer)
    try:
        found = await library.run(challenges.take, Asked.NEW_PASSKEY, secret, browser)
    except NotFound as error:
        raise Invalid(error.message) from None
    if found.user_id != user.id:
        raise Invalid("That passkey was asked for by somebody else.")
    credential, public_key, uses = await asyncio.to_thread(_verified_new, party, answer, secret)
    handle = bytes.fromhex(found.facts)
    new = Passkey(0, user.id, credential, public_key, handle, uses, name, 0, 0)
    if not await library.run(_add, new):
        raise Invalid("This passkey is registered already.")
    library.security.note("passkey.added", name=user.name, passkey=name)


async def ask(library: Library, party: RelyingParty, browser: str, source: Source) -> Any:
    """What a browser is asked to sign in with a passkey, as JSON: with any that it has for here."""
    secret = await library.run(challenges.begin, Asked.PASSKEY, browser, source.address)
    return await asyncio.to_thread(_options_to_sign_in, party, secret)


async def sign_in(
    library: Library, party: RelyingParty, browser: str, answer: str, source: Source, agent: str
) -> SignedIn:
    """A session for whose passkey that is. Raises `Invalid` for everything that is wrong."""
    secret = _challenge_of(answer)
    try:
        await library.run(challenges.take, Asked.PASSKEY, secret, browser)
    except NotFound as error:
        raise Invalid(error.message) from None
    credential, handle = await asyncio.to_thread(_named, answer)
    passkey = await library.run(_by_credential, credential)
    user = await library.run(accounts.numbered, passkey.user_id) if passkey else None
    if passkey is None or user is None or user.disabled_at or handle != passkey.handle:
        library.security.warn("passkey.wrong", name=user.name if user else "")
        raise _wrong()
    try:
        uses = await asyncio.to_thread(_verified, party, answer, secret, passkey.public_key)
    except Invalid:
        library.security.warn("passkey.wrong", name=user.name)
        raise
    if passkey.uses and uses <= passkey.uses:
        library.security.warn("passkey.copied", name=user.name, passkey=passkey.name)
        raise Invalid("This passkey may have been copied. Sign in in another way, and remove it.")
    signed_in = await library.run(_begin, user, passkey, uses, source, agent)
    library.security.note("sign_in", name=user.name, way="passkey")
    return signed_in


@writes
def _add(tx: Tx, new: Passkey) -> bool:
    return len(passkeys.of(tx, new.user_id)) < MAX_PASSKEYS and passkeys.add(tx, new)


@writes
def _begin(tx: Tx, user: User, passkey: Passkey, uses: int, source: Source, agent: str) -> SignedIn:
    if not passkeys.used(tx, user.id, passkey.id, passkey.uses, uses):
        raise Invalid("This passkey was used elsewhere just now. Please try again.")
    return sessions.begin(tx, user, source, agent)


def _name(text: str) -> str:
    name = plain_name(text, 100)
    if not name:
        raise Invalid("Give the passkey a name, such as the device that it is on.", field="name")
    return name


def _challenge_of(answer: str) -> str:
    """The secret that an answer answers to; "" for what is none."""
    try:
        if len(answer) > MAX_ANSWER_CHARACTERS:
            return ""
        told = json.loads(answer)["response"]["clientDataJSON"]
        challenge = json.loads(_decoded(told))["challenge"]
        return _decoded(challenge).decode("ascii")
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def _decoded(text: object) -> bytes:
    import base64

    if not isinstance(text, str) or not text.isascii():
        raise ValueError
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _options_to_register(
    party: RelyingParty, name: str, handle: bytes, secret: str, known: list[Passkey]
) -> Any:
    import webauthn
    from webauthn.helpers import structs

    return json.loads(
        webauthn.options_to_json(
            webauthn.generate_registration_options(
                rp_id=party.id,
                rp_name="Satchel",
                user_name=name,
                user_id=handle,
                challenge=secret.encode(),
                timeout=PATIENCE,
                authenticator_selection=structs.AuthenticatorSelectionCriteria(
                    resident_key=structs.ResidentKeyRequirement.REQUIRED,
                    require_resident_key=True,
                    user_verification=structs.UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[
                    structs.PublicKeyCredentialDescriptor(each.credential) for each in known
                ],
            )
        )
    )


def _options_to_sign_in(party: RelyingParty, secret: str) -> Any:
    import webauthn
    from webauthn.helpers import structs

    return json.loads(
        webauthn.options_to_json(
            webauthn.generate_authentication_options(
                rp_id=party.id,
                challenge=secret.encode(),
                timeout=PATIENCE,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            )
        )
    )


def _verified_new(party: RelyingParty, answer: str, secret: str) -> tuple[bytes, bytes, int]:
    """Credential, public key and count of a new passkey. Raises `Invalid`."""
    import webauthn

    try:
        found = webauthn.verify_registration_response(
            credential=answer, expected_challenge=secret.encode(), expected_rp_id=party.id,
            expected_origin=party.origin, require_user_verification=True,
        )  # fmt: skip
    except Exception:  # a stranger's bytes, read by four libraries
        raise Invalid("The browser’s answer could not be read. Please try again.") from None
    return found.credential_id, found.credential_public_key, found.sign_count


def _named(answer: str) -> tuple[bytes, bytes]:
    """The credential, and whom it is of, as an answer claims. Raises `Invalid`."""
    from webauthn.helpers import parse_authentication_credential_json

    try:
        found = parse_authentication_credential_json(answer)
        return found.raw_id, found.response.user_handle or b""
    except Exception:
        raise Invalid("The browser’s answer could not be read. Please try again.") from None


def _wrong() -> Invalid:
    return Invalid("This passkey does not open an account here. It may have been removed.")


def _verified(party: RelyingParty, answer: str, secret: str, public_key: bytes) -> int:
    """How often the passkey was used, as it counts. Raises `Invalid`."""
    import webauthn

    try:
        found = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=secret.encode(), expected_rp_id=party.id,
            expected_origin=party.origin, credential_public_key=public_key, credential_current_sign_count=0,
            require_user_verification=True,
        )  # fmt: skip
    except Exception:
        raise _wrong() from None
    return found.new_sign_count
