"""What /v3/send promises beyond the transcripts."""

from __future__ import annotations

import json
from typing import Any

from satchel.dialects.pocket.ignored import IGNORED
from tests.wire.pocket_common import add, addresses, assert_failed, page, rows, send
from tests.wire.server import Wire


def tags_of(wire: Wire, **values: Any) -> list[list[str]]:
    return [sorted(row.get("tags", {})) for row in rows(wire, detailType="complete", **values)]


def test_the_twelve_actions_do_what_they_say(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/")["item_id"]
    steps: list[tuple[dict[str, Any], dict[str, str], list[str]]] = [
        ({"action": "archive", "time": 1500000001}, {"status": "1", "time_read": "1500000001"}, []),
        (
            {"action": "readd", "time": 1500000002},
            {"status": "0", "time_added": "1500000002", "time_read": "0"},
            [],
        ),
        ({"action": "favorite", "time": 1500000003}, {"favorite": "1", "time_favorited": "1500000003"}, []),
        ({"action": "unfavorite"}, {"favorite": "0", "time_favorited": "0"}, []),
        ({"action": "tags_add", "tags": "b,a"}, {}, ["a", "b"]),
        ({"action": "tags_remove", "tags": ["A"]}, {}, ["b"]),
        ({"action": "tags_replace", "tags": "c, d"}, {}, ["c", "d"]),
        ({"action": "tag_rename", "old_tag": "C", "new_tag": "e"}, {}, ["d", "e"]),
        ({"action": "tag_delete", "tag": "d"}, {}, ["e"]),
        ({"action": "tags_clear"}, {}, []),
    ]
    for action, wanted, tags in steps:
        answer = send(wire, {**action, "item_id": number})
        assert answer["action_errors"] == [None], action
        if action["action"] == "readd":
            assert answer["action_results"][0]["item_id"] == number
        else:
            assert answer["action_results"] == [True], action
        (row,) = rows(wire, state="all", detailType="complete")
        assert wanted.items() <= row.items(), action
        assert sorted(row.get("tags", {})) == tags, action
    assert send(wire, {"action": "delete", "item_id": number})["action_results"] == [True]
    assert rows(wire, state="all") == []


def test_actions_are_carried_out_in_their_order(wire: Wire) -> None:
    one = {"url": "http://one.example.com/"}
    send(
        wire,
        {"action": "add", **one},
        {"action": "archive", **one},
        {"action": "readd", **one},
        {"action": "archive", **one},
    )
    assert [row["status"] for row in rows(wire, state="all")] == ["1"]


def test_an_item_is_named_by_a_number_by_digits_or_by_its_address(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/")["item_id"]
    for name in (
        {"item_id": number}, {"item_id": int(number)}, {"item_id": float(number)}, {"item_id": f" {number} "},
        {"url": "https://www.one.example.com"}, {"item_id": None, "url": "one.example.com"},
        {"item_id": "", "url": "one.example.com"}, {"item_id": 0, "url": "one.example.com"},
    ):  # fmt: skip
        assert send(wire, {"action": "archive", **name})["action_results"] == [True], name


def test_times_are_understood_in_many_forms(wire: Wire) -> None:
    for time in (
        1500000000, "1500000000", 1500000000123, "1500000000123", 1500000000.7, "1500000000.7",
        "2017-07-14 02:40:00", "2017-07-14T02:40:00Z", "2017-07-14T04:40:00+02:00",
    ):  # fmt: skip
        send(wire, {"action": "add", "url": "http://one.example.com/", "time": time})
        assert rows(wire)[0]["time_added"] == "1500000000", time
        send(wire, {"action": "add", "url": "http://one.example.com/"})


def test_a_time_that_means_nothing_or_lies_ahead_means_now(wire: Wire) -> None:
    for time in ("soon", "9999999999", -5, 10**40, [1], {"a": 1}, True, "0", 1e300):
        answer = send(wire, {"action": "add", "url": "http://one.example.com/", "time": time})
        assert answer["action_errors"] == [None], time
        now = wire.clock.now() // 1000
        assert now - 10 <= int(rows(wire)[0]["time_added"]) <= now, time


def test_what_apps_tell_about_reading_is_ignored(wire: Wire) -> None:
    answer = send(wire, *({"action": name, "item_id": "none", "cxt_ui": 5} for name in sorted(IGNORED)))
    assert set(answer["action_results"]) == {True}
    assert set(answer["action_errors"]) == {None}


def test_an_action_that_fails_changes_nothing_and_the_rest_is_carried_out(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/", tags="kept")["item_id"]
    bad: list[dict[str, Any]] = [
        {"action": "archive"},
        {"action": "archive", "item_id": "abc"},
        {"action": "archive", "item_id": -1},
        {"action": "archive", "item_id": 1.5},
        {"action": "archive", "item_id": True},
        {"action": "archive", "item_id": [1]},
        {"action": "archive", "item_id": {"a": 1}},
        {"action": "tags_add", "item_id": number},
        {"action": "tags_add", "item_id": number, "tags": " , "},
        {"action": "tags_add", "item_id": number, "tags": "_untagged_"},
        {"action": "tags_add", "item_id": number, "tags": {"a": 1}},
        {"action": "tags_add", "item_id": number, "tags": [["a"]]},
        {"action": "tags_remove", "item_id": number, "tags": []},
        {"action": "tag_rename", "old_tag": "kept"},
        {"action": "tag_rename", "old_tag": "kept", "new_tag": "_untagged_"},
        {"action": "tag_delete"},
        {"action": "tag_delete", "tag": ["kept"]},
        {"action": "add"},
        {"action": "add", "title": "No address"},
        {"action": "add_annotation", "item_id": number, "annotation": {}},
        {"action": "Archive", "item_id": number},
    ]
    before = rows(wire, detailType="complete")
    answer = send(wire, *bad, {"action": "favorite", "item_id": number})
    assert answer["action_results"] == [False] * len(bad) + [True]
    assert [error["code"] for error in answer["action_errors"][:-1]] == [130] * len(bad)
    assert answer["status"] == 1
    (after,) = rows(wire, detailType="complete")
    assert after["tags"] == before[0]["tags"]
    assert (after["status"], after["favorite"]) == ("0", "1")


def test_an_address_that_cannot_be_one_is_told_as_such(wire: Wire) -> None:
    for url in ("nonsense", "ftp://one.example.com/", ["http://one.example.com/"], "http://a b/"):
        answer = send(wire, {"action": "add", "url": url}, {"action": "archive", "url": url})
        assert answer["action_results"] == [False, False]
        assert {error["code"] for error in answer["action_errors"]} == {422}


def test_an_item_that_is_not_there_fails_but_may_be_deleted(wire: Wire) -> None:
    names = ("archive", "favorite", "tags_clear", "readd", "delete", "unfavorite")
    for number in ("77777", 2**53 + 1, str(2**63), 2**64, "9" * 30, "0"):
        answer = send(wire, *({"action": name, "item_id": number} for name in names))
        assert answer["action_results"] == [False, False, False, False, True, True]
        codes = [error and error["code"] for error in answer["action_errors"]]
        assert codes == [404, 404, 404, 404, None, None], number


def test_deleting_twice_and_by_an_address_never_saved_succeeds(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/")["item_id"]
    one = {"action": "delete", "item_id": number}
    never = {"action": "delete", "url": "http://never.example.com"}
    assert send(wire, one, one, never)["action_results"] == [True, True, True]


def test_an_add_by_id_brings_an_item_back(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/")["item_id"]
    send(wire, {"action": "archive", "item_id": number})
    answer = send(wire, {"action": "add", "item_id": number}, {"action": "add", "item_id": 999})
    assert answer["action_results"][0]["item_id"] == number
    assert answer["action_results"][1] is False
    assert [row["status"] for row in rows(wire)] == ["0"]


def test_replacing_with_no_tags_clears_them(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/", tags="a,b")["item_id"]
    assert send(wire, {"action": "tags_replace", "item_id": number, "tags": ""})["action_results"] == [True]
    assert tags_of(wire) == [[]]


def test_renaming_into_a_tag_that_is_there_makes_them_one(wire: Wire) -> None:
    add(wire, "http://one.example.com/", tags="a,b")
    add(wire, "http://two.example.com/", tags="a")
    send(wire, {"action": "tag_rename", "old_tag": "a", "new_tag": "b", "item_id": 999})
    assert tags_of(wire) == [["b"], ["b"]]


def test_a_link_sent_alone_is_answered_with_its_page(wire: Wire) -> None:
    url = page(wire)
    (item,) = send(wire, {"action": "add", "url": url})["action_results"]
    assert item["resolved_url"] == url
    assert item["title"] == "The river in the meadow"


def test_a_thousand_actions_in_one_call(wire: Wire) -> None:
    wire.set(add_wait=0)
    actions: list[dict[str, Any]] = [
        {"action": "add", "url": f"http://a.example.com/{n}"} for n in range(500)
    ]
    actions += [{"action": "archive", "url": f"http://a.example.com/{n}"} for n in range(500)]
    answer = send(wire, *actions)
    assert all(answer["action_results"])
    assert [item["given_url"] for item in answer["action_results"][:500]] == [a["url"] for a in actions[:500]]
    assert len(addresses(wire, state="archive")) == 500


def test_more_actions_than_bearable_are_refused_whole(wire: Wire) -> None:
    actions = [{"action": "add", "url": "http://one.example.com/"}] * 5001
    reply = wire.post("/v3/send", {"actions": actions, **wire.credentials()}, type="json")
    assert_failed(reply, 413, 130)
    assert rows(wire) == []


NO_LISTS: list[Any] = [
    None, "", "nonsense", "{}", {}, {"action": "archive"}, 5, True, [5], ["archive"], [None], [{}],
    [{"action": ""}], [{"action": None}], [{"action": 5}], [{"item_id": 1}], '[{"item_id": 1}]', "[", "%5B",
]  # fmt: skip


def test_what_is_no_list_of_actions_is_refused_before_anything_runs(wire: Wire) -> None:
    for actions in NO_LISTS:
        if isinstance(actions, list):
            actions = [{"action": "add", "url": "http://one.example.com/"}, *actions]
        reply = wire.post("/v3/send", {"actions": actions, **wire.credentials()}, type="json")
        assert_failed(reply, 400, 130)
    assert rows(wire) == []


def test_no_actions_at_all_are_refused(wire: Wire) -> None:
    assert_failed(wire.post("/v3/send", wire.credentials()), 400, 130)


def test_spaces_written_as_plus_survive_a_second_encoding(wire: Wire) -> None:
    from urllib.parse import quote_plus, urlencode

    actions = quote_plus(
        json.dumps([{"action": "add", "url": "http://one.example.com/", "title": "Two words"}])
    )
    assert wire.get("/v3/send", urlencode({"actions": actions, **wire.credentials()})).status == 200
    assert rows(wire)[0]["given_title"] == "Two words"


def test_a_plus_in_a_title_is_kept(wire: Wire) -> None:
    send(wire, {"action": "add", "url": "http://one.example.com/", "title": "1 + 1"})
    assert rows(wire)[0]["given_title"] == "1 + 1"
