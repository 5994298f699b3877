"""The tables of people may be divided by person: PostgreSQL's hash partitions, and machines of Citus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from satchel import wiring
from satchel.base.errors import Conflict, Invalid, Unavailable
from satchel.base.settings import Settings
from satchel.store import migrate as migrating
from satchel.store.db import Store, Tx
from satchel.store.migrate import APART, Step, migrate
from satchel.store.postgres import PostgresStore
from satchel.store.sqlite import SqliteStore
from tests import postgres
from tests.clock import FakeClock
from tests.house.sources import ROOT

pytestmark = pytest.mark.postgres

SHELVES = "CREATE TABLE shelves (user_id {int} NOT NULL PRIMARY KEY){people}{strict};"
JOBS = "CREATE TABLE jobs (id {id}, user_id {int} NOT NULL){strict};"
SHOES = "CREATE TABLE shoes (user_id {int} NOT NULL, id {int} NOT NULL, PRIMARY KEY (user_id, id)){people}{keyed};"


@pytest.fixture
def url(postgres_url: str | None) -> Iterator[str]:
    """A database with nothing in it."""
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.database(postgres_url, "divided") as made:
        yield made


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    opened = PostgresStore(url, FakeClock())
    yield opened
    opened.close()


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """The steps of a small program."""
    made = [Step(1, "start", SHELVES + JOBS, "postgres")]
    monkeypatch.setattr(migrating, "steps", lambda kind: made)
    return made


def _partitions(store: Store, table: str) -> list[str]:
    rows = store.read(
        lambda tx: tx.all(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = to_regclass(:table) AND c.relkind = 'r' ORDER BY 1",
            table=table,
        )
    )
    return [row[0] for row in rows]


def test_a_person_has_the_same_partition_of_every_table(store: Store, known: list[Step]) -> None:
    migrate(store, partitions=4)
    assert _partitions(store, "shelves") == [f"shelves_p{number}" for number in range(4)]
    assert _partitions(store, "jobs") == []
    known.append(Step(2, "shoes", SHOES, "postgres"))
    assert migrate(store) == ["0002_shoes"]  # nobody says it again: the database itself knows
    assert _partitions(store, "shoes") == [f"shoes_p{number}" for number in range(4)]

    def fill(user: int) -> tuple[str, str]:
        def op(tx: Tx) -> tuple[str, str]:
            mine = "VALUES (:user) RETURNING CAST(tableoid AS regclass)::text"
            shelf = tx.one(f"INSERT INTO shelves (user_id) {mine}", user=user)
            shoe = tx.one(f"INSERT INTO shoes (user_id, id) {mine.replace(')', ', 1)', 1)}", user=user)
            assert shelf
            assert shoe
            return shelf[0].rpartition("_")[2], shoe[0].rpartition("_")[2]

        return store.write(op)

    places = [fill(user) for user in range(1, 50)]
    assert all(shelf == shoe for shelf, shoe in places)
    assert len(set(places)) == 4


def test_without_partitions_the_tables_are_plain_ones(store: Store, known: list[Step]) -> None:
    migrate(store)
    known.append(Step(2, "shoes", SHOES, "postgres"))
    migrate(store)
    assert _partitions(store, "shelves") == _partitions(store, "shoes") == []


@pytest.mark.usefixtures("known")
def test_only_an_empty_database_can_be_given_partitions(store: Store) -> None:
    migrate(store)
    with pytest.raises(Conflict, match="Only an empty database"):
        migrate(store, partitions=4)


def test_sqlite_has_no_partitions(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "satchel.db", FakeClock())
    with pytest.raises(Invalid, match="Only PostgreSQL"):
        migrate(store, partitions=4)
    store.close()


def test_an_index_is_made_beside_those_who_write_and_where_that_cannot_be_without_them(
    store: Store, known: list[Step]
) -> None:
    known.append(Step(2, "shoes", SHOES, "postgres"))
    known.append(
        Step(
            3, "sizes", f"{APART}CREATE INDEX{{concurrently}} IF NOT EXISTS x ON shoes (user_id);", "postgres"
        )
    )
    assert "CONCURRENTLY" in known[2].statements()[0]
    migrate(store, partitions=2)
    row = store.read(
        lambda tx: tx.one("SELECT COUNT(*) FROM pg_index WHERE indrelid = to_regclass('shoes_p1')")
    )
    assert row == (2,)


# Citus is not there in tests: what it says of itself is one table in the catalogue.


@pytest.fixture
def spread(url: str, store: Store, known: list[Step]) -> Iterator[psycopg.Connection]:
    """A database whose shelves are spread over machines."""
    known.append(Step(2, "shoes", SHOES, "postgres"))
    migrate(store)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET allow_system_table_mods = on")
        connection.execute(
            'CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, partmethod "char")'
        )
        connection.execute("INSERT INTO pg_dist_partition VALUES ('shelves', 'h')")
        yield connection


def _told(store: Store) -> str:
    with pytest.raises(Unavailable) as told:
        migrating.demand_whole(store)
    with pytest.raises(Unavailable):
        migrate(store)
    return told.value.message


def test_a_database_of_which_only_a_part_is_spread_over_machines_is_refused(
    spread: psycopg.Connection, store: Store
) -> None:
    assert "jobs, shoes" in _told(store)
    assert "distribute.sql" in _told(store)
    # Known to Citus, but on one machine only: that is right for jobs, and no place for what belongs to people.
    spread.execute("INSERT INTO pg_dist_partition VALUES ('jobs', 'n'), ('shoes', 'n')")
    assert "yet: shoes." in _told(store)
    spread.execute("UPDATE pg_dist_partition SET partmethod = 'h' WHERE logicalrelid = 'shoes'::regclass")
    migrating.demand_whole(store)
    spread.execute("DELETE FROM pg_dist_partition WHERE logicalrelid = 'jobs'::regclass")
    assert "yet: jobs." in _told(store)


def test_a_server_with_citus_on_which_nothing_is_spread_is_a_plain_one(
    spread: psycopg.Connection, store: Store
) -> None:
    spread.execute("DELETE FROM pg_dist_partition")
    assert migrate(store) == []


def test_a_server_does_not_start_before_what_is_new_is_spread_too(
    spread: psycopg.Connection, url: str, known: list[Step], tmp_path: Path
) -> None:
    spread.execute("INSERT INTO pg_dist_partition VALUES ('jobs', 'n'), ('shoes', 'h')")
    known.append(Step(3, "socks", SHOES.replace("shoes", "socks"), "postgres"))
    settings = Settings(data=tmp_path, database_url=url)
    applied: list[str] = []
    wiring.open_store(settings, FakeClock(), migrated=applied.append).close()
    assert applied == ["0003_socks"]
    with pytest.raises(Unavailable, match="socks"):
        wiring.open_store(settings, FakeClock(), server=True)


#: What the file calls, as far as it shows in the catalogue.
_CITUS = """
CREATE FUNCTION create_distributed_table(t regclass, by text, colocate_with text) RETURNS void LANGUAGE sql AS
    $$ INSERT INTO pg_dist_partition VALUES (t, 'h') $$;
CREATE FUNCTION citus_add_local_table_to_metadata(t regclass, cascade_via_foreign_keys bool)
    RETURNS void LANGUAGE sql AS
    $$ INSERT INTO pg_dist_partition VALUES (t, 'n') $$;
"""


def test_the_file_for_owners_spreads_what_is_not_spread_yet(spread: psycopg.Connection, store: Store) -> None:
    spread.execute(_CITUS.encode())
    for already in (
        "",
        "DELETE FROM pg_dist_partition WHERE logicalrelid = 'shoes'::regclass",
        "TRUNCATE pg_dist_partition",
    ):
        if already:
            spread.execute(already.encode())
        # psql sends one statement after the other, each a transaction.
        block, _, rest = (ROOT / "docs" / "distribute.sql").read_text().partition("END\n$$;")
        spread.execute((block + "END\n$$;").encode())
        spread.execute(rest.encode())
        known = spread.execute(
            "SELECT logicalrelid::text, partmethod FROM pg_dist_partition ORDER BY 1"
        ).fetchall()
        assert known == [("jobs", "n"), ("shelves", "h"), ("shoes", "h")]
        migrating.demand_whole(store)
