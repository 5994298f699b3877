"""What the Open Pocket door promises beyond its transcript."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.base.errors import Busy
from satchel.library import saving
from satchel.library.usecase import writes
from tests.wire.http import Reply
from tests.wire.pocket_common import LIMITS, limits, page, rows
from tests.wire.server import Wire


def call(wire: Wire, name: str, user: str = "alice", **values: Any) -> Reply:
    return wire.post(f"/v1/{name}", {**wire.credentials(user), **values}, type="json")


def results(wire: Wire, *actions: Any, user: str = "alice") -> list[bool]:
    reply = call(wire, "send", user, actions=list(actions))
    assert reply.status == 200, reply
    answer = reply.json()
    assert answer["status"] == int(all(answer["action_results"]))
    found: list[bool] = answer["action_results"]
    return found


def assert_failed(reply: Reply, status: int, code: int) -> None:
    assert (reply.status, reply.headers.get("x-error-code")) == (status, str(code)), reply
    error = reply.json()["error"]
    assert error["code"] == status
    assert error["message"]
    assert limits(reply) == LIMITS


def saved(wire: Wire, url: str = "http://one.example.com/", **values: Any) -> str:
    number: str = call(wire, "add", url=url, **values).json()["item"]["item_id"]
    return number


def test_the_given_title_takes_precedence_over_the_one_that_is_found(wire: Wire) -> None:
    url = page(wire)
    assert call(wire, "add", url=url).json()["item"]["title"] == "The river in the meadow"
    assert call(wire, "add", url=url, title="Mine").json()["item"]["title"] == "Mine"
    (row,) = call(wire, "get").json()["list"].values()
    assert (row["resolved_title"], row["given_title"]) == ("Mine", "Mine")
    assert rows(wire)[0]["resolved_title"] == "The river in the meadow"


def test_the_given_title_is_shown_while_no_other_is_known(wire: Wire) -> None:
    item = call(wire, "add", url="http://nowhere.example.com/", title="Mine").json()["item"]
    assert (item["resolved_id"], item["title"]) == ("0", "Mine")
    assert call(wire, "add", url="http://nowhere.example.com/b").json()["item"]["title"] == ""


def test_the_twelve_actions_are_true_and_done(wire: Wire) -> None:
    number = saved(wire)
    one = {"item_id": number}
    assert all(
        results(
            wire,
            {"action": "add", "url": "http://two.example.com/", "tags": "t"},
            {"action": "archive", **one}, {"action": "readd", **one}, {"action": "archive", **one},
            {"action": "favorite", **one}, {"action": "unfavorite", **one}, {"action": "favorite", **one},
            {"action": "tags_add", "tags": "a,b,c", **one}, {"action": "tags_remove", "tags": "a", **one},
            {"action": "tag_rename", "old_tag": "b", "new_tag": "d"}, {"action": "tag_delete", "tag": "c"},
        )
    )  # fmt: skip
    found = {row["given_url"]: row for row in rows(wire, state="all", detailType="complete")}
    assert list(found["http://one.example.com/"]["tags"]) == ["d"]
    assert (found["http://one.example.com/"]["status"], found["http://one.example.com/"]["favorite"]) == (
        "1",
        "1",
    )
    assert list(found["http://two.example.com/"]["tags"]) == ["t"]
    assert all(
        results(
            wire,
            {"action": "tags_replace", "tags": "x", **one},
            {"action": "tags_clear", **one},
            {"action": "delete", **one},
        )
    )
    assert [row["given_url"] for row in rows(wire, state="all")] == ["http://two.example.com/"]


def test_only_a_string_of_digits_names_an_item(wire: Wire) -> None:
    number = saved(wire)
    for bad in (int(number), float(number), f" {number}", f"+{number}", f"{number}.0", "", None, True, [number],
                "٣", "0", str(2**63), "9" * 20, "9" * 21, "9" * 5000, 10**30):  # fmt: skip
        assert results(wire, {"action": "archive", "item_id": bad}) == [False], bad
    assert results(wire, {"action": "archive", "url": "http://one.example.com/"}) == [False]
    assert [row["status"] for row in rows(wire)] == ["0"]
    assert results(wire, {"action": "archive", "item_id": f"000{number}"}) == [True]


def test_what_cannot_be_understood_is_false_and_the_rest_is_carried_out(wire: Wire) -> None:
    number = saved(wire)
    bad: list[Any] = [
        5, None, "archive", [], {}, {"action": None}, {"action": ["archive"], "item_id": number},
        {"action": "juggle", "item_id": number}, {"action": "pv"}, {"action": "add"},
        {"action": "add", "item_id": number},
        {"action": "add", "url": "javascript:alert(1)"}, {"action": "add", "url": 5}, {"action": "add", "url": ["http://a.example.com/"]},
        {"action": "add", "url": "http://a.example.com/", "tags": {}}, {"action": "tags_add", "item_id": number},
        {"action": "tag_rename", "old_tag": "a"}, {"action": "tag_delete", "tag": ""},
    ]  # fmt: skip
    assert results(wire, *bad, {"action": "favorite", "item_id": number}) == [False] * len(bad) + [True]
    assert [row["favorite"] for row in rows(wire, state="all")] == ["1"]


def test_an_add_takes_place_now_whatever_time_it_names(wire: Wire) -> None:
    assert results(wire, {"action": "add", "url": "http://one.example.com/", "time": "1400000000"}) == [True]
    assert int(rows(wire)[0]["time_added"]) >= wire.clock.now() // 1000 - 5


def test_no_actions_are_all_done(wire: Wire) -> None:
    assert results(wire) == []


def test_what_is_no_list_is_refused(wire: Wire) -> None:
    nothing: tuple[object, ...] = (None, "", "[]", {}, 5, '[{"action": "pv"}]')
    for actions in nothing:
        assert_failed(call(wire, "send", actions=actions), 400, 130)


def test_more_actions_than_bearable_are_refused(wire: Wire) -> None:
    assert_failed(call(wire, "send", actions=[{"action": "pv"}] * 5001), 413, 130)


def test_a_stranger_is_told_the_same_as_of_an_item_that_is_not_there(wire: Wire) -> None:
    number = saved(wire, tags="secret")
    before = rows(wire, detailType="complete")
    names = (
        "archive",
        "readd",
        "favorite",
        "unfavorite",
        "delete",
        "tags_clear",
        "tags_add",
        "tags_remove",
        "tags_replace",
    )
    actions = [{"action": name, "item_id": number, "tags": "x"} for name in names]
    assert results(wire, *actions, user="mallory") == [False] * len(names)
    assert rows(wire, detailType="complete") == before


def test_the_order_of_checks(wire: Wire) -> None:
    weak = wire.key(add=False, modify=False, retrieve=False)
    good = wire.credentials()
    for name in ("add", "send", "get"):
        for values, status, code in (
            ({"consumer_key": None, "access_token": None}, 400, 138),
            ({"consumer_key": "bad", "access_token": None}, 403, 152),
            ({"access_token": None}, 401, 107),
            ({"access_token": [good["access_token"]]}, 400, 130),
            ({"consumer_key": weak, "access_token": wire.token("alice", weak)}, 403, 151),
            ({"count": "x"}, 400, 130),
        ):  # fmt: skip
            assert_failed(call(wire, name, **values), status, code)


def test_the_bearer_header_is_read_in_any_case(wire: Wire) -> None:
    good = wire.credentials()
    for scheme in ("Bearer", "bearer", "BEARER "):
        headers = {"Authorization": f"{scheme} {good['access_token']}"}
        body = {"consumer_key": good["consumer_key"]}
        assert wire.post("/v1/get", body, type="json", headers=headers).status == 200
    for wrong in ("Basic eDp5", "Bearer", "Bearer \xff", good["access_token"]):
        assert_failed(
            wire.post(
                "/v1/get",
                {"consumer_key": good["consumer_key"]},
                type="json",
                headers={"Authorization": wrong},
            ),
            401,
            107,
        )


def test_a_slash_at_the_end_and_pages_of_other_sites(wire: Wire) -> None:
    reply = wire.post(
        "/v1/get/", wire.credentials(), type="json", headers={"Origin": "https://reader.example.com"}
    )
    assert reply.status == 200
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers


def test_used_up_limits_plain_http_and_faults_of_ours_have_this_shape(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.library.limits.user_limit = 2
    assert call(wire, "get").status == 200
    wire.set(secure=True)
    assert_failed(call(wire, "get"), 400, 130)
    wire.set(secure=False)

    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(saving, "save", writes(fail))
    assert_failed(call(wire, "add", url="http://one.example.com/"), 500, 198)
    assert_failed(call(wire, "get"), 403, 5200)


def test_other_paths_are_missing_in_this_shape(wire: Wire) -> None:
    for path in ("/v1", "/v1/", "/v1/nothing", "/api/v1", "/api/v1/nothing"):
        assert_failed(wire.post(path, wire.credentials(), type="json"), 404, 130)


def test_a_server_with_too_many_callers_says_so_in_this_shape(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(wire.server), "__call__", _full(type(wire.server).__call__))
    assert_failed(call(wire, "get"), 503, 199)


def _full(ask: Any) -> Any:
    """The server, asked as it is when all its connections are taken."""

    async def asked(server: Any, scope: Any, receive: Any, send: Any) -> None:
        await ask(server, {**scope, "satchel.refusal": Busy()}, receive, send)

    return asked
