"""A real server for wire tests: one event loop and socket for all, a fresh Satchel for each test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import uvicorn

from satchel.library import access, accounts
from satchel.library.context import Library
from satchel.model.people import Ability
from satchel.serving.http_protocol import Connection
from satchel.wiring import Server
from tests.clock import FakeClock
from tests.patience import HANG, until
from tests.people import PASSWORDS
from tests.wire import http
from tests.wire.http import Reply
from tests.wire.web import FakeWeb, Here


class Socket:
    """A listening server whose application is changed between tests."""

    def __init__(self) -> None:
        self.app: Callable[..., Awaitable[None]] | None = None
        config = uvicorn.Config(
            self._serve, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off",
            http=Connection, ws="none", interface="asgi3", timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        until(lambda: self._server.started)
        self.port: int = self._server.servers[0].sockets[0].getsockname()[1]
        self.loop: asyncio.AbstractEventLoop = self.run(_running_loop())

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        if not hasattr(self, "loop"):
            self.loop = asyncio.get_running_loop()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        assert self.app is not None
        await self.app(scope, receive, send)

    def run(self, work: Any) -> Any:
        """Run a coroutine on the server's loop and wait for it."""
        if not hasattr(self, "loop"):
            work.close()
            http.exchange(self.port, http.request("GET", "/", b"", {}, None))
            return self.loop
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(HANG)

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(HANG)


async def _running_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


class Wire:
    """What a wire test holds in its hands."""

    def __init__(self, socket: Socket, settings: Any, clock: FakeClock) -> None:
        self._socket = socket
        self.clock = clock
        self.web = FakeWeb()
        self.settings = replace(settings, add_wait=HANG)
        self._default_key: str | None = None
        self._tokens: dict[str, str] = {}
        self._begin()

    def _begin(self) -> None:
        self.server = Server(self.settings, self.clock, web=self.web, extractor=Here(), setup_token="0setup")
        self._socket.app = self.server
        self._socket.run(self.server.start())

    def restart(self) -> None:
        """End the server, and start it anew on the same data."""
        self.close()
        self._begin()

    @property
    def library(self) -> Library:
        return self.server.library

    @property
    def port(self) -> int:
        return self._socket.port

    def get(self, path: str, query: Any = None, headers: dict[str, str] | None = None) -> Reply:
        return self.raw(http.request("GET", path, b"", headers or {}, query))

    def post(
        self,
        path: str,
        body: bytes | str | dict[str, Any] = b"",
        type: str = "form",  # noqa: A002
        headers: dict[str, str] | None = None,
        query: Any = None,
    ) -> Reply:
        encoded, content_type = http.encode(body, type)
        given = dict(headers or {})
        if content_type:
            given.setdefault("Content-Type", content_type)
        return self.raw(http.request("POST", path, encoded, given, query))

    def raw(self, request: bytes) -> Reply:
        """Send exactly these bytes."""
        return http.exchange(self.port, request)

    def key(self, add: bool = True, modify: bool = True, retrieve: bool = True) -> str:
        """The consumer key of a new app."""
        abilities = (
            (Ability.ADD if add else Ability(0))
            | (Ability.MODIFY if modify else Ability(0))
            | (Ability.RETRIEVE if retrieve else Ability(0))
        )
        app = self.library.store.write(lambda tx: access.register_app(tx, "A program", abilities=abilities))
        return app.consumer_key

    def token(self, user: str = "alice", key: str | None = None) -> str:
        """An access token for `user`; without a key, for an app that may do everything."""
        if key is None:
            self._default_key = self._default_key or self.key()
            if user not in self._tokens:
                self._tokens[user] = self.token(user, self._default_key)
            return self._tokens[user]
        return self.library.store.write(lambda tx: access.issue_token(tx, user, key))

    def credentials(self, user: str = "alice") -> dict[str, str]:
        token = self.token(user)
        assert self._default_key is not None
        return {"consumer_key": self._default_key, "access_token": token}

    def user(self, name: str, password: str | None = None) -> int:
        """One more person; without a password, one who may only add."""
        hashed = self.library.passwords.hash(password) if password is not None else None
        return self.library.store.write(lambda tx: accounts.create(tx, name, hashed)).id

    @staticmethod
    def password(name: str) -> str:
        return PASSWORDS[name]

    def set(self, **settings: Any) -> None:
        """Change what the library was given, as `add_wait=0` or `secure=True`."""
        changed = replace(self.library, **settings)
        self.server.library = changed
        for door in self.server.router.apps.values():
            door.library = changed

    def settle(self) -> None:
        """Wait until no job is due or running."""

        due = "SELECT 1 FROM jobs WHERE worker <> '' OR run_at <= :now"

        def nothing_is_due() -> bool:
            return self.library.store.read(lambda tx: tx.one(due, now=self.clock.now())) is None

        until(nothing_is_due)

    def close(self) -> None:
        self._socket.run(self.server.stop(grace=0.2))
