"""The shortest list of what any program written for Pocket relies on, point by point.

Each point has its own tests in the files beside this one; here they stand together, so that whoever
changes one of them sees what it is part of.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.wire.http import Reply
from tests.wire.pocket_common import add, assert_failed, get, gone, page, rows, scalars, send
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

URL = "http://story.example.com/river"
WAYS = ["form", "json", "multipart", "query"]


def call(wire: Wire, path: str, way: str, headers: dict[str, str] | None = None, /, **values: Any) -> Reply:
    """The same call in each of the ways in which programs make it."""
    if way == "query":
        return wire.get(path, values, headers)
    return wire.post(path, values, type=way, headers=headers)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("accept", [True, False])
def test_1_a_program_is_let_in(wire: Wire, way: str, accept: bool) -> None:
    headers = {"X-Accept": "application/json"} if accept else {}
    key = wire.key()
    surfer = Surfer(wire)
    surfer.sign_in()

    def asked(answer: str) -> str:
        said = call(
            wire, "/v3/oauth/request", way, headers, consumer_key=key, redirect_uri="app:done", state="s 1"
        )
        code: str = said.json()["code"] if accept else said.text.partition("&")[0].removeprefix("code=")
        assert (said.json()["state"] == "s 1") if accept else said.text.endswith("&state=s+1")
        assert_failed(call(wire, "/v3/oauth/authorize", way, headers, consumer_key=key, code=code), 403, 158)
        surfer.consent(code, answer)
        return code

    code = asked("Allow")
    token = call(wire, "/v3/oauth/authorize", way, headers, consumer_key=key, code=code)
    if accept:
        assert (token.json()["username"], token.json()["state"]) == ("alice", "s 1")
    else:
        assert token.text.startswith("access_token=")
        assert token.text.endswith("&username=alice&state=s+1")
    assert_failed(call(wire, "/v3/oauth/authorize", way, headers, consumer_key=key, code=code), 403, 159)
    refused = asked("Refuse")
    assert_failed(call(wire, "/v3/oauth/authorize", way, headers, consumer_key=key, code=refused), 403, 158)


@pytest.mark.parametrize("way", WAYS)
def test_2_a_link_is_added(wire: Wire, way: str) -> None:
    page(wire, URL)
    first, again = (
        call(wire, "/v3/add", way, url=URL, title="T", tags="a,b", **wire.credentials()).json()
        for _ in range(2)
    )
    assert first == again
    assert list(first) == ["item", "status"]
    assert first["status"] == 1
    assert all(value is None or isinstance(value, str) for value in scalars(first["item"]))
    lost = call(wire, "/v3/add", way, url="http://lost.example.com/", **wire.credentials()).json()["item"]
    assert (lost["resolved_id"], lost["extended_item_id"], lost["title"], lost["encoding"]) == (
        "0",
        "0",
        "",
        "",
    )
    assert (lost["date_resolved"], lost["response_code"], lost["word_count"]) == (
        "0000-00-00 00:00:00",
        "0",
        "0",
    )


@pytest.mark.parametrize("way", ["array", *WAYS, "twice"])
def test_3_actions_are_sent(wire: Wire, way: str) -> None:
    number = add(wire, URL)["item_id"]
    acts = [
        {"action": "opened_app", "cxt_ui": 1}, {"action": "favorite", "item_id": number, "time": 1500000000123},
        {"action": "archive", "item_id": int(number), "time": "1500000000"}, {"action": "add", "url": "http://two.example.com/"},
        {"action": "tags_add", "item_id": number, "tags": "x", "time": 1500000000.5}, {"action": "no such"},
    ]  # fmt: skip
    if way == "array":
        answer = send(wire, *acts)
    elif way == "twice":
        query = {"actions": quote(json.dumps(acts)), **wire.credentials()}
        answer = wire.get("/v3/send", query).json()
    else:
        answer = call(wire, "/v3/send", way, actions=json.dumps(acts), **wire.credentials()).json()
    results = answer["action_results"]
    assert results[3]["given_url"] == "http://two.example.com/"
    assert [result if isinstance(result, bool) else "item" for result in results] == [
        True,
        True,
        True,
        "item",
        True,
        False,
    ]
    assert [error and error["code"] for error in answer["action_errors"]] == [None] * 5 + [130]
    (row,) = rows(wire, state="archive")
    assert (row["time_favorited"], row["time_read"]) == ("1500000000", "1500000000")


@pytest.mark.parametrize("way", WAYS)
def test_4_lists_are_got(wire: Wire, way: str) -> None:
    def got(**values: Any) -> Any:
        return call(wire, "/v3/get", way, **values, **wire.credentials()).json()

    empty = got()
    assert (empty["status"], empty["list"], empty["complete"], empty["error"]) == (2, [], 1, None)
    number = add(wire, page(wire, URL), tags="x")["item_id"]
    bare = add(wire, "http://two.example.com/")["item_id"]
    answer = got(detailType="complete", count="500", sort="oldest")
    assert list(answer) == ["status", "complete", "list", "error", "search_meta", "since"]
    assert [answer["list"][each]["sort_id"] for each in answer["list"]] == [0, 1]
    numbers = {
        name for row in answer["list"].values() for name, value in row.items() if isinstance(value, int)
    }
    assert numbers == {"sort_id", "time_to_read", "listen_duration_estimate"}
    assert answer["list"][number]["tags"] == {"x": {"item_id": number, "tag": "x"}}
    assert list(got(tag="_untagged_")["list"]) == [bare]
    wire.clock.forward(seconds=60)
    send(wire, {"action": "delete", "item_id": number})
    changed = got(since=wire.clock.now() // 1000)
    assert changed["complete"] == 0
    assert changed["list"] == {number: gone(number)}


def test_5_failures_have_one_shape_and_successes_have_none_of_it(wire: Wire) -> None:
    for reply, status, code in (
        (wire.get("/v3/get"), 400, 138),
        (wire.get("/v3/get", {"consumer_key": "1-none"}), 403, 152),
        (wire.get("/v3/get", {"consumer_key": wire.key()}), 401, 107),
        (wire.get("/v3/add", wire.credentials()), 400, 130),
        (wire.get("/v3/none", wire.credentials()), 404, 130),
        (wire.post("/v3/oauth/request", {"consumer_key": wire.key()}), 400, 140),
        (wire.post("/v3/oauth/authorize", {"consumer_key": wire.key()}), 400, 182),
        (wire.post("/v3/oauth/authorize", {"consumer_key": wire.key(), "code": "1"}), 400, 185),
    ):
        assert_failed(reply, status, code)
    for path in ("get", "stats", "fetch", "guid", "send"):
        reply = wire.get(f"/v3/{path}", {"actions": "[]", **wire.credentials()})
        assert (reply.status, "x-error" in reply.headers, "x-error-code" in reply.headers) == (
            200,
            False,
            False,
        )


def test_6_what_programs_write_oddly_is_understood(wire: Wire) -> None:
    values = {
        "state": None,
        "tag": "",
        "count": "",
        "guid": "x",
        "locale_lang": "en-US",
        **wire.credentials(),
    }
    for charset in ("utf8", "UTF8", "utf-8", "UTF-8", "latin-9000"):
        body = json.dumps(values).encode()
        reply = wire.post("/v3/get/", body, headers={"Content-Type": f"application/json; charset={charset}"})
        assert (reply.status, reply.json()["list"]) == (200, []), charset


def test_7_counts_and_articles_are_told(wire: Wire) -> None:
    add(wire, page(wire, URL))
    assert wire.get("/v3/stats", wire.credentials()).json() == {
        "count_list": 1, "count_read": 0, "count_unread": 1, "status": 1
    }  # fmt: skip
    view = wire.get("/v3beta/text", {"url": URL, "images": 0, **wire.credentials()}).json()
    assert [f"<!--IMG_{key}-->" in view["article"] for key in view["images"]] == [True]
    assert get(wire)["list"]
