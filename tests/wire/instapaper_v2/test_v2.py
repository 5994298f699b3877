"""API v2, call by call: what is promised, whose things are whose, and what hostile callers get."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from satchel.library import access, authorization, signing
from satchel.model.people import EVERYTHING
from satchel.store import users
from tests.wire import transcript
from tests.wire.http import Reply
from tests.wire.server import Wire

BACK = "https://app.example.com/back"


def code(wire: Wire) -> dict[str, str]:
    """An app, and the code with which Alice sent it on its way."""
    library = wire.library
    app, secret = library.run_sync(
        signing.register_app, library.seal, "A program of v2", abilities=EVERYTHING, redirects=(BACK,)
    )
    alice = library.store.read(lambda tx: users.by_name(tx, "alice"))
    assert alice
    made = library.run_sync(authorization.allow, alice, app, BACK)
    return {"key": app.consumer_key, "secret": secret, "code": made}


class Client:
    """Somebody's program."""

    def __init__(self, wire: Wire, token: str) -> None:
        self._wire = wire
        self._head = f"Authorization: Bearer {token}\r\n"

    def ask(self, method: str, path: str, body: object = None) -> Reply:
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        head = f"{method} /api/2{path} HTTP/1.1\r\nHost: here\r\n{self._head}Content-Length: {len(sent)}\r\n"
        return self._wire.raw(f"{head}Connection: close\r\n\r\n".encode() + sent)

    def told(self, method: str, path: str, body: object = None) -> Any:
        reply = self.ask(method, path, body)
        assert reply.status == 200, reply.body
        return reply.json()


@pytest.fixture
def alice(wire: Wire) -> Client:
    return Client(wire, wire.token())


@pytest.fixture
def mallory(wire: Wire) -> Client:
    return Client(wire, wire.token("mallory"))


def test_the_calls_of_version_2(wire: Wire) -> None:
    transcript.play(wire, Path(__file__).parent / "v2.http", token=wire.token(), **code(wire))


def test_a_code_is_too_old_after_an_hour(wire: Wire) -> None:
    known = code(wire)
    sent = {
        "client_id": known["key"],
        "client_secret": known["secret"],
        "redirect_uri": BACK,
        "code": known["code"],
    }
    wire.clock.forward(seconds=3601)
    reply = wire.post("/oauth2/token", sent)
    assert (reply.status, reply.json()["error"]) == (400, "invalid_grant")


def test_a_code_that_is_shown_again_takes_back_its_token_and_no_other(wire: Wire) -> None:
    known = code(wire)
    other = wire.token()
    sent = {
        "client_id": known["key"],
        "client_secret": known["secret"],
        "redirect_uri": BACK,
        "code": known["code"],
    }
    made = Client(wire, wire.post("/oauth2/token", sent).json()["access_token"])
    made.told("GET", "/me")
    wire.clock.forward(seconds=5)
    assert wire.post("/oauth2/token", {**sent, "client_secret": "wrong"}).status == 401
    made.told("GET", "/me")
    again = wire.post("/oauth2/token", sent)
    assert (again.status, again.json()["error"]) == (400, "invalid_grant")
    assert made.ask("GET", "/me").status == 401
    Client(wire, other).told("GET", "/me")


def _filled(alice: Client, number: int) -> list[int]:
    return [
        alice.told("POST", "/bookmarks", {"url": f"https://example.org/{each}", "title": "T"})["id"]
        for each in range(number)
    ]


def test_whoever_walks_the_changes_gets_each_once_whatever_changes_meanwhile(alice: Client) -> None:
    items = _filled(alice, 9)
    alice.told("DELETE", f"/bookmarks/{items[2]}")
    seen: list[int] = []
    offset = 0
    while True:
        page = alice.told("GET", f"/bookmarks?since=1&limit=2&offset={offset}")
        entries = [*(each["id"] for each in page["bookmarks"]), *page["deleted_ids"]]
        seen += entries
        if len(entries) < 2:
            break
        offset += 2
        # Each time what was shown and what is to come changes, and something new is saved once.
        alice.told("POST", f"/bookmarks/{items[0]}/like")
        alice.told("POST", f"/bookmarks/{items[8]}/like")
    assert sorted(seen) == sorted(items)
    assert page["total"] == 9


