"""The official client of Instapaper's API v2 makes all its calls here; only its base address is another one."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import authorization, signing
from satchel.model.people import EVERYTHING
from satchel.store import users
from tests.clients import environments
from tests.clients.test_pocket_programs import OTHER, PAGE, URL
from tests.wire.server import Wire

pytestmark = pytest.mark.clients

THIRD = "https://blog.example.org/2026/handed-in"
REDIRECT = "https://app.example.com/back?of=it"
CONTENT = (
    "<h1>A letter</h1>" + "<p>Whoever reads this letter reads it in peace, and nobody else does.</p>" * 9
)


def _code(wire: Wire) -> dict[str, str]:
    """An app, and the code with which a person sent it on its way."""
    library = wire.library
    app, secret = library.run_sync(
        signing.register_app, library.seal, "A program of version 2", abilities=EVERYTHING, redirects=(REDIRECT,)
    )  # fmt: skip
    alice = library.store.read(lambda tx: users.by_name(tx, "alice"))
    assert alice
    code = library.run_sync(authorization.allow, alice, app, REDIRECT)
    return {"consumer_key": app.consumer_key, "secret": secret, "redirect": REDIRECT, "code": code}


@pytest.fixture
def said(wire: Wire) -> Any:
    """What the client was told, call by call."""
    wire.web.page(URL, PAGE)
    wire.web.page(OTHER, PAGE.replace("Keeping", "Reading"))
    return environments.run(
        "instapaper-api", "use_instapaper_api.py", host=f"http://127.0.0.1:{wire.port}", url=URL, other=OTHER,
        third=THIRD, content=CONTENT, now=str(wire.clock.now() // 1000 - 600), access_token=wire.token(), **_code(wire),
    )  # fmt: skip


def test_the_official_client_makes_all_its_calls(said: Any) -> None:
    assert said["me"] == {"id": said["me"]["id"], "username": "alice", "premium": True}
    saved, private, second, given = (said[name] for name in ("saved", "private", "second", "given"))
    _check_saved(said, saved, private, second, given)
    _check_changed(said, saved["id"])
    _check_read(said, saved["id"])
    assert said["lists"]["home"] == [given["id"], private["id"]]
    assert said["all"] == said["lists"]["home"]
    assert said["changes"]["deleted"] == [given["id"]]
    assert sorted(said["changes"]["ids"]) == sorted([saved["id"], second["id"], private["id"]])
    assert said["changes"]["total"] == 4
    assert said["home_again"] == 3
    assert {name: error[:2] for name, error in said["errors"].items()} == {
        "token": ["AuthenticationError", 401], "bookmark": ["BadRequestError", 400], "call": ["NotFoundError", 404],
        "folder": ["BadRequestError", 400], "url": ["BadRequestError", 400],
    }  # fmt: skip
    assert said["token"] == ["Bearer", {**said["me"], "premium": None}, said["me"]]
    assert said["twice"] == [400, "invalid_grant"]


def _check_saved(said: Any, saved: Any, private: Any, second: Any, given: Any) -> None:
    recipes, reads = (folder["id"] for folder in said["folders"])
    assert [(each["title"], each["slug"], each["position"]) for each in said["folders"]] == [
        ("Recipes", "recipes", 1), ("Long reads", "long-reads", 2),
    ]  # fmt: skip
    assert [each["id"] for each in said["reordered"]] == [reads, recipes]
    assert (saved["url"], saved["title"], saved["author"]) == (URL, "Keeping notes", "Ada Writer")
    assert (saved["folder_id"], [tag["name"] for tag in saved["tags"]]) == (recipes, ["cooking", "slow food"])
    assert (said["again"]["id"], said["again"]["title"]) == (saved["id"], "A title of my own")
    assert said["again"]["description"] == "Why"
    assert second["archived"] is True
    assert (private["url"], private["private_source"], private["title"]) == (
        None,
        "Acme Reader",
        "A private one",
    )
    assert (given["url"], given["private_source"], given["title"]) == (THIRD, None, "Given")
    assert said["lists"]["archive"] == [second["id"]]
    assert said["lists"]["folder"] == said["lists"]["tag"] == [saved["id"]]


def _check_changed(said: Any, number: int) -> None:
    assert (said["updated"]["title"], said["updated"]["progress"]["percentage"]) == ("Renamed", 0.42)
    assert said["late"]["progress"] == said["updated"]["progress"]
    assert (said["liked"], said["unliked"]) == (True, False)
    assert (said["archived"]["archived"], said["archived"]["folder_id"]) == (True, None)
    assert (said["unarchived"]["id"], said["unarchived"]["archived"]) == (number, False)
    assert (said["moved"]["archived"], said["moved"]["folder_id"]) == (False, said["reordered"][0]["id"])
    assert [tag["name"] for tag in said["tagged"]["tags"]] == ["cooking", "fresh"]
    assert [tag["name"] for tag in said["tagged"]["created_tags"]] == ["fresh"]
    assert (said["made"]["count"], said["renamed"]["id"]) == (0, said["made"]["id"])
    assert [tag["name"] for tag in said["tagged_by_id"]["tags"]] == ["of use"]
    assert {tag["name"]: tag["count"] for tag in said["tags"]} == {
        "cooking": 1,
        "fresh": 1,
        "mail": 1,
        "of use": 1,
    }


def _check_read(said: Any, number: int) -> None:
    parsed = said["parsed"]
    assert (parsed["metadata"]["title"], parsed["metadata"]["author"]["name"]) == ("Renamed", "Ada Writer")
    assert parsed["content"]["body"].count("Notes are kept") == 12
    assert parsed["content"]["direction"] == "ltr"
    assert said["parsed_anew"] == parsed["content"]["words"] > 100
    assert said["parsed_private"]["metadata"]["private_source"] == "Acme Reader"
    assert "in peace" in said["parsed_private"]["content"]["body"]
    assert "in peace" in said["parsed_given"]["content"]["body"]
    assert (said["mark"]["bookmark_id"], said["mark"]["position"], said["mark"]["note"]) == (
        number,
        1,
        "Mine",
    )
    assert said["marks"] == [said["mark"]]
    assert said["unmarked"][:2] == ["BadRequestError", 400]
