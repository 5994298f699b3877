"""What is noticed of a statement that does not stay with one person."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store.db import Tx
from satchel.store.migrate import Step
from satchel.store.postgres import PostgresStore
from tests import postgres
from tests.clock import FakeClock
from tests.house.sources import functions, modules, tree
from tests.statements import FOR_ALL, Statements

pytestmark = pytest.mark.postgres

_TABLES = """
CREATE TABLE users (id {id}, name TEXT NOT NULL);
CREATE TABLE items (user_id {int} NOT NULL, id {int} NOT NULL, name TEXT, PRIMARY KEY (user_id, id)){people};
CREATE TABLE laces (user_id {int} NOT NULL, item_id {int} NOT NULL, PRIMARY KEY (user_id, item_id)){people};
"""
_ONE = {"user": 1, "other": 2, "name": "x", "now": 5}


def _script(text: str, tx: Tx) -> None:
    tx.script(text)


@pytest.fixture(scope="module")
def small(postgres_url: str | None) -> Iterator[Statements]:
    """A database with two tables of people in partitions."""
    if postgres_url is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.database(postgres_url, "small") as url:
        store = PostgresStore(url, FakeClock())
        for text in Step(1, "small", _TABLES, "postgres").statements(4):
            store.write(partial(_script, text))
        store.close()
        made = Statements(url)
        yield made
        made.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT name FROM items WHERE user_id = %(user)s",
        "SELECT 1 FROM items i JOIN laces l ON l.user_id = i.user_id AND l.item_id = i.id WHERE i.user_id = %(user)s",
        "INSERT INTO items (user_id, id) VALUES (%(user)s, 1) ON CONFLICT (user_id, id) DO UPDATE SET name = 'x'",
        "INSERT INTO items (user_id, id) SELECT user_id, 1 FROM laces WHERE user_id = %(user)s",
        "UPDATE items SET name = %(now)s WHERE user_id = %(user)s AND id IN (SELECT 1)",
        "UPDATE users SET name = %(name)s",
        "DELETE FROM laces WHERE user_id = %(user)s RETURNING item_id",
        "SELECT name FROM items WHERE user_id = %(user)s FOR UPDATE",
    ],
)  # fmt: skip
def test_a_statement_that_stays_with_one_person_has_no_fault(small: Statements, text: str) -> None:
    assert list(small.faults(text, _ONE)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT name FROM items WHERE name = %(name)s", "4 partitions"),
        ("SELECT i.id FROM items i JOIN laces l ON l.item_id = i.id WHERE i.user_id = %(user)s", "4 partitions"),
        ("SELECT 1 FROM items WHERE user_id IN (%(user)s, %(other)s) FOR UPDATE", "2 partitions"),
        ("DELETE FROM items WHERE id = 1", "4 partitions"),
        ("UPDATE items SET name = '' FROM laces l WHERE l.user_id = %(user)s AND l.item_id = id", "4 partitions"),
        (
            "INSERT INTO items (user_id, id) SELECT %(user)s, item_id FROM laces WHERE user_id = %(other)s"
            " AND EXISTS (SELECT 1 FROM items i WHERE i.user_id = %(user)s)",
            "2 partitions",
        ),
        ("SELECT 1 FROM items i JOIN users u ON u.id = i.user_id WHERE i.user_id = %(user)s", "items and users"),
        ("DELETE FROM users WHERE NOT EXISTS (SELECT 1 FROM items WHERE user_id = %(user)s)", "items and users"),
        ("UPDATE items SET name = '', user_id = %(other)s WHERE user_id = %(user)s", "another person"),
        ("UPDATE items SET name = random() WHERE user_id = %(user)s", "say random"),
        ("UPDATE items SET name = clock_timestamp() WHERE user_id = %(user)s", "say clock_timestamp"),
        ("INSERT INTO users (name) VALUES (CURRENT_TIMESTAMP)", "say CURRENT_TIMESTAMP"),
        (
            "INSERT INTO items (user_id, id) VALUES (%(user)s, (SELECT MAX(id) FROM items WHERE user_id = %(user)s))",
            "SELECT among the VALUES",
        ),
        (
            "MERGE INTO items i USING laces l ON i.user_id = l.user_id AND i.user_id = %(user)s"
            " WHEN MATCHED THEN DELETE",
            "MERGE",
        ),
        ("SELECT name FROM items WHERE user_id = %(user)s AND to_tsvector(name) @@ to_tsquery('x')", "prepared"),
    ],
)  # fmt: skip
def test_a_statement_that_does_not_is_noticed(small: Statements, text: str, told: str) -> None:
    assert told in "\n".join(small.faults(text, _ONE))


def test_a_search_that_is_planned_anew_each_time_has_no_fault(small: Statements) -> None:
    text = "SELECT name FROM items WHERE user_id = %(user)s AND to_tsvector(name) @@ to_tsquery('x')"
    assert list(small.faults(text, _ONE, may_be_prepared=False)) == []


def test_what_the_store_sends_is_looked_at(
    statements: Statements | None, people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if statements is None:
        pytest.skip("PostgreSQL is not installed")
    postgres.empty(statements.url, people)
    statements.check()
    monkeypatch.setattr(statements, "_seen", {})
    store = PostgresStore(statements.url, FakeClock())
    store.write(lambda tx: saving.save(tx, 1, NewLink("http://example.org/", "Title", ("a",))))
    store.write(lambda tx: tx.all("SELECT 1 FROM items"))  # the tests may look everywhere
    store.close()
    assert {"by_address.known", "gathered.send", "user_counters.touch"} <= {
        sender for sender, _ in statements._new
    }
    assert {sender.partition(".")[0] for sender, _ in statements._new} <= {
        path.stem for path in modules("store")
    }
    assert statements.check() == []


def test_what_may_look_at_everybody_is_still_there() -> None:
    there = {
        f"{path.stem}.{function.name}" for path in modules("store") for function in functions(tree(path))
    }
    assert FOR_ALL.keys() <= there
