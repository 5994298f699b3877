"""What belongs to an item goes with it: nothing that is added to the schema is forgotten."""

from __future__ import annotations

from satchel.library.lifecycle import BELONGINGS
from satchel.model.items import ArticleHead, Item
from satchel.store.columns import EMPTY, FOUND, OWN, ItemHead
from satchel.store.db import Store, Tx

#: What a tombstone keeps.
KEPT = {"user_id", "id", "state", "added_at", "changed_at", "acted_at", "given_url", "merged_into"}


def _columns(store: Store) -> dict[str, set[str]]:
    """The columns of each table, by the schema itself."""

    def look(tx: Tx) -> dict[str, set[str]]:
        rows = tx.all(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            if store.kind == "sqlite"
            else "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND a.attnum > 0 AND NOT a.attisdropped"
        )
        found: dict[str, set[str]] = {}
        for table, column in rows:
            found.setdefault(table, set()).add(column)
        return found

    return store.read(look)


def test_every_table_of_things_of_items_is_cleared_and_moved_with_its_item(store: Store) -> None:
    tables = {table for table, columns in _columns(store).items() if {"user_id", "item_id"} <= columns}
    assert tables <= {each.table for each in BELONGINGS}
    assert {each.table for each in BELONGINGS} - tables == {"jobs"}, "their key is an item by their kind"


def test_every_column_of_an_item_is_kept_or_emptied_when_it_is_deleted(store: Store) -> None:
    columns = _columns(store)["items"]
    assert columns == KEPT | EMPTY.keys()
    assert not KEPT & EMPTY.keys()


def test_the_fields_of_the_structs_are_columns(store: Store) -> None:
    columns = _columns(store)["items"]
    assert {*Item.__struct_fields__} - {"article"} == {*OWN} <= columns
    assert {*ArticleHead.__struct_fields__} == {*FOUND} <= columns
    assert {*ItemHead.__struct_fields__} <= columns
    assert FOUND[-1] == "details"
    assert Item.__struct_fields__[-1] == "article"