def test_no_id_of_alice_answers_to_mallory(alice: Client, mallory: Client) -> None:
    (item,) = _filled(alice, 1)
    folder = alice.told("POST", "/folders", {"title": "Mine"})["id"]
    tag = alice.told("POST", "/tags", {"name": "mine"})["id"]
    mark = alice.told("POST", f"/bookmarks/{item}/highlights", {"text": "words"})["id"]
    before = alice.told("GET", f"/bookmarks/{item}/highlights"), alice.told("GET", "/bookmarks?since=1")
    for method, path, body in (
        ("POST", f"/bookmarks/{item}", {"title": "x"}), ("DELETE", f"/bookmarks/{item}", None),
        ("POST", f"/bookmarks/{item}/move", {"section": "archive"}), ("POST", f"/bookmarks/{item}/like", None),
        ("DELETE", f"/bookmarks/{item}/like", None), ("POST", f"/bookmarks/{item}/tags", {"add_tags": ["x"]}),
        ("GET", f"/bookmarks/{item}/parse", None), ("GET", f"/bookmarks/{item}/highlights", None),
        ("POST", f"/bookmarks/{item}/parse", {"content": "<p>x</p>"}),
        ("POST", f"/bookmarks/{item}/highlights", {"text": "x"}), ("DELETE", f"/highlights/{mark}", None),
        ("DELETE", f"/folders/{folder}", None), ("POST", f"/tags/{tag}", {"name": "x"}),
        ("POST", "/bookmarks", {"url": "https://example.org/x", "title": "x", "folder_id": folder}),
        ("POST", "/bookmarks", {"url": "https://example.org/x", "title": "x", "tags": [{"id": tag}]}),
    ):  # fmt: skip
        reply = mallory.ask(method, path, body)
        assert (reply.status, reply.json()["error"]["code"]) == (400, 400), path
    assert mallory.told("GET", "/bookmarks?since=1")["total"] == 0
    assert mallory.told("GET", f"/bookmarks?folder_id={folder}")["bookmarks"] == []
    assert (
        mallory.told("POST", "/folders/reorder", {"order": [{"folder_id": folder, "position": 1}]})["folders"]
        == []
    )
    assert (
        alice.told("GET", f"/bookmarks/{item}/highlights"),
        alice.told("GET", "/bookmarks?since=1"),
    ) == before


