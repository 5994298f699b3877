"""SQLite answers the frequent questions from an index, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from satchel.base.clock import FakeClock
from satchel.library import acting, finding, saving
from satchel.model.actions import Action
from satchel.model.items import NewLink, Order, Query, State
from satchel.store import jobs
from satchel.store.db import Store, Tx
from satchel.store.sqlite import SqliteStore, SqliteTx
from tests.library.conftest import TWELVE


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


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize("states", [(State.UNREAD,), (State.ARCHIVED,), (State.UNREAD, State.ARCHIVED)])
def test_the_list_of_thirty_reads_one_index_in_order(
    explain: Any, order: Order, states: tuple[State, ...]
) -> None:
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(order=order, states=states))))
    assert "SEARCH i USING INDEX items_by_added (user_id=?)" in plan
    assert "TEMP B-TREE" not in plan


def test_a_list_further_down_skips_in_the_index_and_sorts_nothing(explain: Any) -> None:
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(states=(State.UNREAD,), offset=5))))
    assert "SEARCH i USING COVERING INDEX items_by_added (user_id=?)" in plan
    assert "TEMP B-TREE" not in plan


def test_the_sync_query_reads_only_what_changed(explain: Any) -> None:
    everything = (State.UNREAD, State.ARCHIVED, State.DELETED)
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(since=5, states=everything))))
    assert "SEARCH i USING INDEX items_by_change (user_id=? AND changed_at>?)" in plan


def test_a_tag_leads_to_its_items_by_the_index_of_tags(explain: Any) -> None:
    plan = _list_plan(explain(lambda tx: finding.find(tx, 1, Query(tag="t"))))
    assert "item_tags" in plan
    assert "SCAN" not in plan


def _save(tx: Tx) -> None:
    saving.save(tx, 1, NewLink("http://new.example/", "Title", ("a", "b")))


def _save_again(tx: Tx) -> None:
    saving.save(tx, 1, NewLink("http://h3.example/", "Title", ("a", "b")))


def _act(tx: Tx) -> None:
    acting.act(tx, 1, [Action(verb=verb, item_id=3, tags=("u",), tag="u", new_tag="w") for verb in TWELVE])


def _claim(tx: Tx) -> None:
    job = jobs.claim(tx, "w", 1000)
    assert job is not None
    assert jobs.holds(tx, job)
    assert jobs.put_back(tx, job, 0, "")
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
        # What is in hands is as much as there are slots; the people of whom something is due are looked up.
        allowed = [line for line in scans if "jobs_in_hand" in line or line in ("SCAN s", "SCAN people")]
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
