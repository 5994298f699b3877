"""SQLite answers the frequent questions from an index, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from satchel.library import acting, finding, merging, purging, saving
from satchel.library.change import Changeset
from satchel.model.actions import ById, Delete, RenameTag
from satchel.model.items import NewLink
from satchel.store import highlights, import_rows, items, jobs, merges, tags
from satchel.store.db import ReadTx, Store, Tx
from satchel.store.sqlite import SqliteStore
from tests.library.conftest import TWELVE, like
from tests.store.explaining import explain

__all__ = ["explain"]


def test_the_names_of_tags_are_found_by_a_look_for_each(explain: Any) -> None:
    ((_, plan),) = explain(lambda tx: finding.tag_names(tx, 1))
    assert "SEARCH t USING PRIMARY KEY (user_id=? AND tag>?)" in plan, plan


def test_the_tags_of_a_site_are_those_of_its_newest_items(explain: Any) -> None:
    ((_, plan),) = explain(lambda tx: tags.of_host(tx, 1, "h3.example", 300, 0))
    assert plan.count("items_by_domain (user_id=? AND domain=?)") == 2, plan


def test_a_rename_finds_each_item_by_its_id(explain: Any) -> None:
    plans = explain(lambda tx: acting.act(tx, 1, [RenameTag("t", "u")]))
    (update,) = (plan for sql, plan in plans if "UPDATE items" in sql)
    assert "SEARCH items USING COVERING INDEX sqlite_autoindex_items_1 (user_id=? AND id=?)" in update
    (delete,) = (plan for sql, plan in plans if "DELETE FROM item_tags" in sql)
    assert (
        "SEARCH item_tags USING PRIMARY KEY (user_id=? AND tag=? AND (state,added_at,item_id)<(?,?,?))"
        in delete
    )
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


def _unite(tx: Tx) -> None:
    one, other = items.head(tx, 1, 1), items.head(tx, 1, 2)
    assert one is not None
    assert other is not None
    with Changeset(tx, 1) as change:
        merging.merge(change, one, other)


def _empty(tx: Tx) -> None:
    acting.act(tx, 1, [Delete(ById(number)) for number in range(1, 11)])
    assert len(purging.remove_some(tx, 1, range(1, 11))) == 10


def _look_for_relatives(tx: Tx) -> None:
    """What keeping a fetched page asks about the items beside it, about its highlights and its import."""
    merges.joined(tx, 1, 1, 10)
    merges.led_to(tx, 1, b"key", 1, 10)
    highlights.unplaced(tx, 1, 1, 10)
    import_rows.of_items(tx, 1, [1])


@pytest.mark.parametrize(
    "op",
    [_save, _save_again, _act, _claim, _unite, _empty, _look_for_relatives],
    ids=lambda op: op.__name__.strip("_"),
)
def test_no_write_scans_a_table_or_all_that_a_person_has_of_it(
    explain: Any, op: Callable[[Tx], object]
) -> None:
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
            if line in ("SCAN s", "SCAN few", "SCAN people", "SCAN named")
            or any(name in line for name in few)
        ]
        assert scans == allowed, f"{plan}\n{sql}"
        # All rows of a person are as good as a table. Without statistics SQLite takes them for ten.
        whole = [line for line in plan.splitlines() if line.endswith("(user_id=?)")]
        assert [line for line in whole if not line.startswith("SEARCH shelves ")] == [], f"{plan}\n{sql}"


@pytest.mark.parametrize(("tags", "most"), [((), 8), (("a", "b", "c"), 11)])
def test_a_save_takes_few_statements(explain: Any, tags: tuple[str, ...], most: int) -> None:
    new = explain(lambda tx: saving.save(tx, 1, NewLink("http://new.example/", tags=tags)))
    assert len(new) <= most
    known = explain(lambda tx: saving.save(tx, 1, NewLink("http://new.example/", tags=tags)))
    assert len(known) <= 5 + bool(tags)


def test_one_connection_setting_holds_on_every_connection(explain: Any, store: Store) -> None:
    if not isinstance(store, SqliteStore):
        pytest.skip("PostgreSQL is set by its owner")

    def settings(tx: ReadTx) -> dict[str, object]:
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
