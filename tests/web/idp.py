"""A small provider of sign-ins (OpenID Connect) for tests: it is strict, and lies when told to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "satchel", "a secret of the client's"


@cache
def rsa_key(kid: str, other: int = 0) -> RSAKey:
    """A key of that name, made once in each process of tests: it takes long."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def _b64(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


class Idp:
    """The provider. What it says of people is in `person`; `forge` may change an ID token before it is signed."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self.person: dict[str, Any] = {
            "sub": "7f3a",
            "preferred_username": "dora",
            "email": "dora@example.org",
        }
        self.told: dict[str, Any] = {}  #: only where it is asked with an access token
        self.forge: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = self._sign
        self.key = rsa_key("one")
        self.shown = [self.key]
        self.metadata: dict[str, Any] = {}
        self.padding = 0  #: bytes by which answers are longer than they need be
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def approve(self, location: str) -> str:
        """What the browser is sent back to, once its person has signed in there."""
        parts = urlsplit(location)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        asked = {name: value[0] for name, value in parse_qs(parts.query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def _sign(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def unsigned(self, claims: dict[str, Any]) -> str:
        """The token with the algorithm "none"."""
        parts = (json.dumps(each).encode() for each in ({"alg": "none"}, claims))
        return ".".join(_b64(part) for part in parts) + "."

    def shared(self, claims: dict[str, Any]) -> str:
        """The token signed with what everybody knows: the public key, as if it were a shared secret."""
        header = {"alg": "HS256", "kid": self.key.kid}
        parts = (json.dumps(each).encode() for each in (header, claims))
        signed = ".".join(_b64(part) for part in parts)
        return f"{signed}.{_b64(hmac.digest(self.key.as_pem(private=False), signed.encode(), 'sha256'))}"

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(form.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = _b64(digest)
        if asked is None or authorization != f"Basic {expected}" or proof != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if (
            form.get("redirect_uri") != asked["redirect_uri"]
            or form.get("grant_type") != "authorization_code"
        ):
            return 400, {"error": "invalid_grant"}
        now = self._now() // 1000
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person,
        }
        return 200, {
            "access_token": "an-access-token",
            "token_type": "Bearer",
            "id_token": self.sign(self.forge(claims)),
        }

    def answer(self, method: str, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            paths = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys",
                     "userinfo_endpoint": "/me"}  # fmt: skip
            found = {name: self.issuer + at for name, at in paths.items()}
            return 200, {"issuer": self.issuer, **found, **self.metadata}
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shown]}
        if path == "/token" and method == "POST":
            return self._token(form, authorization)
        if path == "/me" and authorization == "Bearer an-access-token":
            return 200, {"sub": self.person.get("sub"), **self.told}
        return 404, {}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        idp = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                form = {name: value[0] for name, value in parse_qs(self.rfile.read(length).decode()).items()}
                status, found = idp.answer(
                    self.command, self.path, form, self.headers.get("authorization", "")
                )
                body = json.dumps(found).encode() + b" " * idp.padding
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        return Handler
