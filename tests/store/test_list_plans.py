"""How lists are found: each by an index, however many items there are."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest

from satchel.library import finding, saving
from satchel.model.items import Kind, NewLink, Order, Position, Query, State
from satchel.store import listing, narrowing
from satchel.store.db import ReadTx, Store
from tests.store.explaining import explain

__all__ = ["explain"]


def _list_plan(plans: list[tuple[str, str]]) -> str:
    return next(plan for sql, plan in plans if "i.given_url" in sql)


UNREAD, BOTH = (State.UNREAD,), (State.UNREAD, State.ARCHIVED)
EVERYTHING = (*BOTH, State.DELETED)

#: What is asked for, and the index that gives it in its order, for each state apart.
IN_ORDER: list[tuple[dict[str, Any], str]] = [
    ({}, "items_by_added (user_id=? AND state=?)"),
    ({"order": Order.OLDEST}, "items_by_added (user_id=? AND state=?)"),
    ({"order": Order.TITLE}, "items_by_title (user_id=?)"),
    ({"order": Order.SITE}, "items_by_site (user_id=?)"),
    ({"order": Order.SHORTEST}, "items_by_words (user_id=?)"),
    ({"order": Order.LONGEST}, "items_by_words (user_id=?)"),
    ({"offset": 5}, "items_by_added (user_id=? AND state=?)"),
    ({"favourite": True}, "items_favourite (user_id=? AND state=?)"),
    ({"kind": Kind.VIDEO}, "items_videos (user_id=? AND state=?)"),
    ({"kind": Kind.IMAGE}, "items_images (user_id=? AND state=?)"),
    ({"host": "h3.example"}, "items_by_domain (user_id=? AND domain=?)"),
]


@pytest.mark.parametrize("states", [UNREAD, (State.ARCHIVED,), BOTH], ids=["unread", "archive", "all"])
@pytest.mark.parametrize(("query", "index"), IN_ORDER, ids=str)
def test_a_list_reads_one_index_in_order_and_sorts_nothing(
    explain: Any,
    query: dict[str, Any],
    index: str,
    states: tuple[State, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=states, **query))))
    knows_states = "state=?" in index
    kind = "COVERING INDEX" if knows_states else "INDEX"
    assert plan.count(f"SEARCH i USING {kind} {index}") == (len(states) if knows_states else 1), plan
    # The thirty of the page are put in order once more where two indexes were merged.
    assert plan.count("TEMP B-TREE") <= len(states) - 1, plan
    assert "SCAN i" not in plan


@pytest.mark.parametrize("states", [UNREAD, BOTH], ids=["unread", "all"])
@pytest.mark.parametrize(("query", "index"), IN_ORDER, ids=str)
def test_the_next_page_begins_in_the_index_where_the_last_one_ended(
    explain: Any,
    query: dict[str, Any],
    index: str,
    states: tuple[State, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    order = query.get("order", Order.NEWEST)
    value = b"x" if order in (Order.TITLE, Order.SITE) else 9
    asked = Query(states=states, after=Position(value, 7), **query)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, asked)))
    column, way = listing._ORDERS[order]
    begun = f"({index.partition('(')[2][:-1]} AND ({column},id){'<' if way == 'DESC' else '>'}(?,?))"
    assert begun in plan, plan
    assert plan.count("TEMP B-TREE") <= len(states) - 1, plan


#: What is asked for, and where its few items are found, which are then sorted.
FEW: list[tuple[dict[str, Any], str]] = [
    ({"tag": "t", "order": Order.TITLE}, "SEARCH t USING"),
    ({"highlighted": True}, "SEARCH h USING COVERING INDEX highlights_by_item (user_id=?)"),
    ({"favourite": True, "order": Order.TITLE}, "SEARCH f USING COVERING INDEX items_favourite"),
    ({"kind": Kind.VIDEO, "order": Order.LONGEST}, "SEARCH f USING COVERING INDEX items_videos"),
    ({"kind": Kind.IMAGE, "tag": "t"}, "SEARCH f USING COVERING INDEX items_images"),
    ({"untagged": True}, "SEARCH f USING COVERING INDEX items_untagged"),
    ({"kind": Kind.ARTICLE}, "SEARCH f USING COVERING INDEX items_articles"),
    ({"order": Order.TITLE}, "SEARCH f USING COVERING INDEX items_by_added (user_id=? AND state=?)"),
    ({"host": "example", "order": Order.SITE}, "items_by_domain (user_id=? AND domain>? AND domain<?)"),
    ({"host": "example"}, "items_by_domain (user_id=? AND domain>? AND domain<?)"),
    ({"since": 5, "states": EVERYTHING}, "SEARCH f USING COVERING INDEX items_by_change (user_id=? AND changed_at>?)"),
    ({"before": 5}, "SEARCH f USING COVERING INDEX items_by_change (user_id=? AND changed_at<?)"),
    ({"since": 5, "tag": "t", "states": EVERYTHING}, "items_by_change (user_id=? AND changed_at>?)"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "place"), FEW, ids=str)
def test_a_list_of_few_begins_where_they_are_found(explain: Any, query: dict[str, Any], place: str) -> None:
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(**query))))
    assert place in plan, plan
    assert "SEARCH i USING INDEX sqlite_autoindex_items_1 (user_id=? AND id=?)" in plan
    assert "SCAN i" not in plan


@pytest.mark.parametrize("query", [{"tag": "t", "order": Order.TITLE}, {"highlighted": True}], ids=str)
def test_a_list_of_many_walks_the_index_of_its_order_until_its_page_is_full(
    explain: Any, query: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=UNREAD, **query))))
    assert re.search(
        r"SEARCH i USING .*INDEX items_by_(added \(user_id=\? AND state=\?\)|title \(user_id=\?\))", plan
    ), plan
    assert "TEMP B-TREE" not in plan


def test_what_changed_is_counted_and_put_in_the_order_of_its_ids_by_the_index_of_changes_alone(
    explain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    query = Query(states=EVERYTHING, since=5, order=Order.NUMBER)
    by_change = "SEARCH i USING COVERING INDEX items_by_change (user_id=? AND changed_at>?)"
    assert by_change in _list_plan(explain(lambda tx: finding.find(tx, 1, query)))
    assert by_change in explain(lambda tx: finding.count(tx, 1, query))[-1][1]


@pytest.mark.parametrize(
    ("order", "index"),
    [
        (Order.NUMBER, "SEARCH i USING INDEX sqlite_autoindex_items_1 (user_id=?)"),
        (Order.NEWEST, "SEARCH i USING INDEX items_by_added (user_id=? AND state=?)"),
        (Order.TITLE, "SEARCH i USING INDEX items_by_title (user_id=?)"),
    ],
)
def test_the_list_is_walked_down_where_most_of_it_has_changed(
    explain: Any, order: Order, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    monkeypatch.setattr(narrowing, "MAX_SORTED", -1)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=EVERYTHING, since=5, order=order))))
    assert index in plan, plan
    assert "items_by_change" not in plan.split("SEARCH i USING", 1)[1], plan


@pytest.mark.parametrize("states", [UNREAD, BOTH], ids=["unread", "all"])
@pytest.mark.parametrize("query", [{}, {"order": Order.OLDEST}, {"text": "h"}, {"favourite": False}], ids=str)
def test_the_list_of_a_tag_is_a_range_of_its_index_however_many_items_have_it(
    explain: Any, query: dict[str, Any], states: tuple[State, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=states, tag="t", **query))))
    assert plan.count("SEARCH t USING PRIMARY KEY (user_id=? AND tag=? AND state=?)") == len(states), plan
    assert plan.count("TEMP B-TREE") <= len(states) - 1, plan
    _, plan = explain(lambda tx: finding.count(tx, 1, Query(states=states, tag="t", **query)))[-1]
    assert plan.count("SEARCH t USING PRIMARY KEY (user_id=? AND tag=? AND state=?)") == len(states), plan
    assert ("SEARCH i" in plan) == bool({"text", "favourite"} & query.keys())


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("after", [None, Position(7, 5)])
@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        ({"started": True, "order": Order.READ}, ["items_started (user_id=? AND state=?"]),
        ({"trashed": True, "order": Order.TRASHED, "states": (State.DELETED,)}, ["items_trashed (user_id=?"]),
        ({"order": Order.READ}, ["items_by_reading (user_id=?", "items_1 (user_id=?"]),
        ({"order": Order.CHANCE, "pivot": 9}, ["items_by_chance (user_id=? AND <expr>", "items_by_chance (user_id=?"]),
        ({"order": Order.CHANCE, "pivot": 9, "tag": "t"}, ["items_by_chance (user_id=? AND <expr>"]),
    ],
    ids=str,
)  # fmt: skip
def test_lists_of_what_was_read_or_deleted_and_by_chance_walk_an_index_of_their_own(
    explain: Any, query: dict[str, Any], indexes: list[str], after: Position | None, backwards: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    asked = Query(**{"states": UNREAD, "after": after, "backwards": backwards, **query})
    plan = _list_plan(explain(lambda tx: list(listing.page(tx, 1, asked))))
    for index in indexes:
        assert index in plan, plan
    assert "SCAN i" not in plan
    # What comes out of two halves is put in order once more: it is a page, or two.
    assert plan.count("TEMP B-TREE") <= 1 + (asked.order is Order.CHANCE), plan


@pytest.mark.parametrize(("most", "index"), [(100, "items_by_domain"), (0, "items_by_added")])
def test_a_top_level_domain_is_sorted_if_it_is_small_and_else_looked_for_down_the_list(
    explain: Any, most: int, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    monkeypatch.setattr(narrowing, "MAX_SORTED", most)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=UNREAD, host="example"))))
    assert re.search(rf"SEARCH i USING .*INDEX {index} \(", plan), plan


def test_how_many_pass_a_filter_is_looked_at_no_further_than_matters(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", 3)
    for number in range(9):
        tags = ("few",) if number < 3 else ("many",)
        link = NewLink(f"http://h{number}.example/", tags=tags)
        store.write(partial(saving.save, user=1, link=link))

    def begun(tx: ReadTx) -> list[str | None]:
        return [narrowing.few(tx, narrowing.where_of(tx, 1, Query(tag=tag))) for tag in ("few", "many")]

    few, many = store.read(begun)
    assert few is not None
    assert "LIMIT 4" in few
    assert many is None


def test_the_total_of_a_whole_list_is_kept_and_not_counted(explain: Any) -> None:
    plans = explain(lambda tx: finding.count(tx, 1, Query()))
    assert [re.findall(r"FROM (\w+)", sql) for sql, _ in plans] == [["shelves"]]


@pytest.mark.parametrize(
    "query",
    [{"favourite": True}, {"kind": Kind.VIDEO}],
    ids=str,
)
def test_a_total_is_counted_in_the_index_of_its_filter(
    explain: Any, query: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    _, plan = explain(lambda tx: finding.count(tx, 1, Query(states=UNREAD, **query)))[-1]
    assert "SEARCH i USING COVERING INDEX" in plan, plan
    assert "state=?" in plan
