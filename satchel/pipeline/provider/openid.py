"""OpenID Connect: the code flow with PKCE, and an ID token that is believed only when everything about it is right."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from satchel.base import log
from satchel.base.clock import Clock
from satchel.base.errors import Invalid, Unavailable
from satchel.base.text import line
from satchel.model.access import Claims
from satchel.pipeline.provider.client import Answer, Client

#: Signed with a key that only the provider has; "none" and shared secrets are not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60  #: seconds by which the two clocks may differ
KEPT = 3_600_000  #: ms that what the provider says of itself is kept
AGAIN = 60_000  #: ms between two questions for keys that were not there
MAX_SUBJECT_CHARACTERS = 255
_SCOPES = ("openid", "profile", "email", "groups")
_FIELDS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
_REFUSED = "The sign-in service’s answer is not valid. Please try again."

_logger = logging.getLogger("satchel.provider")


@dataclass(frozen=True)
class Registration:
    """What the owner set."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    name_claim: str
    allow: tuple[str, str] | None  #: the claim that people must have, and the value; None for everybody


@dataclass
class _Known:
    """What the provider said of itself, and when."""

    metadata: dict[str, Any] = field(default_factory=dict)
    told_at: int = 0
    keys: dict[str, Any] = field(default_factory=dict)
    keys_at: int = 0


