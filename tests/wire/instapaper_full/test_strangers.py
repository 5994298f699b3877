"""Mallory learns nothing of Alice's things, and can do nothing to them, by any method of either version."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.instapaper_full.program import Program
from tests.wire.server import Wire

SECRETS = ("diary", "hidden", "Cellar", "underlined")


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_no_number_of_hers_answers_to_a_stranger(wire: Wire, version: str) -> None:
    alice, mallory = Program(wire, "alice", version), Program(wire, "mallory", version)
    folder = alice.call("folders/add", title="Cellar")[0]["folder_id"]
    number = alice.add("https://diary.example.org/", title="My diary", tags='[{"name": "hidden"}]')[
        "bookmark_id"
    ]
    alice.add("https://diary.example.org/2", folder_id=folder)
    mark = alice.call(f"bookmarks/{number}/highlight", text="underlined")[0]["highlight_id"]
    before = [alice.list(folder_id=each) for each in ("unread", "archive", "starred", folder)]
    folders = alice.call("folders/list")
    now = wire.clock.now() // 1000
    attempts: list[tuple[str, dict[str, Any]]] = [
        *((f"bookmarks/{each}", {"bookmark_id": number}) for each in (
            "star", "unstar", "archive", "unarchive", "unArchive", "delete", "get_text",
        )),
        ("bookmarks/move", {"bookmark_id": number, "folder_id": "archive"}),
        ("bookmarks/move", {"bookmark_id": number, "folder_id": folder}),
        ("bookmarks/update_read_progress", {"bookmark_id": number, "progress": "0.5", "progress_timestamp": now}),
        ("bookmarks/list", {"folder_id": folder}),
        ("bookmarks/list", {"tag": "hidden"}),
        ("bookmarks/list", {"have": f"{number}:X:0.9:{now},{number + 1}"}),
        ("bookmarks/list", {"folder_id": "archive", "limit": 500}),
        ("bookmarks/add", {"url": "https://mine.example.org/", "folder_id": folder}),
        ("folders/list", {}), ("folders/delete", {"folder_id": folder}),
        ("folders/set_order", {"order": f"{folder}:9"}),
        (f"bookmarks/{number}/highlights", {}), (f"bookmarks/{number}/highlight", {"text": "mine"}),
        (f"highlights/{mark}/delete", {}), ("account/verify_credentials", {}),
    ]  # fmt: skip
    for method, fields in attempts:
        reply = mallory.send(method, fields)
        assert reply.status in (200, 400), (method, fields, reply.text)
        assert not [each for each in SECRETS if each in reply.text], (method, reply.text)
        if "bookmark_id" in fields and "folder_id" not in fields:
            assert reply.json()[0]["error_code"] == 1241, (method, reply.text)
    assert [alice.list(folder_id=each) for each in ("unread", "archive", "starred", folder)] == before
    assert alice.call("folders/list") == folders
    assert mallory.ids() == []


def test_one_number_means_to_everybody_a_bookmark_of_their_own(wire: Wire) -> None:
    alice, bob = Program(wire), Program(wire, "bob")
    number = alice.add("https://diary.example.org/")["bookmark_id"]
    assert bob.add("https://diary.example.org/")["bookmark_id"] == number
    bob.call("bookmarks/star", bookmark_id=number)
    bob.call("bookmarks/delete", bookmark_id=number)
    assert [each["starred"] for each in alice.list()["bookmarks"]] == ["0"]


def test_the_token_of_one_does_not_sign_with_the_secret_of_another(wire: Wire) -> None:
    alice, mallory = Program(wire), Program(wire, "mallory")
    alice.call("account/verify_credentials")
    mallory.token = alice.token
    assert mallory.send("account/verify_credentials").status == 401
    mallory.key, mallory.secret = alice.key, alice.secret
    assert mallory.send("account/verify_credentials").status == 401
