"""All that the database has of a person, before their library goes out and after it has come in elsewhere.

Every column of every table of a person is compared, but for those named here with the reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from satchel.library import tag_ids
from satchel.library.context import Library
from satchel.model.places import Place
from satchel.store import places
from satchel.store.db import ReadTx, Store
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.taking_along import brought, everything, exported
from tests.library.test_leaving import tables
from tests.store.schema import GLOBAL

#: Tables whose rows stay where they are.
LEFT = {
    "acts": "what somebody did, not what they have",
    "act_items": "as acts",
    "imports": "how rows came in, not what came in",
    "import_rows": "as imports",
    "sent_acts": "what apps sent lately, so that nothing is done twice",
}
NUMBERS = {"user_id", "id"}
CLOCKS = {"changed_at"}  #: for those who keep a copy of this account
#: Columns that are another account's own, by table.
OWN = {
    "items": NUMBERS | CLOCKS | {"acted_at", "merged_into", "forced"},
    "bodies": {"user_id"},
    "addresses": {"user_id"},
    "item_tags": {"user_id"},
    "highlights": NUMBERS | CLOCKS,
    "folders": NUMBERS | CLOCKS | {"made_at", "place"},
    "searches": {"user_id", "made_at", "place"},
    "site_rules": {"user_id"} | CLOCKS,
    "tag_ids": NUMBERS,
    "shelves": {"user_id", "last_id", "last_search", "last_tag", "max_items", "max_bytes"} | CLOCKS,
}
#: Rows that are the library's.
MEANT = {
    "items": "(state <> 2 OR trashed_at > 0)",
    "addresses": "item_id IN (SELECT id FROM items WHERE user_id = :user AND (state <> 2 OR trashed_at > 0))",
    "tag_ids": "made = 1",
}
#: Tables whose rows come in an order.
ORDERED = {"items": "id", "folders": "place", "searches": "place"}
Row = tuple[Any, ...]


def _columns(store: Store, tx: ReadTx, table: str) -> list[str]:
    if store.kind == "postgres":
        asked = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :t"
    else:
        asked = "SELECT name FROM pragma_table_info(:t)"
    return sorted(row[0] for row in tx.all(asked, t=table))


def _persons(store: Store) -> set[str]:
    """The tables of a person, without the partitions of these, and without the search index, which is made again."""
    names = {table for table, column in tables(store) if column == "user_id"} - GLOBAL
    names = {name for name in names if not name.startswith("search_")}
    return {name for name in names if not any(name.startswith(f"{other}_p") for other in names)}


def library_of(store: Store, user: int) -> dict[str, list[Row]]:
    """All rows of a person's library, by table, with places in an order where the database has numbers."""
    named = sorted(_persons(store) - LEFT.keys())

    def look(tx: ReadTx) -> dict[str, list[Row]]:
        numbers = {
            "item_id": _places(tx, user, "items", "id"),
            "folder_id": _places(tx, user, "folders", "place"),
        }
        found = {table: _rows(store, tx, user, table, numbers) for table in named}
        found["keys"] = [tx.one("SELECT keys FROM users WHERE id = :user", user=user) or ()]
        jobs = tx.all("SELECT key FROM jobs WHERE user_id = :user AND kind = 'fetch'", user=user)
        found["still to be fetched"] = [
            (place,) for place in sorted(numbers["item_id"][row[0]] for row in jobs)
        ]
        return found

    return store.read(look)


def _places(tx: ReadTx, user: int, table: str, by: str) -> dict[Any, int]:
    where = MEANT.get(table, "user_id = :user")
    rows = tx.all(f"SELECT id FROM {table} WHERE user_id = :user AND {where} ORDER BY {by}", user=user)
    return {row[0]: place for place, row in enumerate(rows)}


def _rows(store: Store, tx: ReadTx, user: int, table: str, numbers: dict[str, dict[Any, int]]) -> list[Row]:
    names = [name for name in _columns(store, tx, table) if name not in OWN[table]]
    where, by = MEANT.get(table, "user_id = :user"), ORDERED.get(table)
    asked = f"SELECT {', '.join(names)} FROM {table} WHERE user_id = :user AND {where}"
    rows = [
        tuple(
            (name, _plain(numbers[name][value] if name in numbers and value else value))
            for name, value in pairs
        )
        for pairs in (
            zip(names, row, strict=True) for row in tx.all(f"{asked} ORDER BY {by or 1}", user=user)
        )
    ]
    return rows if by else sorted(rows, key=repr)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else value


def _for_programs(library: Library, desk: Desk) -> None:
    """What only programs were told or made."""
    item = desk.save("https://example.org/short", "Kept short").item.id
    place = Place(421, 1_700_000_000_000, said="0.4213 1700000000")

    desk.store.write(lambda tx: places.put(tx, desk.user, item, place, tx.now))
    desk.store.write(lambda tx: places.keep_address(tx, desk.user, item, True))
    for name in ("Zinc", "made before anything has it", "bread"):
        library.run_sync(tag_ids.make, desk.user, name)


def test_a_library_in_another_account_is_the_same_to_the_last_column(
    library: Library, store: Store, desk: Desk, bobs: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    everything(library, desk, clock)
    _for_programs(library, desk)
    brought(library, bobs.user, exported(library, desk.user), tmp_path)
    mine, theirs = library_of(store, desk.user), library_of(store, bobs.user)
    for table, rows in mine.items():
        assert rows, f"there is nothing to compare in {table}"
        assert theirs[table] == rows, table


def test_every_table_and_column_of_a_person_is_compared_or_said_why_not(store: Store) -> None:
    assert _persons(store) == LEFT.keys() | OWN.keys()
    found = store.read(lambda tx: {table: set(_columns(store, tx, table)) for table in OWN})
    for table, names in OWN.items():
        assert names <= found[table], table
