"""Programs cut titles in the middle of an emoji; what is whole of the call counts."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from tests.wire.http import Reply
from tests.wire.pocket_common import assert_failed, rows, send
from tests.wire.server import Wire

JSON = {"Content-Type": "application/json"}
HALF = "\ud83d"


def post(wire: Wire, path: str, **values: Any) -> Reply:
    return wire.post(path, json.dumps({**wire.credentials(), **values}), headers=JSON)


def test_a_title_cut_in_an_emoji_does_not_cost_its_batch(wire: Wire) -> None:
    batch = [{"action": "add", "url": f"http://a.example.com/{n}", "title": f"Title {n}"} for n in range(100)]
    batch[50] |= {"title": f"Party {HALF}", "tags": f"fun {HALF}, plain"}
    answer = post(wire, "/v3/send", actions=batch).json()
    assert answer["action_errors"] == [None] * 100
    listed = {row["given_url"]: row for row in rows(wire, detailType="complete")}
    assert len(listed) == 100
    assert listed["http://a.example.com/50"]["given_title"] == "Party \ufffd"
    assert list(listed["http://a.example.com/50"]["tags"]) == ["fun \ufffd", "plain"]


def test_a_link_cut_in_an_emoji_fails_alone(wire: Wire) -> None:
    wire.set(add_wait=0)
    bad, good = f"http://a.example.com/{HALF}", "http://a.example.com/whole"
    answer = send(
        wire, {"action": "add", "url": bad}, {"action": "add", "url": good}, {"action": "archive", "url": bad}
    )
    assert [bool(result) for result in answer["action_results"]] == [False, True, False]
    assert answer["action_errors"][0]["code"] == 422
    for path in ("/v3/add", "/v1/add", "/v3/firefox/save"):
        assert post(wire, path, url=bad, title=f"a{HALF}").status == 400, path
    for path in ("/v3/text", "/v3/suggested_tags"):
        assert 400 <= post(wire, path, url=bad).status < 500, path
    assert [row["given_url"] for row in rows(wire, state="all")] == [good]


def test_actions_as_text_may_hold_half_a_character(wire: Wire) -> None:
    actions = json.dumps([{"action": "add", "url": "http://a.example.com/", "title": f"{HALF} title"}])
    assert wire.post("/v3/send", {"actions": actions, **wire.credentials()}).json()["action_errors"] == [None]
    assert rows(wire)[0]["given_title"] == "\ufffd title"


def test_open_pocket_and_instapaper_take_a_cut_title_too(wire: Wire) -> None:
    wire.set(add_wait=0)
    given = {"url": "http://a.example.com/", "title": f"One {HALF} two"}
    assert post(wire, "/v1/add", **given).json()["item"]["title"] == "One \ufffd two"
    assert post(wire, "/v1/send", actions=[{"action": "add", **given}]).json()["status"] == 1
    assert rows(wire)[0]["given_title"] == "One \ufffd two"
    body = json.dumps({"username": "bob", "password": "correct horse bob", **given})
    assert wire.post("/api/add", body, headers=JSON).status == 201
    assert rows(wire, user="bob")[0]["given_title"] == "One \ufffd two"


def test_a_title_cut_between_two_bytes_stays_readable(wire: Wire) -> None:
    wire.set(add_wait=0)
    good = urlencode(wire.credentials())
    title = quote_from_bytes("Grüße an alle 🎉".encode()[:-1])
    assert wire.get("/v3/add", f"{good}&url=http://a.example.com/&title={title}").status == 200
    assert rows(wire)[0]["given_title"] == "Grüße an alle \ufffd"
    simple = "username=bob&password=correct+horse+bob"
    assert wire.get("/api/add", f"{simple}&url=http://a.example.com/&title={title}").status == 201
    assert rows(wire, user="bob")[0]["given_title"] == "Grüße an alle \ufffd"


def test_no_parameter_with_half_a_character_makes_the_server_stumble(wire: Wire) -> None:
    wire.set(add_wait=0)
    key = wire.credentials()["consumer_key"]
    for name in ("consumer_key", "access_token"):
        assert post(wire, "/v3/get", **{name: HALF}).status in (401, 403)
    for name in ("search", "tag", "domain", "newFrom", "username"):
        assert post(wire, "/v3/get", **{name: HALF}).status in (200, 400), name
    for name in ("state", "sort", "detailType", "contentType", "count", "since", "total"):
        assert_failed(post(wire, "/v3/get", **{name: HALF}), 400, 130)
    for values in ({"redirect_uri": f"app:{HALF}"}, {"redirect_uri": "app:x", "state": {"a": HALF}}):
        asked = {"consumer_key": key, **values}
        assert wire.post("/v3/oauth/request", json.dumps(asked), headers=JSON).status == 400
    note = {"annotation_id": f"a{HALF}", "quote": f"said {HALF}", "patch": HALF}
    whole = {"action": "add", "url": "http://a.example.com/"}
    answer = send(
        wire, whole, {"action": "add_annotation", "url": whole["url"], "annotation": note}, {"action": HALF}
    )
    assert answer["action_results"][1:] == [True, False]
    assert rows(wire, annotations=1)[0]["annotations"][0]["quote"] == "said \ufffd"
