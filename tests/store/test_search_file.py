"""The file of SQLite's search index can be lost, damaged or an older one: what is found is what the database has."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import apsw
import pytest

from satchel.base.errors import Unavailable
from satchel.library import saving
from satchel.library.indexing import catch_up
from satchel.model.items import NewLink, Query
from satchel.model.text_query import Term
from satchel.store import listing, search_file
from satchel.store.db import Tx
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.patience import HANG

ALICE = 1


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Path:
    shutil.copy(sqlite_template, tmp_path / "satchel.db")
    return tmp_path


@pytest.fixture
def opened(folder: Path, clock: FakeClock) -> Iterator[Callable[[], SqliteStore]]:
    made: list[SqliteStore] = []

    def another() -> SqliteStore:
        made.append(SqliteStore(folder / "satchel.db", clock, patience=HANG))
        return made[-1]

    yield another
    for store in made:
        store.close()


@pytest.fixture
def store(opened: Callable[[], SqliteStore]) -> SqliteStore:
    """A database with two items, indexed."""
    store = opened()
    _save(store, "One owl")
    _save(store, "Two owls")
    catch_up(store, ALICE)
    return store


def _save(store: SqliteStore, title: str) -> None:
    link = NewLink(f"http://example.org/{title.replace(' ', '-')}", title)
    store.write(partial(saving.save, user=ALICE, link=link))


def found(store: SqliteStore, words: str) -> list[str]:
    query = Query(matching=Term(words, "title"))
    return store.read(lambda tx: [item.given_title for item in listing.page(tx, ALICE, query)])  # type: ignore[union-attr]


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "satchel.store"]


def test_a_file_that_is_thrown_away_under_a_running_server_is_made_anew(
    store: SqliteStore, folder: Path
) -> None:
    assert found(store, "owl") == ["One owl"]
    (folder / "search.db").unlink()
    assert found(store, "owl") == []
    assert store.index.behind() == [1, 2, 3]
    assert catch_up(store, ALICE) == 2
    assert found(store, "owl") == ["One owl"]
    assert (folder / "search.db").stat().st_mode & 0o777 == 0o600


def test_a_file_may_be_thrown_away_any_number_of_times(store: SqliteStore, folder: Path) -> None:
    for _ in range(15):
        (folder / "search.db").unlink()
        assert catch_up(store, ALICE) == 2
        assert found(store, "owl") == ["One owl"]


@pytest.mark.parametrize("at", [0, 100, 4096])
def test_a_damaged_file_is_made_anew_with_one_line_in_the_log(
    store: SqliteStore,
    opened: Callable[[], SqliteStore],
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    at: int,
) -> None:
    store.close()
    file = folder / "search.db"
    content = bytearray(file.read_bytes())
    content[at : at + 4096] = os.urandom(4096)
    file.write_bytes(content)
    again = opened()
    with caplog.at_level(logging.INFO):
        assert found(again, "owl") == []
        catch_up(again, ALICE)
    assert found(again, "owl") == ["One owl"]
    assert [event for event in events(caplog) if "damaged" in event] == ["search_index_damaged"]
    again.ping()  # the database itself is well


def test_damage_that_a_reader_meets_is_not_taken_for_one_of_the_database(
    store: SqliteStore, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert found(store, "owl") == ["One owl"]
    index = apsw.Connection(str(folder / "search.db"))
    index.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 0)
    index.execute("UPDATE search_text_data SET block = x'00ff00ff' WHERE id > 10").fetchall()
    index.close()
    with caplog.at_level(logging.INFO):
        assert found(store, "owl") == []
    assert events(caplog) == ["search_index_damaged"]
    store.ping()
    catch_up(store, ALICE)
    assert found(store, "owl") == ["One owl"]


def test_an_older_database_that_is_put_back_is_indexed_as_it_is(
    store: SqliteStore, opened: Callable[[], SqliteStore], folder: Path, clock: FakeClock
) -> None:
    store.write(lambda tx: None)
    store.close()
    shutil.copy(folder / "satchel.db", folder / "backup.db")
    later = opened()
    clock.forward(seconds=10)
    _save(later, "Three owls")
    catch_up(later, ALICE)
    later.close()
    shutil.copy(folder / "backup.db", folder / "satchel.db")
    restored = opened()
    assert restored.index.behind() == [ALICE, 2, 3]
    while ALICE in restored.index.behind():
        restored.index.step(ALICE)
    assert restored.index.extent(ALICE).documents == 2
    assert found(restored, "owls") == ["Two owls"]


def test_an_index_of_another_database_is_not_used(
    store: SqliteStore, opened: Callable[[], SqliteStore], sqlite_template: Path, folder: Path
) -> None:
    store.close()
    shutil.copy(sqlite_template, folder / "satchel.db")
    other = opened()
    other.write(lambda tx: tx.run("UPDATE migrations SET applied_at = applied_at + 1"))
    assert found(other, "owl") == []
    assert other.index.extent(ALICE).documents == 0


def test_what_was_saved_when_the_server_was_killed_is_indexed_by_the_next_one(
    store: SqliteStore, opened: Callable[[], SqliteStore]
) -> None:
    _save(store, "Three owls")
    # As if this one had died here: its files stay as they are, and another one begins.
    again = opened()
    assert again.index.behind() == [1, 2, 3]
    assert catch_up(again, ALICE) == 1
    assert found(again, "owls") == ["Three owls", "Two owls"]


def test_two_processes_that_index_the_same_do_nothing_twice(
    store: SqliteStore, opened: Callable[[], SqliteStore]
) -> None:
    for number in range(30):
        _save(store, f"Number {number}")
    other = opened()
    written: list[int] = []
    threads = [
        threading.Thread(target=lambda each=each: written.append(catch_up(each, ALICE)))
        for each in (store, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(written) == 30
    assert store.index.extent(ALICE) == (32, True)


def test_saving_does_not_wait_for_the_index(store: SqliteStore, folder: Path) -> None:
    holder = apsw.Connection(str(folder / "search.db"))
    holder.execute("BEGIN IMMEDIATE").fetchall()
    _save(store, "Three owls")
    # And a transaction that writes may read the index without holding it.
    holder.execute("ROLLBACK").fetchall()

    def look(tx: Tx) -> bool:
        list(listing.page(tx, ALICE, Query(matching=Term("owl"))))
        holder.execute("BEGIN IMMEDIATE").fetchall()
        holder.execute("ROLLBACK").fetchall()
        return True

    assert store.write(look)
    holder.close()


def test_a_full_disk_is_left_to_what_cannot_be_had_again(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_file, "MIN_ROOM", 1 << 62)
    _save(store, "Three owls")
    with pytest.raises(Unavailable, match="no room"):
        catch_up(store, ALICE)
    assert found(store, "owl") == ["One owl"]
    monkeypatch.undo()
    assert catch_up(store, ALICE) == 1


def test_the_pieces_of_the_index_are_brought_together(store: SqliteStore) -> None:
    for number in range(40):
        _save(store, f"Number {number}")
        catch_up(store, ALICE)
    is_first = True
    while store.index.merge(is_first):
        is_first = False
    assert len(found(store, "number")) == 30
    assert store.index.damage() == []
