"""Three people have the same ids, and nothing of theirs lies in one partition."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store.db import ReadTx, Store
from tests.conftest import PARTITIONS
from tests.store.schema import GLOBAL, read

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database", ["partitions"], indirect=True),
]


def _places(tx: ReadTx, table: str) -> dict[int, set[str]]:
    """The numbers of the partitions in which each person has rows of `table`."""
    rows = tx.all(f"SELECT DISTINCT user_id, CAST(tableoid AS regclass)::text FROM {table}")
    return {user: {name.rpartition("_p")[2] for owner, name in rows if owner == user} for user, _ in rows}


def test_every_table_of_a_person_is_divided_in_the_same_way(store: Store) -> None:
    rows = store.read(
        lambda tx: tx.all(
            "SELECT CAST(i.inhparent AS regclass)::text, CAST(i.inhrelid AS regclass)::text,"
            " pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE c.relispartition AND c.relkind = 'r'"
        )
    )
    tables = {table.name for table in store.read(lambda tx: read(tx, store.kind))} - GLOBAL
    assert "items" in tables
    assert set(rows) == {
        (table, f"{table}_p{number}", f"FOR VALUES WITH (modulus {PARTITIONS}, remainder {number})")
        for table in tables
        for number in range(PARTITIONS)
    }


def test_three_people_have_the_same_ids_in_partitions_of_their_own(
    store: Store, alice: int, bob: int, mallory: int
) -> None:
    for user in (alice, bob, mallory):
        for number in range(3):
            link = NewLink(f"http://example.org/{number}", tags=("a",))
            store.write(partial(saving.save, user=user, link=link))
    ids = store.read(lambda tx: tx.all("SELECT user_id, id FROM items ORDER BY 1, 2"))
    assert [item for user, item in ids if user == alice] == [item for user, item in ids if user == bob]
    assert [item for user, item in ids if user == alice] == [item for user, item in ids if user == mallory]
    assert len(ids) == 9
    shelves = store.read(lambda tx: _places(tx, "shelves"))
    assert len(shelves[alice] | shelves[bob] | shelves[mallory]) == 3
    for table in ("items", "addresses", "item_tags"):
        assert store.read(partial(_places, table=table)) == shelves
