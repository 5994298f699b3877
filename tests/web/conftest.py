"""The pages on a database without anybody, asked as a server would ask them."""

from __future__ import annotations

import asyncio
import html
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from satchel.base.errors import Busy
from satchel.base.settings import Settings
from satchel.library.context import Library
from satchel.library.limits import Limits
from satchel.library.passwords import Passwords
from satchel.library.waiting import Waiting
from satchel.store.sqlite import SqliteStore
from satchel.web.pages import Pages
from tests.clock import FakeClock
from tests.people import CHEAP, SEAL

TOKEN = "0123456789abcdef"
GOOD = {"token": TOKEN, "name": "alice", "email": "", "password": "correct horse", "again": "correct horse"}


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: str
    cookies: dict[str, str] = field(default_factory=dict)  #: that the browser is to keep

    @property
    def text(self) -> str:
        """The body as people see it, without escapes."""
        return html.unescape(self.body)


class Visitor:
    """Asks one `Pages`, each time in an event loop of its own."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.pages = Pages(library, settings, TOKEN)

    def ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        *,
        scheme: str = "http",
        full: bool = False,
    ) -> Reply:
        path, _, query = path.partition("?")
        sent = {"host": "satchel.test", **(headers or {})}
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": scheme, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
            "root_path": "", "server": ("127.0.0.1", 8080), "client": ("127.0.0.1", 50000),
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        }  # fmt: skip
        if full:
            scope["satchel.refusal"] = Busy()
        messages: list[dict[str, Any]] = []
        parts = [body[at : at + 16_384] for at in range(0, len(body), 16_384)] or [b""]

        async def receive() -> dict[str, Any]:
            part = parts.pop(0) if parts else b""
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Any) -> None:
            messages.append(message)

        asyncio.run(self.pages(scope, receive, send))
        found = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
        text = b"".join(message.get("body", b"") for message in messages[1:]).decode()
        kept = [value.decode() for name, value in messages[0]["headers"] if name == b"set-cookie"]
        cookies = dict(each.partition(";")[0].split("=", 1) for each in kept)
        return Reply(messages[0]["status"], found, text, cookies)

    def post(self, form: dict[str, str], headers: dict[str, str] | None = None, **more: Any) -> Reply:
        sent = {
            "content-type": "application/x-www-form-urlencoded",
            "sec-fetch-site": "same-origin",
            **(headers or {}),
        }
        sent = {name: value for name, value in sent.items() if value}
        return self.ask("POST", "/setup", sent, urlencode(form).encode(), **more)


@pytest.fixture
def library(tmp_path: Path, empty_template: Path) -> Iterator[Library]:
    clock = FakeClock()
    store = SqliteStore(Path(shutil.copy(empty_template, tmp_path)), clock)
    passwords = Passwords(clock, CHEAP)
    yield Library(store, clock, passwords, Limits(clock, 0, 0), Waiting(), SEAL)
    passwords.close()
    store.close()


@pytest.fixture
def visitor(library: Library) -> Visitor:
    return Visitor(library, Settings())


@pytest.fixture
def visiting(library: Library) -> Callable[..., Visitor]:
    """A visitor of a server with other settings."""
    return lambda **settings: Visitor(library, Settings(**settings))