_ODD: tuple[object, ...] = (
    None, [], {}, "", "\x00", "a\x00b", "\ud800", -1, 0, 2**63, 1e308, True, [[]], [None], [{}], {"a": {}}, ["\x00"],
    "9" * 5000, 0.5, [{"id": {}}], [{"id": "x"}], [{"name": []}], [{"name": "\x00"}], {"percentage": {}},
    {"percentage": 0.1, "timestamp": "x"}, {"percentage": "0.1"}, [{"folder_id": [], "position": {}}],
)  # fmt: skip
_CALLS = (
    ("POST", "/bookmarks", ("url", "title", "description", "folder_id", "archived", "tags")),
    ("POST", "/bookmarks", ("private_source", "content")),
    ("POST", "/bookmarks/1", ("title", "description", "progress")),
    ("POST", "/bookmarks/1/move", ("section",)), ("POST", "/bookmarks/1/tags", ("add_tags", "remove_tags")),
    ("POST", "/bookmarks/1/parse", ("use_cache", "force", "content")),
    ("POST", "/bookmarks/1/highlights", ("text", "position", "note")), ("POST", "/folders", ("title",)),
    ("POST", "/folders/reorder", ("order",)), ("POST", "/tags", ("name",)), ("POST", "/tags/1", ("name",)),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path", "names"), _CALLS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_values_of_every_kind_are_taken_or_told_wrong(
    wire: Wire, alice: Client, method: str, path: str, names: tuple[str, ...]
) -> None:
    wire.set(add_wait=0)
    _filled(alice, 1)
    usual = {"url": "https://example.org/more", "title": "x", "text": "x", "name": "x"}
    for name in names:
        for odd in _ODD:
            _check(alice.ask(method, path, {**usual, name: odd}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "body",
    [
        b"[",
        b"[]",
        b"7",
        b"null",
        b'"x"',
        b"{" * 5000,
        b'{"a":' * 5000,
        b"\xff\xfe",
        b'{"url": "\xff"}',
        b"\x00",
        b"a=b&c",
    ],
)
def test_bodies_that_are_none_are_told_wrong(alice: Client, body: bytes) -> None:
    for method, path, _ in _CALLS:
        _check(alice.ask(method, path, body))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path",
    [
        "/bookmarks?limit=x", "/bookmarks?limit=0", "/bookmarks?limit=-1", "/bookmarks?offset=99999999999999999999",
        "/bookmarks?offset=-1", "/bookmarks?since=x", "/bookmarks?since=9999999999999999999", "/bookmarks?since=-5",
        "/bookmarks?since=0", "/bookmarks?folder_id=%00", "/bookmarks?tag=%00", "/bookmarks?section=folder",
        "/bookmarks?section=tag", "/bookmarks?section[]=home", "/bookmarks?tag=%ff%fe", "/bookmarks/0/highlights",
        "/bookmarks/9223372036854775807/parse", "/bookmarks/99999999999999999999/parse", "/bookmarks/-1/parse",
        "/bookmarks/1%00/parse", "/bookmarks//parse", "/bookmarks/1/parse?force=maybe", "/me/me", "/%2e%2e/2/me",
    ],
)  # fmt: skip
def test_addresses_of_every_kind_are_answered_or_told_wrong(alice: Client, path: str) -> None:
    _check(alice.ask("GET", path))


def _check(reply: Reply) -> None:
    assert reply.status in (200, 400, 404), (reply.status, reply.body)
    if reply.status != 200:
        error = reply.json()["error"]
        assert (error["code"], bool(error["message"])) == (reply.status, True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_call_needs_its_permission(wire: Wire) -> None:
    adds = Client(wire, wire.token(key=wire.key(modify=False, retrieve=False)))
    assert adds.ask("POST", "/bookmarks", {"url": "https://example.org/a", "title": "x"}).status == 200
    assert adds.ask("GET", "/me").status == 200
    for method, path in (
        ("GET", "/bookmarks"),
        ("DELETE", "/bookmarks/1"),
        ("GET", "/tags"),
        ("POST", "/tags"),
    ):
        assert adds.ask(method, path, {"name": "x"}).json()["error"]["code"] == 403


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_token_that_signs_is_none_that_is_shown(wire: Wire) -> None:
    library, key = wire.library, wire.key()

    def make(tx: Any) -> str:
        app = access.app(tx, key)
        alice = users.by_name(tx, "alice")
        assert alice
        return signing.issue_token(tx, library.seal, alice.id, app.id)[0]

    assert Client(wire, library.store.write(make)).ask("GET", "/me").status == 401


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_five_hundred_bookmarks_with_their_tags_come_on_one_page(wire: Wire, alice: Client) -> None:
    wire.set(add_wait=0)
    tags = [f"tag {number}" for number in range(500)]
    item = alice.told("POST", "/bookmarks", {"url": "https://example.org/many", "title": "x", "tags": tags})
    assert len(item["tags"]) == len({tag["id"] for tag in item["tags"]}) == 500
    (listed,) = alice.told("GET", "/bookmarks?limit=500")["bookmarks"]
    assert listed == item
    assert alice.ask("POST", f"/bookmarks/{item['id']}/tags", {"add_tags": ["x"] * 1001}).status == 400
