"""SQLite answers the frequent questions from an index, however many rows there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from satchel.base.clock import FakeClock
from satchel.library import acting, finding, saving
from satchel.model.actions import RenameTag
from satchel.model.items import Kind, NewLink, Order, Query, State
from satchel.store import jobs, narrowing, tags
from satchel.store.db import Store, Tx
from satchel.store.sqlite import SqliteStore, SqliteTx
from tests.library.conftest import TWELVE, like


class Explaining(SqliteTx):
    """Notes how each statement is going to be run."""

    def __init__(self, connection: apsw.Connection, now: int) -> None:
        super().__init__(connection, now)
        self.plans: list[tuple[str, str]] = []

    def _explain(self, sql: str, values: dict[str, object]) -> None:
        rows = self._connection.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall()
        self.plans.append((sql, "\n".join(row[3] for row in rows)))

    def all(self, sql: str, **values: object) -> Any:
        self._explain(sql, values)
        return super().all(sql, **values)

    def each(self, sql: str, **values: object) -> Any:
        self._explain(sql, values)
        return super().each(sql, **values)

    def one(self, sql: str, **values: object) -> Any:
        self._explain(sql, values)
        return super().one(sql, **values)

    def run(self, sql: str, **values: object) -> int:
        self._explain(sql, values)
        return super().run(sql, **values)


@pytest.fixture
def explain(sqlite_template: Path, tmp_path: Path, clock: FakeClock) -> Any:
    import shutil

    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    store = SqliteStore(tmp_path / "satchel.db", clock)
    for number in range(20):
        store.write(lambda tx, n=number: saving.save(tx, 1, NewLink(f"http://h{n}.example/", tags=("t",))))

    def plans(op: Callable[[Tx], object]) -> list[tuple[str, str]]:
        def explained(tx: Tx) -> list[tuple[str, str]]:
            assert isinstance(tx, SqliteTx)
            explaining = Explaining(tx._connection, tx.now)
            op(explaining)
            return explaining.plans

        return store.write(explained)

    yield plans
    store.close()


def _list_plan(plans: list[tuple[str, str]]) -> str:
    return next(plan for sql, plan in plans if "LEFT JOIN articles" in sql)


UNREAD, BOTH = (State.UNREAD,), (State.UNREAD, State.ARCHIVED)
EVERYTHING = (*BOTH, State.DELETED)

#: What is asked for, and the index that gives it in its order, for each state apart.
IN_ORDER: list[tuple[dict[str, Any], str]] = [
    ({}, "items_by_added (user_id=? AND state=?)"),
    ({"order": Order.OLDEST}, "items_by_added (user_id=? AND state=?)"),
    ({"order": Order.TITLE}, "items_by_title (user_id=? AND state=?)"),
    ({"order": Order.SITE}, "items_by_site (user_id=? AND state=?)"),
    ({"order": Order.SHORTEST}, "items_by_words (user_id=? AND state=?)"),
    ({"order": Order.LONGEST}, "items_by_words (user_id=? AND state=?)"),
    ({"offset": 5}, "items_by_added (user_id=? AND state=?)"),
    ({"favourite": True}, "items_favourite (user_id=? AND state=?)"),
    ({"kind": Kind.ARTICLE}, "items_articles (user_id=? AND state=?)"),
    ({"kind": Kind.VIDEO}, "items_videos (user_id=? AND state=?)"),
    ({"kind": Kind.IMAGE}, "items_images (user_id=? AND state=?)"),
    ({"untagged": True}, "items_untagged (user_id=? AND state=?)"),
    ({"host": "h3.example"}, "items_by_domain (user_id=? AND domain=? AND state=?)"),
]


@pytest.mark.parametrize("states", [UNREAD, (State.ARCHIVED,), BOTH], ids=["unread", "archive", "all"])
@pytest.mark.parametrize(("query", "index"), IN_ORDER, ids=str)
def test_a_list_reads_one_index_in_order_and_sorts_nothing(
    explain: Any, query: dict[str, Any], index: str, states: tuple[State, ...]
) -> None:
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=states, **query))))
    assert plan.count(f"SEARCH i USING COVERING INDEX {index}") == len(states), plan
    # The thirty of the page are put in order once more where two indexes were merged.
    assert plan.count("TEMP B-TREE") <= len(states) - 1, plan
    assert "SCAN i" not in plan


#: What is asked for, and where its few items are found, which are then sorted.
FEW: list[tuple[dict[str, Any], str]] = [
    ({"tag": "t"}, "SEARCH t USING"),
    ({"tag": "nobody"}, "SEARCH t USING"),
    ({"tag": "t", "order": Order.TITLE}, "SEARCH t USING"),
    ({"highlighted": True}, "SEARCH h USING COVERING INDEX highlights_by_person (user_id=?)"),
    ({"favourite": True, "order": Order.TITLE}, "SEARCH f USING COVERING INDEX items_favourite"),
    ({"kind": Kind.VIDEO, "order": Order.LONGEST}, "SEARCH f USING COVERING INDEX items_videos"),
    ({"kind": Kind.IMAGE, "tag": "t"}, "SEARCH f USING COVERING INDEX items_images"),
    ({"untagged": True, "text": "x"}, "SEARCH f USING COVERING INDEX items_untagged"),
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
    assert "SEARCH i USING INTEGER PRIMARY KEY (rowid=?)" in plan
    assert "SCAN i" not in plan


@pytest.mark.parametrize(
    "query", [{"tag": "t"}, {"tag": "t", "order": Order.TITLE}, {"highlighted": True}], ids=str
)
def test_a_list_of_many_walks_the_index_of_its_order_until_its_page_is_full(
    explain: Any, query: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=UNREAD, **query))))
    assert re.search(r"SEARCH i USING .*INDEX items_by_(added|title) \(user_id=\? AND state=\?\)", plan), plan
    assert "TEMP B-TREE" not in plan


def test_how_many_pass_a_filter_is_looked_at_no_further_than_matters(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", 3)
    for number in range(9):
        tags = ("few",) if number < 3 else ("many",)
        store.write(lambda tx, n=number, t=tags: saving.save(tx, 1, NewLink(f"http://h{n}.example/", tags=t)))

    def begun(tx: Tx) -> list[str | None]:
        return [narrowing.few(tx, narrowing.where_of(1, Query(tag=tag))) for tag in ("few", "many")]

    few, many = store.read(begun)
    assert few is not None
    assert "LIMIT 4" in few
    assert many is None


def test_the_total_of_a_whole_list_is_kept_and_not_counted(explain: Any) -> None:
    plans = explain(lambda tx: finding.count(tx, 1, Query()))
    assert [re.findall(r"FROM (\w+)", sql) for sql, _ in plans] == [["shelves"]]


@pytest.mark.parametrize(
    "query",
    [{"favourite": True}, {"kind": Kind.ARTICLE}, {"untagged": True}, {"host": "h3.example"}],
    ids=str,
)
def test_a_total_is_counted_in_the_index_of_its_filter(
    explain: Any, query: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    _, plan = explain(lambda tx: finding.count(tx, 1, Query(states=UNREAD, **query)))[-1]
    assert "SEARCH i USING COVERING INDEX" in plan, plan
    assert "state=?" in plan


def test_the_names_of_tags_are_found_by_a_look_for_each(explain: Any) -> None:
    ((_, plan),) = explain(lambda tx: finding.tag_names(tx, 1))
    assert re.search(r"SEARCH t USING COVERING INDEX \w+ \(user_id=\? AND tag>\?\)", plan), plan


def test_the_tags_of_a_site_are_those_of_its_newest_items(explain: Any) -> None:
    ((_, plan),) = explain(lambda tx: tags.of_host(tx, 1, "h3.example", 300, 0))
    assert plan.count("items_by_domain (user_id=? AND domain=? AND state=?)") == 4, plan


def test_a_rename_finds_each_item_by_its_id(explain: Any) -> None:
    plans = explain(lambda tx: acting.act(tx, 1, [RenameTag("t", "u")]))
    (update,) = (plan for sql, plan in plans if "UPDATE items" in sql)
    assert "SEARCH items USING INTEGER PRIMARY KEY (rowid=?)" in update
    (delete,) = (plan for sql, plan in plans if "DELETE FROM item_tags" in sql)
    assert "(user_id=? AND tag=? AND item_id>? AND item_id<?)" in delete
    assert len(plans) <= 8  # for twenty items as for a hundred


def _save(tx: Tx) -> None:
    saving.save(tx, 1, NewLink("http://new.example/", "Title", ("a", "b")))


def _save_again(tx: Tx) -> None:
    saving.save(tx, 1, NewLink("http://h3.example/", "Title", ("a", "b")))


def _act(tx: Tx) -> None:
    acting.act(tx, 1, [like(verb, 3, "http://h3.example/", ("u",), "u", "w") for verb in TWELVE])


def _claim(tx: Tx) -> None:
    job = jobs.claim(tx, "w", 1000)
    assert job is not None
    assert jobs.holds(tx, job)
    assert jobs.retry_at(tx, job, 0, "")
    jobs.renew(tx, "w", 1000)
    jobs.release(tx, "w")
    # Everybody's lane is full, so that it has to look everywhere.
    while jobs.claim(tx, "w", 1000):
        pass
    assert jobs.claim(tx, "w", 1000, running=()) is not None


@pytest.mark.parametrize("op", [_save, _save_again, _act, _claim], ids=lambda op: op.__name__.strip("_"))
def test_no_write_scans_a_table(explain: Any, op: Callable[[Tx], object]) -> None:
    plans = explain(op)
    assert plans
    for sql, plan in plans:
        scans = [line for line in plan.splitlines() if "SCAN" in line and "CONSTANT ROW" not in line]
        # What is in hands is as much as there are slots; the people of whom something is due are looked up;
        # json_each gives what we hand in.
        few = ("jobs_in_hand", "json_each")
        allowed = [
            line
            for line in scans
            if line in ("SCAN s", "SCAN few", "SCAN people") or any(name in line for name in few)
        ]
        assert scans == allowed, f"{plan}\n{sql}"


@pytest.mark.parametrize(("tags", "most"), [((), 8), (("a", "b", "c"), 11)])
def test_a_save_takes_few_statements(explain: Any, tags: tuple[str, ...], most: int) -> None:
    new = explain(lambda tx: saving.save(tx, 1, NewLink("http://new.example/", tags=tags)))
    assert len(new) <= most
    known = explain(lambda tx: saving.save(tx, 1, NewLink("http://new.example/", tags=tags)))
    assert len(known) <= 5


def test_one_connection_setting_holds_on_every_connection(explain: Any, store: Store) -> None:
    if not isinstance(store, SqliteStore):
        pytest.skip("PostgreSQL is set by its owner")

    def settings(tx: Tx) -> dict[str, object]:
        names = (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "trusted_schema",
            "temp_store",
        )
        return {name: (tx.one(f"PRAGMA {name}") or [None])[0] for name in names}

    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "trusted_schema": 0,
        "temp_store": 2,
    }  # fmt: skip
    assert store.write(settings) == wanted
    assert store.read(settings) == wanted
