"""Undo: back to where it was, and not to the top."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.pocket_common import add, addresses, page, rows, send
from tests.wire.server import Wire

OLD, NEW = "http://old.example.com/", "http://new.example.com/"


@pytest.fixture
def two(wire: Wire) -> tuple[str, str]:
    """Two items, the newer one an hour after the other."""
    page(wire, OLD)
    old = add(wire, OLD, tags="kept", title="A title")["item_id"]
    wire.clock.forward(hours=1)
    return old, add(wire, NEW)["item_id"]


def row(wire: Wire, number: str) -> dict[str, Any]:
    return next(row for row in rows(wire, state="all", detailType="complete") if row["item_id"] == number)


def test_an_archived_item_goes_back_to_its_old_place(wire: Wire, two: tuple[str, str]) -> None:
    before = row(wire, two[0])
    wire.clock.forward(hours=1)
    answer = send(
        wire, {"action": "archive", "item_id": two[0]}, {"action": "undo_archive", "item_id": two[0]}
    )
    assert answer["action_results"] == [True, True]
    after = row(wire, two[0])
    assert (after["status"], after["time_read"]) == ("0", "0")
    assert after["time_added"] == before["time_added"]
    assert int(after["time_updated"]) > int(before["time_updated"])
    assert list(after["tags"]) == ["kept"]
    assert addresses(wire) == [NEW, OLD]


def test_a_deleted_item_goes_back_to_its_old_place_with_all_that_it_had(
    wire: Wire, two: tuple[str, str]
) -> None:
    send(wire, {"action": "favorite", "item_id": two[0]})
    before = row(wire, two[0])
    send(wire, {"action": "delete", "item_id": two[0]})
    wire.web.fetched.clear()
    assert send(wire, {"action": "undo_delete", "item_id": two[0]})["action_results"] == [True]
    wire.settle()
    after = row(wire, two[0])
    assert {**after, "time_updated": ""} == {**before, "time_updated": ""}
    assert (list(after["tags"]), after["given_title"], after["favorite"]) == (["kept"], "A title", "1")
    assert addresses(wire) == [NEW, OLD]
    assert wire.web.fetched == []


def test_an_archived_item_that_was_deleted_goes_back_to_the_archive_if_nobody_says_otherwise(
    wire: Wire, two: tuple[str, str]
) -> None:
    send(wire, {"action": "archive", "item_id": two[0], "time": 1500000000})
    send(wire, {"action": "delete", "item_id": two[0]}, {"action": "undo_delete", "item_id": two[0]})
    after = row(wire, two[0])
    assert (after["status"], after["time_read"]) == ("1", "1500000000")


def test_of_what_was_deleted_long_ago_only_the_address_comes_back(wire: Wire, two: tuple[str, str]) -> None:
    before = row(wire, two[0])
    send(wire, {"action": "delete", "item_id": two[0]})
    wire.clock.forward(days=31)
    wire.settle()
    wire.web.fetched.clear()
    assert send(wire, {"action": "undo_delete", "item_id": two[0]})["action_results"] == [True]
    wire.settle()
    after = row(wire, two[0])
    assert (after["status"], after["time_added"]) == ("0", before["time_added"])
    assert wire.web.fetched == [OLD]
    assert "tags" not in after
    assert (after["given_title"], after["favorite"]) == ("", "0")


@pytest.mark.parametrize(
    ("old_status", "status"), [(0, "0"), ("0", "0"), (1, "1"), ("1", "1"), (2, "0"), ("x", "0"), (None, "0")]
)
def test_a_deleted_item_goes_back_to_the_list_that_it_was_on(
    wire: Wire, two: tuple[str, str], old_status: Any, status: str
) -> None:
    action = {"action": "undo_delete", "url": OLD, "old_status": old_status, "time": 1500000000}
    assert send(wire, {"action": "delete", "url": OLD}, action)["action_results"] == [True, True]
    after = row(wire, two[0])
    assert (after["status"], after["time_read"]) == (status, "1500000000" if status == "1" else "0")
    stats = wire.get("/v3/stats", wire.credentials()).json()
    assert (stats["count_unread"], stats["count_read"]) == ((1, 1) if status == "1" else (2, 0))


def test_there_is_nothing_to_undo_twice(wire: Wire, two: tuple[str, str]) -> None:
    before = rows(wire, state="all", detailType="complete")
    answer = send(
        wire,
        {"action": "undo_archive", "item_id": two[0]},
        {"action": "undo_delete", "item_id": two[0]},
        {"action": "undo_delete", "item_id": two[1], "old_status": 1},
    )
    assert answer["action_results"] == [True] * 3
    assert rows(wire, state="all", detailType="complete") == before


def test_what_was_never_there_cannot_come_back(wire: Wire, two: tuple[str, str]) -> None:
    send(wire, {"action": "delete", "item_id": two[0]})
    answer = send(
        wire,
        {"action": "undo_delete", "item_id": 4711},
        {"action": "undo_archive", "item_id": 4711},
        {"action": "undo_archive", "item_id": two[0]},
        {"action": "undo_delete"},
    )
    assert answer["action_results"] == [False] * 4
    assert [error["code"] for error in answer["action_errors"]] == [404, 404, 404, 130]
    assert send(wire, {"action": "undo_delete", "item_id": two[0]}, user="mallory")["action_results"] == [
        False
    ]
    assert addresses(wire, state="all") == [NEW]


def test_those_who_keep_a_copy_hear_of_it(wire: Wire, two: tuple[str, str]) -> None:
    send(wire, {"action": "delete", "item_id": two[0]})
    wire.clock.forward(seconds=60)
    since = wire.clock.now() // 1000
    send(wire, {"action": "undo_delete", "item_id": two[0]})
    assert [(each["item_id"], each["status"]) for each in rows(wire, since=since)] == [(two[0], "0")]
