"""What a server does for its own database."""

from __future__ import annotations

import pytest

from satchel.library import upkeep
from satchel.model.actions import Archive, Delete
from satchel.store.db import Store
from tests.library.conftest import Desk, claim


@pytest.fixture
def used(desk: Desk, bobs: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    for number in range(5):
        desk.save(f"http://example.org/{number}", f"Title {number}", ("t", f"t{number}"))
    desk.fetch(title="Found", item=1)
    desk.do(Archive, 2)
    desk.do(Delete, 3)
    bobs.save("http://example.org/1", tags=("t",))
    return desk


def _reindex(store: Store) -> None:
    for user in store.read(upkeep.all_users):
        after: int | None = 0
        while after is not None:
            start = after
            after = store.write(lambda tx, user=user, start=start: upkeep.reindex(tx, user, start))


def test_all_is_well_after_ordinary_use(used: Desk, store: Store) -> None:
    assert upkeep.doubts(store) == []


def test_reindexing_changes_nothing_where_all_is_well(used: Desk, store: Store) -> None:
    tables = ("items", "item_tags", "shelves", "addresses")
    before = [
        sorted(store.read(lambda tx, table=table: tx.all(f"SELECT * FROM {table}"))) for table in tables
    ]
    _reindex(store)
    after = [sorted(store.read(lambda tx, table=table: tx.all(f"SELECT * FROM {table}"))) for table in tables]
    assert after == before


def test_reindexing_mends_what_is_derived(used: Desk, store: Store) -> None:
    counts, tags = used.counts, used.tags

    def spoil(tx: object) -> None:
        tx.run("UPDATE shelves SET unread = 77, archived = 78 WHERE user_id = 1")  # type: ignore[attr-defined]
        tx.run("DELETE FROM item_tags WHERE user_id = 1")  # type: ignore[attr-defined]
        tx.run(  # type: ignore[attr-defined]
            "INSERT INTO item_tags (user_id, tag, state, added_at, item_id) VALUES (1, 'ghost', 0, 1, 1)"
        )
        tx.run("UPDATE items SET folded = '', domain = :x WHERE user_id = 1", x=b"x.")  # type: ignore[attr-defined]

    store.write(spoil)
    assert upkeep.doubts(store)
    _reindex(store)
    assert (used.counts, used.tags) == (counts, tags)
    assert used.ids(text="found") == [1]
    assert used.ids(host="x") == []
    assert upkeep.doubts(store) == []


def test_an_item_that_nobody_will_ever_fetch_is_a_doubt(used: Desk, store: Store) -> None:
    store.write(lambda tx: tx.run("DELETE FROM jobs"))
    doubts = upkeep.doubts(store)
    assert len(doubts) == 1
    assert "4 items" in doubts[0]


def test_jobs_of_a_server_that_was_killed_are_free_at_once(used: Desk, store: Store) -> None:
    job = claim(store)
    assert upkeep.tally(store)["jobs_working"] == 1
    assert store.write(upkeep.take_over) == 1
    again = claim(store)
    assert (again.id, again.attempt) == (job.id, job.attempt + 1)


def test_the_tally_counts_everything(used: Desk, store: Store) -> None:
    assert upkeep.tally(store) == {
        "users": 3, "items": 5, "articles": 1, "items_without_page": 0, "jobs_waiting": 4, "jobs_working": 0,
    }  # fmt: skip
