"""Mallory learns nothing of Alice's things, and can do nothing to them."""

from __future__ import annotations

from typing import Any

from tests.wire.pocketry import add, addresses, get, rows, send
from tests.wire.server import Wire

URL = "http://diary.example.com/"


def attempts(number: Any, url: str) -> list[dict[str, Any]]:
    names = ("archive", "readd", "favorite", "unfavorite", "delete", "tags_clear")
    by_id: list[dict[str, Any]] = [{"action": name, "item_id": number} for name in names]
    by_id += [
        {"action": name, "item_id": number, "tags": "t"}
        for name in ("tags_add", "tags_remove", "tags_replace")
    ]
    by_id += [{"action": "add", "item_id": number}]
    by_url: list[dict[str, Any]] = [{"action": name, "url": url} for name in names]
    return by_id + by_url


def test_a_stranger_cannot_touch_an_item_and_is_told_the_same_as_of_none(wire: Wire) -> None:
    number = add(wire, URL, tags="secret")["item_id"]
    before = rows(wire, detailType="complete")
    of_hers = send(wire, *attempts(number, URL), user="mallory")
    of_none = send(wire, *attempts(int(number) + 5000, "http://nowhere.example.com/"), user="mallory")
    assert of_hers == of_none
    assert rows(wire, detailType="complete") == before


def test_tags_of_others_are_out_of_reach(wire: Wire) -> None:
    add(wire, URL, tags="secret")
    answer = send(
        wire,
        {"action": "tag_delete", "tag": "secret"},
        {"action": "tag_rename", "old_tag": "secret", "new_tag": "mine"},
        user="mallory",
    )
    assert answer["action_results"] == [True, True]
    assert list(rows(wire, detailType="complete")[0]["tags"]) == ["secret"]


def test_lists_hold_ones_own_things_only(wire: Wire) -> None:
    add(wire, URL, tags="secret")
    add(wire, "http://bob.example.com/", user="bob")
    assert addresses(wire, user="bob") == ["http://bob.example.com/"]
    for values in (
        {"state": "all"},
        {"tag": "secret"},
        {"search": "diary"},
        {"domain": "example.com"},
        {"since": 1},
    ):
        assert get(wire, user="mallory", **values)["list"] == [], values
    assert get(wire, user="mallory", taglist=1, total=1)["tags"] == []
    assert get(wire, user="mallory", total=1)["total"] == "0"


def test_one_id_means_to_everybody_an_item_of_their_own(wire: Wire) -> None:
    number = add(wire, URL, tags="secret")["item_id"]
    assert add(wire, URL, user="bob")["item_id"] == number, "everybody counts their own"
    before = rows(wire, detailType="complete")
    send(wire, *attempts(number, URL), user="bob")
    assert rows(wire, detailType="complete") == before
    assert rows(wire, user="bob", detailType="complete") != before


def test_a_token_works_only_with_the_key_it_was_given_to(wire: Wire) -> None:
    token = wire.token("alice")
    reply = wire.post("/v3/get", {"consumer_key": wire.key(), "access_token": token})
    assert (reply.status, reply.headers["x-error-code"]) == (401, "107")
