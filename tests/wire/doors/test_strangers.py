"""No number of Alice's answers to Mallory, by any call of the Full API and of version 2; the tables name every call.

Bob has things of his own under the very same numbers: what he does to them does nothing to hers.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from satchel.dialects.http.routes import Route
from satchel.dialects.instapaper_full.dialect import INSTAPAPER_FULL
from satchel.dialects.instapaper_v2.dialect import INSTAPAPER_V2
from tests.wire import http
from tests.wire.http import Reply
from tests.wire.instapaper_full.program import Program
from tests.wire.server import Wire

TEXT = (
    "<h1>A hidden letter</h1>" + "<p>Nobody else may read what is underlined in this diary of mine.</p>" * 9
)
SECRETS = ("diary", "hidden", "Cellar", "underlined")
AT = {"progress": "0.5", "progress_timestamp": "{now}"}
PLACE = {"progress": {"percentage": 0.5, "timestamp": 5}}
#: Method, what is sent, and with which error it is refused; 0 where there is nothing to refuse.
FULL: tuple[tuple[str, dict[str, Any], int], ...] = (
    ("account/verify_credentials", {}, 0), ("bookmarks/list", {"folder_id": "{folder}"}, 1242),
    ("bookmarks/list", {"tag": "hidden"}, 0), ("bookmarks/list", {"have": "{item}:X:0.9:{now},{private}"}, 0),
    ("bookmarks/list", {"folder_id": "archive", "limit": 500, "highlights": "{mark}"}, 0),
    ("bookmarks/get_text", {"bookmark_id": "{item}"}, 1241), ("bookmarks/get_text", {"bookmark_id": "{private}"}, 1241),
    ("folders/list", {}, 0), ("bookmarks/{item}/highlights", {}, 1241), ("bookmarks/{private}/highlights", {}, 1241),
    ("bookmarks/add", {"url": "https://mine.example.org/", "folder_id": "{folder}"}, 1242),
    ("bookmarks/add", {"content": TEXT, "is_private_from_source": "x", "folder_id": "{folder}"}, 1242),
    ("bookmarks/update_read_progress", {"bookmark_id": "{item}", **AT}, 1241),
    *((f"bookmarks/{name}", {"bookmark_id": number}, 1241) for number in ("{item}", "{private}")
      for name in ("star", "unstar", "archive", "unarchive", "unArchive", "delete")),
    ("bookmarks/move", {"bookmark_id": "{item}", "folder_id": "archive"}, 1241),
    ("bookmarks/move", {"bookmark_id": "{private}", "folder_id": "{folder}"}, 1241),
    ("folders/add", {"title": "Cellar two"}, 0), ("folders/delete", {"folder_id": "{folder}"}, 1242),
    ("folders/set_order", {"order": "{folder}:9"}, 0), ("bookmarks/{item}/highlight", {"text": "mine"}, 1241),
    ("bookmarks/{private}/highlight", {"text": "this diary"}, 1241), ("highlights/{mark}/delete", {}, 1600),
)  # fmt: skip
#: Method, path, what is sent, and the status.
NEWEST: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("GET", "/me", {}, 200), ("GET", "/bookmarks?folder_id={folder}", {}, 200),
    ("GET", "/bookmarks?tag=hidden", {}, 200),
    ("GET", "/bookmarks?since=1&limit=500", {}, 200), ("GET", "/folders", {}, 200), ("GET", "/tags", {}, 200),
    ("POST", "/bookmarks", {"url": "https://mine.example.org/", "title": "x", "folder_id": "{folder}"}, 400),
    ("POST", "/bookmarks", {"url": "https://mine.example.org/", "title": "x", "tags": [{"id": "{tag}"}]}, 400),
    *((method, f"/bookmarks/{at}{path}", body, 400) for at in ("{item}", "{private}") for method, path, body in (
        ("POST", "", {"title": "x"}), ("POST", "", PLACE), ("DELETE", "", {}),
        ("POST", "/move", {"section": "archive"}), ("POST", "/move", {"section": "{folder}"}), ("POST", "/like", {}),
        ("DELETE", "/like", {}), ("POST", "/tags", {"add_tags": [{"name": "x"}]}), ("GET", "/parse", {}),
        ("GET", "/parse?force=1", {}), ("POST", "/parse", {"content": TEXT}), ("GET", "/highlights", {}),
        ("POST", "/highlights", {"text": "this diary"}),
    )),
    ("DELETE", "/highlights/{mark}", {}, 400), ("DELETE", "/folders/{folder}", {}, 400),
    ("POST", "/folders/reorder", {"order": [{"folder_id": "{folder}", "position": 1}]}, 200),
    ("POST", "/folders", {"title": "Mine"}, 200), ("POST", "/tags", {"name": "mine"}, 200),
    ("POST", "/tags/{tag}", {"name": "x"}, 400),
)  # fmt: skip


class Owner:
    """Alice's things, and all that she sees of them."""

    def __init__(self, wire: Wire, name: str = "alice") -> None:
        self.full, self._wire, self._token = Program(wire, name), wire, wire.token(name)
        self.numbers = {"now": wire.clock.now() // 1000, "folder": 0, "tag": 0}

    def furnish(self) -> None:
        """Have one of each, under numbers that nobody reaches who begins anew."""
        numbers, full = self.numbers, self.full
        for at in range(9):
            full.add(f"https://plain.example.org/{at}", title="Plain", tags=json.dumps([{"name": f"t{at}"}]))
        numbers["folder"] = full.call("folders/add", title="Cellar")[0]["folder_id"]
        numbers["item"] = full.add(
            "https://diary.example.org/",
            title="My diary",
            tags='[{"name": "hidden"}]',
            folder_id=numbers["folder"],
        )["bookmark_id"]
        numbers["private"] = full.add("", content=TEXT, is_private_from_source="mail")["bookmark_id"]
        (mark,) = full.call(f"bookmarks/{numbers['private']}/highlight", text="underlined")
        numbers["mark"] = mark["highlight_id"]
        (numbers["tag"],) = (
            each["id"] for each in self.ask("GET", "/tags").json()["tags"] if each["name"] == "hidden"
        )

    def ask(self, method: str, path: str, body: object = None) -> Reply:
        """A call of version 2."""
        sent = json.dumps(body).encode() if body else b""
        given = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return self._wire.raw(http.request(method, f"/api/2{path}", sent, given, None))

    def sees(self) -> list[Any]:
        """All that there is."""
        number = self.numbers["private"]
        newest = ("/bookmarks?since=1", "/tags", f"/bookmarks/{number}/highlights")
        return [
            *(self.full.list(folder_id=each) for each in ("unread", "archive", "starred", self.numbers["folder"])),
            self.full.call("folders/list"),
            self.full.send("bookmarks/get_text", {"bookmark_id": number}).text,
            *(self.ask("GET", path).json() for path in newest),
        ]  # fmt: skip


def _filled(value: Any, numbers: dict[str, int]) -> Any:
    if isinstance(value, str):
        for name, number in numbers.items():
            value = value.replace("{" + name + "}", str(number))
        return value
    if isinstance(value, dict):
        return {name: _filled(its, numbers) for name, its in value.items()}
    return [_filled(its, numbers) for its in value] if isinstance(value, list) else value


@pytest.fixture
def alice(wire: Wire) -> Owner:
    owner = Owner(wire)
    owner.furnish()
    return owner


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_no_call_of_the_full_api_tells_or_changes_anything_of_another_person(
    wire: Wire, alice: Owner, version: str
) -> None:
    before, mallory = alice.sees(), Program(wire, "mallory", version)
    for method, fields, code in FULL:
        reply = mallory.send(_filled(method, alice.numbers), _filled(fields, alice.numbers))
        assert reply.status == (400 if code else 200), (method, fields, reply.text)
        assert not code or reply.json()[0]["error_code"] == code, (method, fields, reply.text)
        said = reply.text.replace("Cellar two", "")
        assert not [each for each in SECRETS if each in said], (method, reply.text)
    assert alice.sees() == before


def test_no_call_of_version_2_tells_or_changes_anything_of_another_person(wire: Wire, alice: Owner) -> None:
    before, mallory = alice.sees(), Owner(wire, "mallory")
    for method, path, body, status in NEWEST:
        reply = mallory.ask(method, _filled(path, alice.numbers), _filled(body, alice.numbers))
        assert reply.status == status, (method, path, body, reply.text)
        assert not [each for each in SECRETS if each in reply.text], (method, path, reply.text)
    assert alice.sees() == before


def test_the_same_numbers_are_to_everybody_things_of_their_own(wire: Wire, alice: Owner) -> None:
    before, bob = alice.sees(), Owner(wire, "bob")
    bob.furnish()
    assert bob.numbers == alice.numbers
    for method, path, body, _ in NEWEST:
        if not path.startswith(("/folders/{", "/bookmarks?")) and method != "DELETE":
            bob.ask(method, _filled(path, bob.numbers), _filled(body, bob.numbers))
    for method in ("star", "archive", "delete"):
        assert bob.full.call(f"bookmarks/{method}", bookmark_id=bob.numbers["item"]) is not None
    assert alice.sees() == before


def _shape(path: str) -> str:
    """A path with one sign for each number in it."""
    parts = path.partition("?")[0].split("/")
    return "/".join("*" if part.startswith("{") else part for part in parts)


def _served(routes: tuple[Route, ...], below: str) -> set[str]:
    return {_shape(route.path.removeprefix(below)) for route in routes if route.path.startswith(f"{below}/")}


def test_the_tables_have_every_call_there_is() -> None:
    told = {_shape(f"/{method}") for method, _, _ in FULL}
    assert _served(INSTAPAPER_FULL.routes, "/api/1") - told == {"/oauth/access_token"}
    assert _served(INSTAPAPER_V2.routes, "/api/2") == {_shape(path) for _, path, _, _ in NEWEST}
