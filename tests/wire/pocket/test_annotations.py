"""Highlights: kept with their items, told when asked for, and never lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.pocket_common import add, get, rows, send
from tests.wire.server import Wire

ONE, TWO = "http://one.example.com/", "http://two.example.com/"


def mark(name: str = "a-1", quote: str = "The river", **more: Any) -> dict[str, Any]:
    return {"annotation_id": name, "patch": "@@ -1,2 +1,3 @@", "quote": quote, "version": 2, **more}


def marks(wire: Wire, user: str = "alice", **values: Any) -> list[dict[str, Any]]:
    return [
        each
        for row in rows(wire, user, annotations=1, state="all", **values)
        for each in row.get("annotations", [])
    ]


def annotate(wire: Wire, number: str, *annotations: Any, user: str = "alice") -> list[bool]:
    acts = [{"action": "add_annotation", "item_id": number, "annotation": each} for each in annotations]
    results: list[bool] = send(wire, *acts, user=user)["action_results"]
    return results


def test_a_highlight_is_told_with_its_item_and_all_of_it_is_text(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    assert annotate(wire, number, mark(created_at="2020-03-01 12:00:00")) == [True]
    assert marks(wire) == [
        {
            "annotation_id": "a-1", "item_id": number, "quote": "The river", "patch": "@@ -1,2 +1,3 @@", "version": "2",
            "created_at": "2020-03-01 12:00:00",
        }
    ]  # fmt: skip


def test_highlights_are_told_only_when_they_are_asked_for(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    annotate(wire, number, mark())
    values: dict[str, Any]
    for values in ({}, {"annotations": 0}, {"annotations": "0", "detailType": "complete"}):
        assert "annotations" not in rows(wire, **values)[0], values
    for values in ({"annotations": 1}, {"annotations": "1", "detailType": "simple"}, {"annotations": True}):
        assert len(rows(wire, **values)[0]["annotations"]) == 1, values
    add(wire, TWO)
    assert [("annotations" in row) for row in rows(wire, annotations=1)] == [False, True]


def test_items_with_highlights_can_be_asked_for(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    add(wire, TWO)
    annotate(wire, number, mark())
    assert [row["item_id"] for row in rows(wire, hasAnnotations=1)] == [number]
    assert len(rows(wire, hasAnnotations=0)) == 2
    assert get(wire, hasAnnotations="1", total=1)["total"] == "1"


def test_the_item_may_be_named_by_its_address_and_the_annotation_be_text(wire: Wire) -> None:
    add(wire, ONE)
    answer = send(
        wire,
        {
            "action": "add_annotation",
            "url": ONE,
            "annotation": '{"annotation_id": "b", "quote": "Q", "patch": "p"}',
        },
        {
            "action": "add_annotation",
            "url": ONE,
            "annotation": mark("c", created_at=1500000000123),
            "time": "1400000000",
        },
        {"action": "add_annotation", "url": ONE, "annotation": mark("d"), "time": "1400000000"},
    )
    assert answer["action_results"] == [True] * 3
    told = {each["annotation_id"]: each for each in marks(wire)}
    assert told["b"]["version"] == "2"
    assert told["c"]["created_at"] == "2017-07-14 02:40:00"
    assert told["d"]["created_at"] == "2014-05-13 16:53:20"


def test_sending_a_highlight_twice_keeps_one_and_the_later_word_counts(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    annotate(wire, number, mark(), mark(quote="The river, longer"))
    assert [each["quote"] for each in marks(wire)] == ["The river, longer"]


def test_a_highlight_is_deleted_by_its_id_and_again_without_harm(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    annotate(wire, number, mark("a"), mark("b"))
    answer = send(
        wire,
        {"action": "delete_annotation", "annotation_id": "a"},
        {"action": "delete_annotation", "annotation_id": "a", "item_id": number},
        {"action": "delete_annotation", "annotation_id": "never there"},
    )
    assert answer["action_results"] == [True] * 3
    assert [each["annotation_id"] for each in marks(wire)] == ["b"]


def test_marking_shows_in_the_next_look_for_changes(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    for action in (
        {"action": "add_annotation", "item_id": number, "annotation": mark()},
        {"action": "delete_annotation", "annotation_id": "a-1"},
    ):
        wire.clock.forward(seconds=60)
        since = wire.clock.now() // 1000
        assert rows(wire, since=since) == []
        send(wire, action)
        assert [row["item_id"] for row in rows(wire, since=since)] == [number]


def test_highlights_leave_with_their_item_and_come_back_with_it_within_thirty_days(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    annotate(wire, number, mark())
    before = marks(wire)
    send(wire, {"action": "delete", "item_id": number})
    assert marks(wire) == []
    add(wire, ONE)
    assert marks(wire) == before
    send(wire, {"action": "delete", "item_id": number}, {"action": "undo_delete", "item_id": number})
    assert marks(wire) == before
    send(wire, {"action": "delete", "item_id": number})
    wire.clock.forward(days=31)
    wire.settle()
    add(wire, ONE)
    assert marks(wire) == []


def test_a_highlight_of_the_name_of_one_in_the_trash_has_nothing_of_that(wire: Wire) -> None:
    first, second = add(wire, ONE)["item_id"], add(wire, "http://other.example.com/")["item_id"]
    annotate(wire, first, mark())
    send(wire, {"action": "delete", "item_id": first})
    annotate(wire, second, mark())
    assert [each["item_id"] for each in marks(wire)] == [second]
    add(wire, ONE)
    assert [each["item_id"] for each in marks(wire)] == [second]


def test_highlights_move_when_two_items_turn_out_to_be_one(wire: Wire) -> None:
    story, short = "http://two.example.com/story", "http://short.example.com/x"
    first, second = add(wire, story)["item_id"], add(wire, short)["item_id"]
    annotate(wire, first, mark("of the first"))
    annotate(wire, second, mark("of the second"))
    wire.web.page(short, "<p>Page.</p>", redirect_to=story)
    send(wire, {"action": "add", "url": short})
    wire.settle()
    assert [row["item_id"] for row in rows(wire, state="all")] == [first]
    assert {each["annotation_id"]: each["item_id"] for each in marks(wire)} == {
        "of the first": first,
        "of the second": first,
    }
    assert annotate(wire, second, mark("later")) == [True]
    assert {each["item_id"] for each in marks(wire)} == {first}


#: Annotations that mark nothing, or nothing that can be kept.
BAD: list[Any] = [
    None, "", {}, [], "not json", 5, {"annotation_id": "a"}, {"quote": "q"}, {"annotation_id": " ", "quote": "q"},
    {"annotation_id": "a", "quote": "  "}, {"annotation_id": ["a"], "quote": "q"},
    {"annotation_id": "a", "quote": {"a": 1}},
    {"annotation_id": "a" * 201, "quote": "q"}, {"annotation_id": "a", "quote": "q" * 20_001},
    {"annotation_id": "a", "quote": "q", "patch": "p" * 60_001}, {"annotation_id": "a", "quote": "q", "version": "two"},
    {"annotation_id": "a", "quote": "q", "version": -1}, {"annotation_id": "a", "quote": "\x00\x01"},
]  # fmt: skip


def test_what_marks_nothing_is_refused_and_changes_nothing(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    acts: list[dict[str, Any]] = [
        {"action": "add_annotation", "item_id": number, "annotation": each} for each in BAD
    ]
    acts += [{"action": "add_annotation", "annotation": mark()}, {"action": "delete_annotation"}]
    answer = send(wire, *acts)
    assert answer["action_results"] == [False] * len(acts)
    assert {error["code"] for error in answer["action_errors"]} == {130}
    assert marks(wire) == []


def test_an_item_that_is_not_there_holds_no_highlights(wire: Wire) -> None:
    answer = send(wire, {"action": "add_annotation", "item_id": 4711, "annotation": mark()})
    assert (answer["action_results"], answer["action_errors"][0]["code"]) == ([False], 404)


@pytest.mark.parametrize(
    "quote", ["Ärger & <b>Mühe</b>", "\"quoted\" \\ 'and'", "日本語の引用", "line\nbreak"]
)
def test_quotes_come_back_as_they_went_in(wire: Wire, quote: str) -> None:
    annotate(wire, add(wire, ONE)["item_id"], mark(quote=quote))
    assert marks(wire)[0]["quote"] == quote


def test_a_stranger_neither_sees_nor_touches_them(wire: Wire) -> None:
    number = add(wire, ONE)["item_id"]
    annotate(wire, number, mark())
    assert annotate(wire, number, mark("mine"), user="mallory") == [False]
    add(wire, ONE, user="mallory")
    assert marks(wire, "mallory") == []
    assert send(wire, {"action": "delete_annotation", "annotation_id": "a-1"}, user="mallory")[
        "action_results"
    ] == [True]
    assert [each["annotation_id"] for each in marks(wire)] == ["a-1"]
    mine = send(
        wire, {"action": "add_annotation", "url": ONE, "annotation": mark(quote="Mallory's")}, user="mallory"
    )
    assert mine["action_results"] == [True]
    assert [each["quote"] for each in marks(wire)] == ["The river"]
