"""The smaller endpoints: counts, first syncs, names, suggestions, and a browser's old button."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire import http
from tests.wire.http import Reply
from tests.wire.pocket_common import ITEM_KEYS, add, assert_failed, get, page, send
from tests.wire.server import Wire

URL = "http://one.example.com/"


def ask(wire: Wire, path: str, user: str = "alice", **values: Any) -> Reply:
    return wire.post(path, {**values, **wire.credentials(user)}, type="json")


def said(wire: Wire, path: str, user: str = "alice", **values: Any) -> Any:
    reply = ask(wire, path, user, **values)
    assert reply.status == 200, reply
    assert reply.headers["content-type"] == "application/json"
    return reply.json()


def fill(wire: Wire, count: int) -> None:
    """So many unread items, each a second newer than the one before; no page is waited for."""
    wire.set(add_wait=0)
    acts = [
        {"action": "add", "url": f"http://a.example.com/{n}", "time": 1500000000 + n} for n in range(count)
    ]
    send(wire, *acts)
    wire.settle()


def test_stats_are_three_numbers(wire: Wire) -> None:
    for name in ("a", "b", "c", "d"):
        add(wire, f"http://{name}.example.com/")
    send(
        wire,
        {"action": "archive", "url": "http://a.example.com/"},
        {"action": "delete", "url": "http://b.example.com/"},
    )
    add(wire, URL, user="bob")
    wanted = {"count_list": 3, "count_read": 1, "count_unread": 2, "status": 1}
    assert said(wire, "/v3/stats") == wanted
    assert list(said(wire, "/v3/stats")) == list(wanted)
    assert wire.get("/v3/stats/", wire.credentials("mallory")).json()["count_list"] == 0


@pytest.mark.slow
def test_a_first_sync_is_a_small_chunk_and_then_larger_ones(wire: Wire) -> None:
    fill(wire, 300)
    first = said(wire, "/v3/fetch", count=100)
    assert (len(first["list"]), first["total"], first["complete"]) == (25, "300", 1)
    assert first["passthrough"] == {"firstChunkSize": "25", "fetchChunkSize": "250", "chunk": "0"}
    second = said(wire, "/v3/fetch", offset=25, count="250", chunk=1)
    assert second["passthrough"]["chunk"] == "1"
    third = said(wire, "/v3/fetch", offset="275", chunk="2")
    chunks = [list(each["list"]) for each in (first, second, third)]
    assert [len(chunk) for chunk in chunks] == [25, 250, 25]
    assert [*chunks[0], *chunks[1], *chunks[2]] == list(get(wire)["list"])
    assert said(wire, "/v3/fetch", offset=300)["list"] == []


def test_a_first_sync_has_complete_unread_items_with_what_was_marked_in_them(wire: Wire) -> None:
    number = add(wire, page(wire), tags="x")["item_id"]
    add(wire, URL)
    send(
        wire,
        {"action": "archive", "url": URL},
        {"action": "add_annotation", "item_id": number, "annotation": {"annotation_id": "a", "quote": "q"}},
    )
    answer = said(wire, "/v3/fetch", state="all", detailType="simple", total=0, since=1, sort="oldest")
    assert list(answer["list"]) == [number]
    row = answer["list"][number]
    assert list(row["tags"]) == ["x"]
    assert {"images", "authors", "image", "domain_metadata"} <= row.keys()
    assert row["annotations"][0]["annotation_id"] == "a"
    assert "annotations" not in said(wire, "/v3/fetch", annotations="0")["list"][number]
    assert "tags" not in answer
    assert said(wire, "/v3/fetch", taglist=1)["tags"] == ["x"]


def test_a_first_sync_can_leave_out_what_changed_since(wire: Wire) -> None:
    add(wire, URL)
    wire.clock.forward(seconds=60)
    until = wire.clock.now() // 1000
    wire.clock.forward(seconds=60)
    add(wire, "http://two.example.com/")
    assert [row["given_url"] for row in said(wire, "/v3/fetch", updatedBefore=until)["list"].values()] == [
        URL
    ]
    assert len(said(wire, "/v3/fetch", updatedBefore=0)["list"]) == 2


def test_nobody_has_friends_here(wire: Wire) -> None:
    answer = said(wire, "/v3/fetch", shares=1)
    assert [answer[name] for name in ("recent_friends", "auto_complete_emails", "unconfirmed_shares")] == [
        [],
        [],
        [],
    ]
    assert "recent_friends" not in said(wire, "/v3/fetch")


@pytest.mark.parametrize(
    "values", [{"offset": "x"}, {"chunk": []}, {"count": "many"}, {"shares": "perhaps"}, {"annotations": 7}]
)
def test_a_first_sync_with_nonsense_is_refused(wire: Wire, values: dict[str, Any]) -> None:
    assert_failed(ask(wire, "/v3/fetch", **values), 400, 130)


def test_a_guid_is_given_to_anybody_and_another_one_each_time(wire: Wire) -> None:
    first, second = (wire.post("/v3/guid", {}).json() for _ in range(2))
    assert first["status"] == 1
    assert isinstance(first["guid"], str)
    assert first["guid"] != second["guid"]
    assert wire.get("/v3/guid").status == 200


def test_reports_before_anybody_has_signed_in_are_taken_and_do_nothing(wire: Wire) -> None:
    key = wire.credentials()["consumer_key"]
    acts = [{"action": "opened_app"}, {"action": "whatever"}, {"action": "add", "url": URL}]
    reply = wire.post("/v3/send_guid", {"consumer_key": key, "guid": "g", "actions": acts}, type="json")
    assert reply.json() == {"action_results": [True, True, True], "status": 1}
    assert get(wire)["list"] == []
    assert_failed(wire.post("/v3/send_guid", {"actions": "[]"}), 400, 138)
    assert_failed(wire.post("/v3/send_guid", {"consumer_key": "1-none", "actions": "[]"}), 403, 152)
    assert_failed(wire.post("/v3/send_guid", {"consumer_key": key}), 400, 130)


def test_tags_of_the_same_site_and_tags_that_the_page_names_are_suggested(wire: Wire) -> None:
    add(wire, "http://story.example.com/earlier", tags="weir,reading")
    add(wire, "http://story.example.com/another", tags="weir")
    add(wire, "http://elsewhere.example.com/", tags="meadow,tractors,fence posts")
    number = add(wire, page(wire))["item_id"]
    answer = said(wire, "/v3/suggested_tags/", url="http://story.example.com/river", version=2)
    assert answer["status"] == 1
    assert [each["tag"] for each in answer["suggested_tags"]] == ["meadow", "weir", "reading", "fence posts"]
    scores = [float(each["score"]) for each in answer["suggested_tags"]]
    assert scores == sorted(scores, reverse=True)
    assert all(isinstance(each["score"], str) for each in answer["suggested_tags"])
    assert said(wire, "/v3/getSuggestedTags", item_id=number) == answer
    send(wire, {"action": "tags_add", "item_id": number, "tags": "meadow"})
    assert "meadow" not in [
        each["tag"] for each in said(wire, "/v3/suggested_tags", item_id=number)["suggested_tags"]
    ]


def test_a_page_that_is_not_saved_gets_suggestions_from_its_address_and_is_not_fetched(wire: Wire) -> None:
    add(wire, "http://www.paper.example.com/1", tags="news")
    add(wire, "http://elsewhere.example.com/", tags="rust,go")
    wire.web.fetched.clear()
    answer = said(wire, "/v3/suggested_tags", url="paper.example.com/learning-rust-slowly")
    assert [each["tag"] for each in answer["suggested_tags"]] == ["news", "rust"]
    assert (
        said(wire, "/v3/suggested_tags", user="mallory", url="http://www.paper.example.com/1")[
            "suggested_tags"
        ]
        == []
    )
    assert wire.web.fetched == []


@pytest.mark.parametrize(
    ("values", "status"),
    [({}, 400), ({"item_id": 4711}, 404), ({"item_id": "x"}, 400), ({"url": "javascript:1"}, 400)],
)
def test_there_are_no_suggestions_for_nothing(wire: Wire, values: dict[str, Any], status: int) -> None:
    assert_failed(ask(wire, "/v3/suggested_tags", **values), status, 130)


def test_the_browsers_button_saves_like_add_and_hears_the_tags(wire: Wire) -> None:
    add(wire, URL, tags="b,a")
    answer = said(wire, "/v3/firefox/save", url=page(wire), title="T", since=0)
    assert list(answer) == ["item", "status", "tags", "since"]
    assert list(answer["item"])[: len(ITEM_KEYS)] == ITEM_KEYS
    assert (answer["status"], answer["tags"]) == (1, ["a", "b"])
    assert get(wire, since=answer["since"] + 1)["list"] == []
    shown = said(wire, "/v3/firefox/get", count=1, sort="newest")
    assert list(shown["list"]) == [answer["item"]["item_id"]]
    assert said(wire, "/v3/firefox/get-app") == {"status": 1}
    assert_failed(ask(wire, "/v3/firefox/save"), 400, 130)


def test_the_button_of_an_app_that_may_only_add_hears_no_tags(wire: Wire) -> None:
    add(wire, URL, tags="secret")
    key = wire.key(modify=False, retrieve=False)
    given = {"consumer_key": key, "access_token": wire.token("alice", key), "url": page(wire)}
    answer = wire.post("/v3/firefox/save", given).json()
    assert (answer["status"], answer["tags"]) == (1, [])


@pytest.mark.parametrize(
    ("path", "abilities"),
    [
        ("/v3/stats", "retrieve"), ("/v3/fetch", "retrieve"), ("/v3/suggested_tags", "retrieve"),
        ("/v3/text", "retrieve"), ("/v3/firefox/get", "retrieve"), ("/v3/firefox/save", "add"),
    ],
)  # fmt: skip
def test_each_needs_its_permission_and_a_token(wire: Wire, path: str, abilities: str) -> None:
    key = wire.key(**{name: name != abilities for name in ("add", "modify", "retrieve")})
    values = {"consumer_key": key, "url": URL}
    assert_failed(wire.post(path, {**values, "access_token": wire.token("alice", key)}), 403, 151)
    assert_failed(wire.post(path, values), 401, 107)
    assert_failed(wire.post(path, {"url": URL}), 400, 138)


@pytest.mark.parametrize(
    "name",
    [
        "getItem",
        "getItemAudio",
        "getItemPreview",
        "getuser",
        "shorten",
        "push/register",
        "getSuggestedItems",
        "discover/recIt",
        "tags",
    ],
)
def test_what_only_the_apps_had_is_not_found_in_words_that_they_understand(wire: Wire, name: str) -> None:
    assert_failed(ask(wire, f"/v3/{name}"), 404, 130, "There is no such endpoint.")


@pytest.mark.parametrize(
    "host",
    [
        "getpocket.com",
        "api.getpocket.com",
        "text.getpocket.com",
        "www.getpocket.com",
        "read.example.org:8443",
    ],
)
def test_every_path_answers_on_every_host_name_and_with_a_slash(wire: Wire, host: str) -> None:
    for path in ("/v3/get", "/v3/stats", "/v3/fetch", "/v3/guid", "/v3/firefox/get", "/v3beta/mobile"):
        for spelled in (path, path + "/"):
            raw = http.request("GET", spelled, b"", {}, {**wire.credentials(), "url": URL})
            reply = wire.raw(raw.replace(b"Host: localhost", f"Host: {host}".encode()))
            assert reply.status == (404 if "mobile" in path else 200), (host, spelled)
            assert reply.headers["x-source"] == "Pocket"
