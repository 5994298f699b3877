"""`since`: a copy of the list is kept true by asking for changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.pocket_common import add, get, gone, send
from tests.wire.pocket_common import rows as all_rows
from tests.wire.server import Wire

LAST = "http://last.example.com/"


def synced(wire: Wire) -> int:
    """What an answer says to ask for next, when `LAST` was the last to change, alone in its second."""
    wire.clock.forward(seconds=60)
    add(wire, LAST)
    since = get(wire, state="all")["since"]
    assert isinstance(since, int)
    wire.clock.forward(seconds=60)
    return since


def rows(wire: Wire, **values: Any) -> list[dict[str, Any]]:
    """The rows but for `LAST`, which is repeated for as long as nothing else changes."""
    return [row for row in all_rows(wire, **values) if row.get("given_url") != LAST]


def addresses(wire: Wire, **values: Any) -> list[str]:
    return [row["given_url"] for row in rows(wire, **values)]


def test_changes_since_an_answer_are_all_there_and_nothing_else(wire: Wire) -> None:
    one, two, three = (
        add(wire, f"http://{name}.example.com/")["item_id"] for name in ("one", "two", "three")
    )
    since = synced(wire)
    send(
        wire,
        {"action": "archive", "item_id": one},
        {"action": "delete", "item_id": two},
        {"action": "add", "url": "http://four.example.com/"},
    )
    answer = get(wire, since=since)
    assert (answer["status"], answer["complete"]) == (1, 0)
    assert answer["list"][two] == gone(two)
    assert answer["list"][one]["status"] == "1"
    assert three not in answer["list"]
    assert sorted(row["status"] for row in rows(wire, since=since)) == ["0", "1", "2"]


#: As e-readers ask. Each of the two, beside complete rows, tells that it is one.
READER = {"state": "unread", "detailType": "complete"}


@pytest.mark.parametrize("action", ["archive", "delete"])
@pytest.mark.parametrize(
    "values",
    [
        {}, {"state": "all"}, {**READER, "total": "1"}, {**READER, "contentType": "all"},
        {**READER, "contentType": "All", "total": 0},
        {**READER, "state": "queue", "total": 1, "detailType": "Complete"},
    ],
    ids=str,
)  # fmt: skip
def test_what_left_the_list_is_told_to_who_keeps_a_copy_of_it(
    wire: Wire, action: str, values: dict[str, Any]
) -> None:
    number = add(wire, "http://one.example.com/")["item_id"]
    since = synced(wire)
    send(wire, {"action": action, "item_id": number})
    (row,) = rows(wire, since=since, **values)
    assert row["status"] == {"archive": "1", "delete": "2"}[action]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "unread"}, {"state": "queue"}, {"state": "unread", "detailType": "complete"}, {**READER, "total": 0},
        {"state": "unread", "total": 1}, {"state": "unread", "contentType": "article"},
    ],
    ids=str,
)  # fmt: skip
def test_who_asks_for_unread_rows_gets_nothing_else(wire: Wire, values: dict[str, Any]) -> None:
    archived, deleted = (add(wire, f"http://{name}.example.com/")["item_id"] for name in ("one", "two"))
    since = synced(wire)
    add(wire, "http://three.example.com/")
    send(wire, {"action": "archive", "item_id": archived}, {"action": "delete", "item_id": deleted})
    found = rows(wire, since=since, **{**values, "contentType": values.get("contentType") and "all"})
    assert [row["given_url"] for row in found] == ["http://three.example.com/"]


def test_who_asks_for_archived_rows_gets_nothing_else(wire: Wire) -> None:
    archived, deleted = (add(wire, f"http://{name}.example.com/")["item_id"] for name in ("one", "two"))
    since = synced(wire)
    send(wire, {"action": "archive", "item_id": archived}, {"action": "delete", "item_id": deleted})
    for state in ("archive", "read"):
        assert addresses(wire, since=since, state=state) == ["http://one.example.com/"]


def test_deletions_are_told_whatever_the_list_is_narrowed_to(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/", tags="a")["item_id"]
    since = synced(wire)
    send(wire, {"action": "delete", "item_id": number})
    for values in ({"tag": "a"}, {"favorite": 1}, {"state": "all", "search": "one"}):
        assert [row["status"] for row in rows(wire, since=since, **values)] == ["2"], values


def test_without_since_deleted_items_are_never_listed(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/")["item_id"]
    send(wire, {"action": "delete", "item_id": number})
    for state in (None, "all", "unread", "archive", "anyactive"):
        for since in (0, "0", None, ""):
            answer = get(wire, state=state, since=since)
            assert (answer["list"], answer["complete"]) == ([], 1)


def test_since_is_understood_in_many_forms(wire: Wire) -> None:
    add(wire, "http://one.example.com/")
    since = synced(wire)
    add(wire, "http://two.example.com/")
    for form in (since, str(since), float(since), f"{since}.0", since * 1000, str(since * 1000)):
        assert addresses(wire, since=form) == ["http://two.example.com/"], form
    assert get(wire, since=2**62)["list"] == []


def test_a_change_in_the_second_of_the_last_look_is_not_lost(wire: Wire) -> None:
    add(wire, "http://one.example.com/")
    since = get(wire)["since"]
    add(wire, "http://two.example.com/")
    assert "http://two.example.com/" in addresses(wire, since=since)


def test_nothing_new_is_at_most_the_last_second_again(wire: Wire) -> None:
    add(wire, "http://one.example.com/")
    assert addresses(wire, since=synced(wire)) == []
    answer = get(wire, since=wire.clock.now() // 1000)
    assert (answer["status"], answer["complete"], answer["list"]) == (2, 0, [])


def test_every_act_shows_in_the_next_look(wire: Wire) -> None:
    number = add(wire, "http://one.example.com/", tags="a,b,c,d")["item_id"]
    for action in (
        {"action": "archive"}, {"action": "readd"}, {"action": "favorite"}, {"action": "unfavorite"},
        {"action": "tags_add", "tags": "x"}, {"action": "tags_remove", "tags": "a"},
        {"action": "tags_replace", "tags": "b,c,d"}, {"action": "tag_rename", "old_tag": "b", "new_tag": "y"},
        {"action": "tag_delete", "tag": "c"}, {"action": "tags_clear"},
    ):  # fmt: skip
        since = synced(wire)
        send(wire, {**action, "item_id": number})
        assert [row["item_id"] for row in rows(wire, since=since)] == [number], action
