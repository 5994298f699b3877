"""Databases to move from and to, and what is in them."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from satchel.base.clock import Clock
from satchel.base.settings import Settings
from satchel.library.moving import between
from satchel.library.moving.copying import Moved
from satchel.store.db import Store, Tx
from satchel.store.migrate import migrate
from satchel.store.moving.postgres import PostgresSide
from satchel.store.moving.side import Target
from satchel.store.moving.sqlite import SqliteSide
from satchel.store.postgres import PostgresStore
from satchel.store.sqlite import SqliteStore
from tests.postgres import database

BEFORE = Path(__file__).parent / "before"
#: Words that databases put in different orders.
TAGS = ("Zoo", "apple", "\u00e9t\u00e9", "etch", "\u6f22\u5b57", "_", "a b", "\U0001f600")
#: A way of addressing a place, and how many partitions its tables have.
KINDS = {"sqlite": 0, "postgres": 0, "partitions": 3}


class Place:
    """A database that may be moved from and to."""

    def __init__(self, folder: Path, url: str = "", partitions: int = 0) -> None:
        self.settings = Settings(data=folder, database_url=url)
        self.to = url or f"sqlite:{folder}"
        self.partitions = partitions

    def store(self) -> Store:
        """As a server opens it, but for its updates."""
        url = self.settings.database_url
        return PostgresStore(url, Clock()) if url else SqliteStore(self.settings.data / "satchel.db", Clock())

    def write(self, op: Callable[[Tx], Any]) -> None:
        with closing(self.store()) as store:
            store.write(op)

    def side(self) -> Target:
        """As a move opens it."""
        url = self.settings.database_url
        if url:
            return PostgresSide(url, writes=True)
        return SqliteSide(self.settings.data / "satchel.db", writes=True)

    def contents(self) -> dict[str, tuple[int, list[Any]]]:
        """All rows of all tables, and the highest numbers that were given, read by other means than a move's."""
        with closing(self.side()) as side, closing(self.store()) as store:
            found = {}
            for name, table in side.tables().items():
                columns = ", ".join(sorted(table.columns))
                rows = store.read(lambda tx, asked=f"SELECT {columns} FROM {name}": tx.all(asked))  # type: ignore[misc]
                found[name] = (side.highest(table) if table.counts else 0, sorted(rows, key=repr))
            return found


Moving = Callable[..., Moved]


def silent(what: str, done: int, total: int) -> None:
    """Nobody looks."""


def move(source: Place, target: Place) -> Moved:
    """Move everything."""
    return between.move(source.settings, target.to, Clock(), target.partitions, silent).moved


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """Makes a place for a database of a kind of `KINDS`."""
    with ExitStack() as stack:
        made: list[Place] = []

        def make(kind: str) -> Place:
            name = f"moved_{len(made)}"
            url = ""
            if kind != "sqlite":
                server = request.getfixturevalue("postgres_url")
                if server is None:
                    pytest.skip("PostgreSQL is not installed")
                url = stack.enter_context(database(server, name))
            made.append(Place(tmp_path / name, url, KINDS[kind]))
            return made[-1]

        yield make


def _more(tx: Tx) -> None:
    """What the older database has none of: odd letters, a long text, numbers that were given and are gone."""
    for number, tag in enumerate(TAGS):
        tx.run(
            "INSERT INTO item_tags (user_id, tag, state, added_at, item_id) VALUES (1, :tag, 0, :at, 1)",
            tag=tag, at=number,
        )  # fmt: skip
    tx.run("UPDATE bodies SET html = :long WHERE user_id = 1", long=bytes(range(256)) * 40_000)
    tx.run("INSERT INTO users (name, name_key, created_at) VALUES ('gone', 'gone', 0)")
    tx.run("DELETE FROM users WHERE name = 'gone'")
    tx.run("INSERT INTO calls (kind, who, hour, taken) VALUES ('user', 1, 2, 3)")


@pytest.fixture
def filled(place: Callable[[str], Place]) -> Place:
    """An SQLite database with one of each kind, of today's shape."""
    made = place("sqlite")
    made.settings.data.mkdir()
    file = made.settings.data / "satchel.db"
    file.write_bytes(gzip.decompress((BEFORE / "satchel.db.gz").read_bytes()))
    with closing(SqliteStore(file, Clock())) as store:
        migrate(store)
        store.write(_more)
    return made
