"""A program that signs what it sends, by a signer of the tests' own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from satchel.library import signing
from satchel.model.people import EVERYTHING, Ability
from tests.wire.http import Reply
from tests.wire.server import Wire

FORM = "application/x-www-form-urlencoded"
_nonces = itertools.count(10_000_000)


def escaped(text: str) -> str:
    return quote(text, safe="-._~")


def signature(method: str, url: str, fields: dict[str, Any], secret: str, token_secret: str) -> str:
    """The signature of a request with these fields, OAuth's among them."""
    pairs = sorted((escaped(name), escaped(str(value))) for name, value in fields.items())
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method, escaped(url), escaped(joined)))
    key = f"{escaped(secret)}&{escaped(token_secret)}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


class Program:
    """One program in the hands of one person."""

    def __init__(
        self, wire: Wire, user: str = "alice", version: str = "1.1", abilities: Ability = EVERYTHING
    ) -> None:
        self.wire = wire
        self.version = version
        self.origin = "http://localhost"
        library = wire.library
        app, self.secret = library.run_sync(
            signing.register_app, library.seal, f"Program of {user}", abilities=abilities
        )
        self.key, self.token, self.token_secret = app.consumer_key, "", ""
        if user:
            self.sign_in(user)

    def sign_in(self, user: str) -> None:
        reply = self.ask_token(user, self.wire.password(user))
        assert reply.status == 200, reply.text
        parts = dict(pair.split("=") for pair in reply.text.split("&"))
        assert list(parts) == ["oauth_token", "oauth_token_secret"]
        self.token, self.token_secret = parts["oauth_token"], parts["oauth_token_secret"]

    def ask_token(self, user: str, password: str, **more: Any) -> Reply:
        said = {"x_auth_username": user, "x_auth_password": password, "x_auth_mode": "client_auth"}
        return self.send("oauth/access_token", {**said, **more}, token="")

    def oauth(self, token: str | None = None, **more: str) -> dict[str, str]:
        token = self.token if token is None else token
        found = {
            "oauth_consumer_key": self.key, "oauth_nonce": str(next(_nonces)), "oauth_signature_method": "HMAC-SHA1",
            "oauth_timestamp": str(self.wire.clock.now() // 1000), "oauth_version": "1.0",
        }  # fmt: skip
        return found | ({"oauth_token": token} if token else {}) | more

    def path(self, method: str) -> str:
        return f"/api/{self.version}/{method}"

    def send(
        self,
        method: str,
        fields: dict[str, Any] | None = None,
        *,
        token: str | None = None,
        place: str = "header",
        verb: str = "POST",
        kind: str | None = FORM,
        headers: dict[str, str] | None = None,
        **oauth: str,
    ) -> Reply:
        """Call a method; `place` is where OAuth's parameters go: header, body or query. GET has all in the query."""
        fields = fields or {}
        said = self.oauth(token, **oauth)
        secret = self.token_secret if said.get("oauth_token") else ""
        if "oauth_signature" not in said:
            url = self.origin + self.path(method)
            said["oauth_signature"] = signature(verb, url, {**fields, **said}, self.secret, secret)
        given = dict(headers or {})
        if place == "header":
            given["Authorization"] = "OAuth " + ", ".join(
                f'{name}="{escaped(value)}"' for name, value in said.items()
            )
        body = {**fields, **(said if place == "body" else {})}
        if verb == "GET" or place == "query":
            query = {**fields, **(said if place == "query" else {})}
            if verb == "GET":
                return self.wire.get(self.path(method), query, given)
            return self.wire.post(self.path(method), b"", headers=given, query=query)
        if kind and body:
            given["Content-Type"] = kind
        return self.wire.post(self.path(method), urlencode(body).encode(), headers=given)

    def call(self, method: str, **fields: Any) -> Any:
        """The answer to a call that succeeds."""
        reply = self.send(method, fields)
        assert reply.status == 200, (method, fields, reply.status, reply.text)
        assert reply.headers["content-type"] == "application/json"
        return reply.json()

    def refused(self, method: str, **fields: Any) -> int:
        """The number of the error with which a call is refused."""
        reply = self.send(method, fields)
        assert reply.status == 400, (method, fields, reply.status, reply.text)
        assert reply.headers["content-type"] == "application/json"
        (error,) = reply.json()
        assert list(error) == ["type", "error_code", "message"]
        assert error["type"] == "error"
        assert error["message"]
        return int(error["error_code"])

    def add(self, url: str, **fields: Any) -> dict[str, Any]:
        """The bookmark of a link that is saved."""
        (found,) = self.call("bookmarks/add", url=url, **fields)
        assert isinstance(found, dict)
        return found

    def list(self, **fields: Any) -> dict[str, Any]:
        """A list, in the shape of version 1.1."""
        found = self.call("bookmarks/list", **fields)
        if self.version == "1.1":
            assert list(found) == ["user", "bookmarks", "highlights", "delete_ids"]
            return dict(found)
        meta, user, *bookmarks = found
        assert (meta["type"], user["type"]) == ("meta", "user")
        dropped = [int(number) for number in meta.get("delete_ids", "").split(",") if number]
        return {"user": user, "bookmarks": bookmarks, "highlights": [], "delete_ids": dropped}

    def ids(self, **fields: Any) -> Sequence[int]:
        return [each["bookmark_id"] for each in self.list(**fields)["bookmarks"]]