class OpenIdProvider:
    """One provider."""

    def __init__(self, registration: Registration, clock: Clock, client: Client | None = None) -> None:
        self._registration = registration
        self._clock = clock
        self._client = client or Client()
        self._known = _Known()

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in. Raises `Unavailable`."""
        await asyncio.to_thread(_load)
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        metadata = await self._metadata()
        offered = metadata.get("scopes_supported")
        scopes = [
            each for each in _SCOPES if each == "openid" or not isinstance(offered, list) or each in offered
        ]
        if not isinstance(offered, list):
            scopes.remove("groups")  # one that is not known may be an error there
        found = prepare_grant_uri(
            metadata["authorization_endpoint"], self._registration.client_id, "code",
            redirect_uri=self._registration.redirect_uri, scope=" ".join(scopes), state=state, nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier), code_challenge_method="S256",
        )  # fmt: skip
        return str(found)

    async def redeem(self, code: str, nonce: str, verifier: str, issuer: str = "") -> Claims:
        """Who that code is of. `issuer` is what the browser brought as the name of the provider, if anything.

        Raises `Invalid` for everything that is not right, `Unavailable`.
        """
        if issuer and issuer.rstrip("/") != self._registration.issuer.rstrip("/"):
            raise self._refusal("another issuer")
        await asyncio.to_thread(_load)
        metadata = await self._metadata()
        tokens = await self._tokens(metadata, code, verifier)
        claims = await self._checked(tokens, nonce)
        told = await self._more(metadata, tokens, claims)
        return self._read({**told, **claims})

    async def _tokens(self, metadata: dict[str, Any], code: str, verifier: str) -> dict[str, Any]:
        from authlib.oauth2.auth import ClientAuth

        it = self._registration
        ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        body = urlencode(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": it.redirect_uri,
                "code_verifier": verifier,
            }
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        auth = ClientAuth(it.client_id, it.client_secret, way if it.client_secret else "none")
        url, headers, body = auth.prepare("POST", metadata["token_endpoint"], headers, body)
        answer = await self._client.ask("POST", url, headers, body.encode())
        if answer.status != 200:
            raise self._refusal("the code was not taken", answer)
        return answer.json()

    async def _checked(self, tokens: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of the ID token."""
        token = tokens.get("id_token")
        if not isinstance(token, str) or len(token) > 65_536:
            raise self._refusal("no ID token")
        for fresh in (False, True):
            keys = await self._keys(fresh=fresh)
            try:
                return await asyncio.to_thread(self._verified, token, keys, nonce, tokens.get("access_token"))
            except _KeyMissing:
                continue
            except Exception as error:  # a stranger's token, read by a library
                raise self._refusal(f"the ID token: {type(error).__name__} {error}") from None
        raise self._refusal("the ID token is signed with a key that the provider does not name")

    def _verified(self, token: str, keys: dict[str, Any], nonce: str, access_token: object) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jws, jwt
        from joserfc.jwk import KeySet

        header = jws.extract_compact(token.encode()).headers()
        kid = header.get("kid")
        fitting = [
            key for key in keys.get("keys", ())
            if isinstance(key, dict) and key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
            and (kid is None or key.get("kid") == kid)
        ]  # fmt: skip
        if not fitting:
            raise _KeyMissing
        decoded = jwt.decode(token, KeySet.import_key_set({"keys": fitting}), algorithms=ALGORITHMS)
        it = self._registration
        claims = CodeIDToken(
            decoded.claims, decoded.header,
            options={"iss": {"essential": True, "value": it.issuer}, "aud": {"essential": True, "value": it.client_id}},
            params={"nonce": nonce, "client_id": it.client_id, "access_token": access_token},
        )  # fmt: skip
        claims.validate(now=self._clock.now() // 1000, leeway=LEEWAY)
        return dict(claims)

    async def _more(
        self, metadata: dict[str, Any], tokens: dict[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        """What the provider says of the same person where it is asked with the access token, if it can be."""
        url, token = metadata.get("userinfo_endpoint"), tokens.get("access_token")
        if not url or not isinstance(token, str) or not token.isascii() or not token.isprintable():
            return {}
        answer = await self._client.ask("GET", url, {"Authorization": f"Bearer {token}"})
        told = answer.json() if answer.status == 200 else {}
        return told if told.get("sub") == claims.get("sub") else {}

    def _read(self, claims: dict[str, Any]) -> Claims:
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT_CHARACTERS:
            raise self._refusal("no subject")
        it = self._registration
        name, email = claims.get(it.name_claim), claims.get("email")
        email = email if isinstance(email, str) and claims.get("email_verified") is not False else ""
        name = name if isinstance(name, str) else ""
        allowed = it.allow is None or _has(claims.get(it.allow[0]), it.allow[1])
        return Claims(it.issuer, subject, line(name, 255), line(email, 255), allowed)

    async def _metadata(self) -> dict[str, Any]:
        known, now = self._known, self._clock.now()
        if not known.metadata or not 0 <= now - known.told_at < KEPT:
            from authlib.oidc.discovery import get_well_known_url

            url = get_well_known_url(self._registration.issuer, external=True)
            answer = await self._client.ask("GET", url)
            metadata = answer.json() if answer.status == 200 else {}
            if metadata.get("issuer") != self._registration.issuer:
                raise self._trouble("its issuer is not the one that is set", answer)
            for name in _FIELDS:
                if name in metadata or name != "userinfo_endpoint":
                    self._demand_address(metadata.get(name), name)
            known.metadata, known.told_at = metadata, now
        return known.metadata

    def _demand_address(self, url: object, name: str) -> None:
        """What came over https leads to https, and nowhere but to the web."""
        parts = urlsplit(url) if isinstance(url, str) else None
        secure = self._registration.issuer.startswith("https:")
        if (
            parts is None
            or parts.scheme not in (("https",) if secure else ("http", "https"))
            or not parts.hostname
        ):
            raise self._trouble(f"{name} is no address")

    async def _keys(self, *, fresh: bool) -> dict[str, Any]:
        known, now = self._known, self._clock.now()
        age = now - known.keys_at
        if not known.keys or not 0 <= age < KEPT or (fresh and age >= AGAIN):
            answer = await self._client.ask("GET", (await self._metadata())["jwks_uri"])
            keys = answer.json() if answer.status == 200 else {}
            if not isinstance(keys.get("keys"), list):
                raise self._trouble("its keys cannot be read", answer)
            known.keys, known.keys_at = keys, now
        return known.keys

    def _refusal(self, why: str, answer: Answer | None = None) -> Invalid:
        status = answer.status if answer else None
        log.event(_logger, "warning", "provider_refused", why=line(why, 200), status=status)
        return Invalid(_REFUSED)

    def _trouble(self, why: str, answer: Answer | None = None) -> Unavailable:
        status = answer.status if answer else None
        log.event(_logger, "warning", "provider_unusable", why=line(why, 200), status=status)
        return Unavailable("The sign-in service is not set up rightly. The server’s log says more.")


def _load() -> None:
    """Import what takes half a second the first time, where that holds up nobody."""
    import joserfc.jwt  # noqa: F401


class _KeyMissing(Exception):
    """No key that is known fits the token."""


def _has(claim: object, value: str) -> bool:
    if isinstance(claim, list):
        return value in claim
    if isinstance(claim, bool):
        return value == str(claim).lower()
    return isinstance(claim, str) and claim == value
