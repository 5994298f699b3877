"""Bringing a database to the shape that this program knows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from satchel.base.errors import Unavailable
from satchel.store import migrate as migrating
from satchel.store.db import Store, Tx
from satchel.store.migrate import APART, Step, migrate, steps, version
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock
from tests.patience import HANG, until


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[SqliteStore]:
    """A file with nothing in it yet."""
    store = SqliteStore(tmp_path / "satchel.db", FakeClock())
    yield store
    store.close()


@pytest.fixture
def more(monkeypatch: pytest.MonkeyPatch, store: Store) -> list[Step]:
    """The steps that this program knows; a test adds its own."""
    known = steps(store.kind)
    monkeypatch.setattr(migrating, "steps", lambda kind: known)
    return known


@pytest.fixture
def as_before(store: Store) -> Iterator[None]:
    """Take back what a test did to the schema, since PostgreSQL's database is shared."""
    yield
    newest = max(step.number for step in steps(store.kind))

    def undo(tx: Tx) -> None:
        tx.run("DELETE FROM migrations WHERE number > :newest", newest=newest)
        tx.script("DROP TABLE IF EXISTS shoes")

    store.write(undo)


def _has_shoes(store: Store) -> bool:
    table = "sqlite_master WHERE name" if store.kind == "sqlite" else "pg_tables WHERE tablename"
    return store.read(lambda tx: tx.one(f"SELECT 1 FROM {table} = 'shoes'")) is not None


def test_a_fresh_database_gets_every_step_and_a_second_run_none(empty: SqliteStore) -> None:
    known = steps("sqlite")
    assert migrate(empty) == [f"{step.number:04d}_{step.name}" for step in known]
    assert migrate(empty) == []
    assert version(empty) == known[-1].number


def test_a_database_that_is_up_to_date_is_left_alone(store: Store) -> None:
    assert migrate(store) == []


@pytest.mark.usefixtures("as_before")
def test_a_new_step_is_applied_once(store: Store, more: list[Step]) -> None:
    more.append(
        Step(9001, "shoes", "CREATE TABLE shoes (id {id}, size {int}, left_one {bytes}){strict};", store.kind)
    )
    assert migrate(store) == ["9001_shoes"]
    assert _has_shoes(store)
    assert migrate(store) == []
    assert version(store) == 9001


@pytest.mark.usefixtures("as_before")
def test_a_step_that_fails_in_the_middle_leaves_nothing_half(store: Store, more: list[Step]) -> None:
    before = version(store)
    more.append(
        Step(9001, "shoes", "CREATE TABLE shoes (id {id}); INSERT INTO nowhere VALUES (1);", store.kind)
    )
    with pytest.raises(Exception, match="nowhere"):
        migrate(store)
    assert not _has_shoes(store)
    assert version(store) == before
    more[-1] = Step(9001, "shoes", "CREATE TABLE shoes (id {id});", store.kind)
    assert migrate(store) == ["9001_shoes"]


@pytest.mark.usefixtures("as_before")
def test_a_database_of_a_newer_program_is_refused_untouched(store: Store) -> None:
    store.write(
        lambda tx: tx.run(
            "INSERT INTO migrations (number, name, checksum, applied_at) VALUES (9999, 'x', 'y', 0)"
        )
    )
    with pytest.raises(Unavailable, match=r"newer than this program.*backup"):
        migrate(store)


def test_a_step_that_was_edited_after_it_was_applied_is_refused(store: Store, more: list[Step]) -> None:
    more[0] = Step(more[0].number, more[0].name, "SELECT 1;", store.kind)
    with pytest.raises(Unavailable, match="not the one that was applied"):
        migrate(store)


def test_both_databases_know_the_same_steps() -> None:
    sqlite, postgres = steps("sqlite"), steps("postgres")
    assert [(step.number, step.name) for step in sqlite] == [(step.number, step.name) for step in postgres]
    assert [step.number for step in sqlite] == list(range(1, len(sqlite) + 1))
    sent = [text for step in sqlite + postgres for number in (0, 4) for text in step.statements(number)]
    assert [text for text in sent if re.search("[{};]", text)] == []


def test_a_step_is_sent_one_statement_at_a_time() -> None:
    text = (
        "-- Of shoes; and of socks.\nCREATE TABLE shoes (id {id}); -- worn\n\nCREATE INDEX x ON shoes (id);\n"
    )
    assert Step(1, "shoes", text, "sqlite").statements() == [
        "CREATE TABLE shoes (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE INDEX x ON shoes (id)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO shoes VALUES ('left; right');",
        "INSERT INTO shoes VALUES ('left -- right');",
        "DROP TABLE \"left;right\";",
        "CREATE FUNCTION f() AS $$ SELECT 1; $$;",
        "/* ; */ DROP TABLE shoes;",
    ],
)  # fmt: skip
def test_a_step_of_which_nobody_can_tell_where_its_statements_end_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Cannot tell where"):
        Step(1, "shoes", text, "sqlite")


@pytest.mark.usefixtures("as_before")
def test_a_step_outside_of_transactions_is_run_again_from_its_beginning(
    store: Store, more: list[Step]
) -> None:
    index = "DROP INDEX{concurrently} IF EXISTS by_size; CREATE INDEX{concurrently} by_size ON shoes (size);"
    more.append(Step(9001, "shoes", "CREATE TABLE shoes (size {int});", store.kind))
    more.append(Step(9002, "sizes", f"{APART}{index}INSERT INTO nowhere VALUES (1);", store.kind))
    with pytest.raises(Exception, match="nowhere"):
        migrate(store)
    assert version(store) == 9001
    more[-1] = Step(9002, "sizes", f"{APART}{index}", store.kind)
    assert migrate(store) == ["9002_sizes"]
    assert migrate(store) == []
    assert version(store) == 9002


@pytest.mark.usefixtures("as_before")
def test_an_index_is_made_while_another_process_waits_for_its_turn_to_migrate(store: Store) -> None:
    """CREATE INDEX CONCURRENTLY waits for all who are in the middle of something: they must not be waiting for it."""
    store.write(lambda tx: tx.script("CREATE TABLE shoes (size BIGINT)"))
    concurrently = " CONCURRENTLY" if store.kind == "postgres" else ""

    def make(tx: Tx) -> None:
        if store.kind == "postgres":
            until(lambda: tx.one("SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND " + _ASKS))
        tx.script(f"CREATE INDEX{concurrently} by_size ON shoes (size)")

    with ThreadPoolExecutor(1) as pool:
        with store.migrating() as run:
            waiting = pool.submit(migrate, store)
            run(make, False)
        assert waiting.result(HANG) == []


#: The other one has asked for its turn at least once.
_ASKS = "datname = current_database() AND query LIKE '%try_advisory%'"

_START = """
import sys
from pathlib import Path
from satchel.base.clock import Clock
from satchel.store.migrate import migrate
from satchel.store.sqlite import SqliteStore
print("ready", flush=True)
sys.stdin.readline()
store = SqliteStore(Path(sys.argv[1]), Clock())
print(len(migrate(store)), flush=True)
store.close()
"""


@pytest.mark.slow
def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    file = tmp_path / "satchel.db"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _START, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    applied = 0
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, _ = process.communicate(timeout=HANG)
        assert process.returncode == 0
        applied += int(out)
    assert applied == len(steps("sqlite"))
