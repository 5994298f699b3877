"""People who save through every door at once, and write down what they were told is saved."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cli.conftest import Command, Program, Site
from tests.patience import HANG
from tests.wire import http
from tests.wire.http import Reply

PASSWORD = "correct horse"


@pytest.fixture
def keys(owner: None, satchel: Command) -> dict[str, str]:
    """The consumer key and access token of Alice's app."""
    key = satchel("app", "add", "A program", "--json").json["consumer_key"]
    token = satchel("token", "add", "alice", "--app", key, "--json").json["access_token"]
    return {"consumer_key": key, "access_token": token}


def post(port: int, path: str, body: dict[str, Any], kind: str = "form") -> Reply:
    """One request on a connection of its own. Raises `OSError` or `ValueError` when nobody answers."""
    encoded, content_type = http.encode(body, kind)
    return http.exchange(
        port, http.request("POST", path, encoded, {"Content-Type": content_type or ""}, None)
    )


def add_by_pocket(port: int, keys: dict[str, str], url: str) -> Reply:
    return post(port, "/v3/add", {**keys, "url": url, "tags": "one,two"})


def send_by_open_pocket(port: int, keys: dict[str, str], url: str) -> Reply:
    return post(port, "/v1/send", {**keys, "actions": [{"action": "add", "url": url}]}, "json")


def add_by_instapaper(port: int, keys: dict[str, str], url: str) -> Reply:
    return post(port, "/api/add", {"username": "alice", "password": PASSWORD, "url": url})


DOORS: tuple[Callable[[int, dict[str, str], str], Reply], ...] = (
    add_by_pocket,
    send_by_open_pocket,
    add_by_instapaper,
)


class Crowd:
    """Six threads; `port` may be moved to another server while they are at it."""

    def __init__(self, site: Site, keys: dict[str, str]) -> None:
        self.port = 0
        self.saved: list[str] = []
        self.refused: list[Reply] = []
        self.cut: list[str] = []  #: addresses whose answer ended in the middle
        self._site, self._keys = site, keys
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._save, args=(name,)) for name in range(6)]

    def begin(self, port: int) -> None:
        self.port = port
        for thread in self._threads:
            thread.start()

    def leave(self) -> None:
        self._end.set()
        for thread in self._threads:
            if thread.ident:
                thread.join(HANG)

    def _save(self, name: int) -> None:
        number = 0
        while not self._end.is_set():
            number += 1
            url = f"{self._site.url}/{name}/{number}"
            try:
                reply = DOORS[number % 3](self.port, self._keys, url)
            except (ConnectionError, IndexError, ValueError):
                # Nobody took the connection, or it was cut before a byte of an answer came.
                self._end.wait(0.02)  # a breath, not a bound
            else:
                self._note(url, reply)

    def _note(self, url: str, reply: Reply) -> None:
        if len(reply.body) != int(reply.headers.get("content-length", -1)):
            self.cut.append(url)
            return
        kept = reply.status in (200, 201)
        if kept and reply.body.startswith(b'{"status"'):
            kept = json.loads(reply.body) == {"status": 1, "action_results": [True]}
        if kept:
            self.saved.append(url)
        else:
            self.refused.append(reply)


@pytest.fixture
def crowd(site: Site, keys: dict[str, str]) -> Iterator[Crowd]:
    """A crowd that has not begun yet, and is gone at the end."""
    gathered = Crowd(site, keys)
    yield gathered
    gathered.leave()


def listed(program: Program, keys: dict[str, str]) -> list[str]:
    """All addresses on Alice's list."""
    found = post(program.port, "/v3/get", {**keys, "state": "all"}).json()["list"] or {}
    return [item["given_url"] for item in found.values()]
