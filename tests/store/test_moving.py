"""Everything moves from any database to any other, and what is begun is finished."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from satchel.base.clock import Clock
from satchel.base.errors import Conflict, Invalid, Unavailable
from satchel.library.moving import between, copying
from satchel.store.db import Store
from satchel.store.migrate import migrate
from satchel.store.moving.digest import digest
from satchel.store.moving.side import DERIVED, OWN, PROGRESS
from satchel.store.moving.sqlite import SqliteSide
from satchel.store.sqlite import SqliteStore
from tests.store.moves import KINDS, Place, filled, move, place, silent
from tests.store.schema import Table, read

__all__ = ["filled", "place"]
pytestmark = pytest.mark.postgres


def _shape(store: Store) -> list[Table]:
    return [
        table._replace(indexes=tuple(sorted(table.indexes)), foreign=tuple(sorted(table.foreign)))
        for table in store.read(lambda tx: read(tx, store.kind))
    ]


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "MAX_BATCH_ROWS", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_all_rows_ids_and_numbers_are_the_same_there_and_back(
    filled: Place, place: Callable[[str], Place], kind: str
) -> None:
    there, back = place(kind), place("sqlite")
    before = filled.contents()
    assert len([name for name, (_, rows) in before.items() if rows]) > 12
    moved = move(filled, there)
    assert (moved.resumed, moved.rows) == (False, sum(len(rows) for _, rows in before.values()))
    assert there.contents() == before
    move(there, back)
    assert back.contents() == before
    assert filled.contents() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_works_on_and_no_number_is_given_twice(
    filled: Place, place: Callable[[str], Place], kind: str
) -> None:
    there = place(kind)
    with closing(filled.side()) as side:
        highest = side.highest(side.tables()["users"])
    move(filled, there)
    with closing(there.store()) as store:
        assert migrate(store) == []
        store.write(lambda tx: tx.run("INSERT INTO users (name, name_key, created_at) VALUES ('x', 'x', 0)"))
        assert store.read(lambda tx: tx.one("SELECT id FROM users WHERE name = 'x'")) == (highest + 1,)
        shape = _shape(store)
    fresh = place(kind)
    with closing(fresh.store()) as store:
        migrate(store, fresh.partitions)
        assert shape == _shape(store), "with all keys and indexes"


@pytest.mark.parametrize("kind", KINDS)
def test_a_move_that_was_killed_goes_on_where_it_was_and_no_server_starts_before(
    filled: Place, place: Callable[[str], Place], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = place(kind)
    before = filled.contents()
    written: list[str] = []
    batches = sum(-(-len(rows) // 2) for _, rows in before.values())

    def dies_after(number: int) -> Callable[[str, int, int], None]:
        left = [number]

        def count(what: str, done: int, total: int) -> None:
            if what == "Moving":
                written.append(what)
                left[0] -= 1
                if not left[0]:
                    raise Killed

        return count

    for _ in range(3):
        with pytest.raises(Killed):
            between.move(filled.settings, there.to, Clock(), there.partitions, dies_after(batches // 5))
        with closing(there.store()) as store, pytest.raises(Unavailable, match="not finished"):
            migrate(store)
    moved = between.move(filled.settings, there.to, Clock(), there.partitions, dies_after(10**6)).moved
    assert (moved.resumed, moved.again) == (True, False)
    assert there.contents() == before
    # Nothing was written twice; a batch with a long text ends early.
    assert batches <= len(written) <= batches + 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_that_went_on_since_is_moved_anew(
    filled: Place, place: Callable[[str], Place], kind: str
) -> None:
    there = place(kind)

    def die(what: str, done: int, total: int) -> None:
        if what.startswith("Comparing"):
            raise Killed

    with pytest.raises(Killed):
        between.move(filled.settings, there.to, Clock(), there.partitions, die)
    filled.write(lambda tx: tx.run("UPDATE items SET given_title = 'another' WHERE user_id = 1"))
    moved = move(filled, there)
    assert (moved.resumed, moved.again) == (True, True)
    assert there.contents() == filled.contents()


def test_a_table_that_is_new_is_moved_like_any_other(filled: Place, place: Callable[[str], Place]) -> None:
    there = place("postgres")
    made = "CREATE TABLE laces (user_id BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (user_id, name))"
    filled.write(lambda tx: tx.script(made))
    filled.write(lambda tx: tx.run("INSERT INTO laces (user_id, name) VALUES (1, 'red')"))
    with pytest.raises(Unavailable, match="do not have the same table laces"):
        move(filled, there)
    there.write(lambda tx: tx.script(made))
    move(filled, there)
    assert there.contents()["laces"][1] == [("red", 1)]


def test_every_table_of_a_database_is_moved_or_derived(store: Store, tmp_path: Path) -> None:
    tables = {table.name for table in store.read(lambda tx: read(tx, store.kind))}
    with closing(SqliteStore(tmp_path / "fresh" / "satchel.db", Clock())) as fresh:
        migrate(fresh)
        everywhere = {table.name for table in fresh.read(lambda tx: read(tx, "sqlite"))}
    assert tables - DERIVED == everywhere
    assert {"migrations", PROGRESS} == OWN
    data = Place(tmp_path / "fresh")
    with closing(data.side()) as side:
        assert set(side.tables()) == everywhere - OWN
        assert all(table.key and table.columns for table in side.tables().values())


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_database_with_something_in_it_is_not_filled(
    filled: Place, place: Callable[[str], Place], kind: str
) -> None:
    there = place(kind)
    move(filled, there)
    before = there.contents()
    with pytest.raises(Conflict, match="not empty"):
        move(filled, there)
    assert there.contents() == before


def test_what_another_is_being_moved_to_is_left_alone(filled: Place, place: Callable[[str], Place]) -> None:
    there, other = place("postgres"), place("sqlite")
    move(filled, other)

    def die(what: str, done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        between.move(filled.settings, there.to, Clock(), 0, die)
    with pytest.raises(Conflict, match="Another database"):
        move(other, there)


def test_while_a_server_runs_nothing_is_moved(filled: Place, place: Callable[[str], Place]) -> None:
    there = place("postgres")
    with (
        closing(SqliteStore(filled.settings.data / "satchel.db", Clock(), owner=True)),
        pytest.raises(Conflict, match="already running"),
    ):
        move(filled, there)
    move(filled, there)
    with closing(there.store()), pytest.raises(Conflict, match="Stop them all first"):
        move(there, place("sqlite"))


def test_the_source_stays_byte_for_byte_as_it_was(filled: Place, place: Callable[[str], Place]) -> None:
    file = filled.settings.data / "satchel.db"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    move(filled, place("postgres"))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert sorted(path.name for path in filled.settings.data.iterdir()) == ["satchel.db", "satchel.lock"]


def test_a_source_of_another_version_is_not_moved(filled: Place, place: Callable[[str], Place]) -> None:
    filled.write(lambda tx: tx.run("DELETE FROM migrations WHERE number > 5"))
    with pytest.raises(Unavailable, match="satchel migrate"):
        move(filled, place("postgres"))


def test_a_row_that_points_to_nothing_is_told(filled: Place, place: Callable[[str], Place]) -> None:
    there = place("postgres")
    with closing(filled.side()) as side:
        assert isinstance(side, SqliteSide)
        side._run("UPDATE bodies SET item_id = 999 WHERE rowid = (SELECT MIN(rowid) FROM bodies)")
    with pytest.raises(Unavailable, match="point to nothing"):
        move(filled, there)


def test_a_text_that_postgresql_cannot_hold_loses_its_nul_only(
    filled: Place, place: Callable[[str], Place]
) -> None:
    there = place("postgres")
    filled.write(lambda tx: tx.run("UPDATE items SET given_title = :odd WHERE user_id = 1", odd="a\0b"))
    move(filled, there)
    with closing(there.store()) as store:
        assert ("a\ufffdb",) in store.read(
            lambda tx: tx.all("SELECT given_title FROM items WHERE user_id = 1")
        )


def test_keys_and_rules_come_along_to_another_folder(filled: Place, place: Callable[[str], Place]) -> None:
    there = place("sqlite")
    (filled.settings.data / "secret.key").write_text("ab" * 32)
    (filled.settings.data / "rules").mkdir()
    move(filled, there)
    assert (there.settings.data / "secret.key").read_text() == "ab" * 32
    assert (there.settings.data / "rules").is_dir()


@pytest.mark.parametrize("to", ["mysql://x", "sqlite:", "postgresql://a b/c", "satchel-data"])
def test_a_place_that_is_none_is_refused(filled: Place, to: str) -> None:
    with pytest.raises(Invalid):
        between.move(filled.settings, to, Clock(), 0, silent)
    with pytest.raises(Invalid, match="which is to be moved"):
        move(filled, filled)


def test_two_tables_that_differ_in_one_value_or_its_type_differ() -> None:
    rows = [(1, "a", b"x"), (2, None, b"y")]
    assert digest(rows) == digest(reversed(rows))
    for other in (
        [(1, "a", b"x")],
        [(1, "a", b"x"), (2, "", b"y")],
        [(1, "a", "x"), (2, None, b"y")],
        [*rows, rows[0]],
    ):
        assert digest(rows) != digest(other)
