"""PostgreSQL, too, reads no more of a list than its page, however many items there are: by its own plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from satchel.library import finding, saving
from satchel.model.items import Kind, NewLink, Order, Position, Query, State
from satchel.store import narrowing
from satchel.store.db import Store, Tx
from satchel.store.postgres_tx import PostgresTx, _rewritten

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database", ["postgres", "partitions"], indirect=True),
]

ITEMS = 4000
PAGE = 30
#: Rows that a page may read: its own, once in an index and once in the table, one of each part that is merged, and
#: what is looked at on the way to where it begins.
MAX_READ = 4 * PAGE

UNREAD, BOTH = (State.UNREAD,), (State.UNREAD, State.ARCHIVED)


class Measuring(PostgresTx):
    """Notes how many rows each statement reads, and sorts."""

    read = 0.0

    def _measure(self, sql: str, values: dict[str, object]) -> None:
        row = self._connection.execute(
            b"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + _rewritten(sql), values, prepare=False
        ).fetchone()
        assert row is not None
        self.read += sum(map(_rows, _nodes(row[0][0]["Plan"])))

    def all(self, sql: str, **values: object) -> Any:
        self._measure(sql, values)
        return super().all(sql, **values)

    def each(self, sql: str, **values: object) -> Any:
        self._measure(sql, values)
        return super().each(sql, **values)

    def one(self, sql: str, **values: object) -> Any:
        self._measure(sql, values)
        return super().one(sql, **values)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _rows(node: dict[str, Any]) -> float:
    """How many rows the node reads of a table or an index, or puts in order."""
    kind = node["Node Type"]
    if kind not in ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan", "Sort"):
        return 0
    return float((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


@pytest.fixture
def rows_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Tx], object]], float]:
    """How many rows something reads of a shelf of some thousand items, most of them unread."""
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    for number in range(1, 3):
        link = NewLink(f"http://h{number}.example/", tags=("t", f"t{number}"))
        store.write(partial(saving.save, user=1, link=link))
    store.write(_copy)

    def read(op: Callable[[Tx], object]) -> float:
        def measured(tx: Tx) -> float:
            assert isinstance(tx, PostgresTx)
            measuring = Measuring(tx._connection, tx._clock)
            op(measuring)
            return measuring.read

        return store.write(measured)

    return read


def _copy(tx: Tx) -> None:
    """Many items of two, every tenth in the archive and every twentieth with a heart, and counted."""
    columns = {
        row[0]: row[0]
        for row in tx.all(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('items') AND attnum > 0"
        )
    }
    columns |= {
        "id": "id + n * 2", "added_at": "added_at + n * 60000", "changed_at": "changed_at + n",
        "state": "CASE WHEN n % 10 = 0 THEN 1 ELSE 0 END", "favourite": "CASE WHEN n % 20 < 2 THEN 1 ELSE 0 END",
        "words": "n % 97 * 50", "title_key": "CAST(CAST(n AS TEXT) AS BYTEA)", "has_video": "n % 3",
    }  # fmt: skip
    tx.run(
        f"INSERT INTO items ({', '.join(columns)}) SELECT {', '.join(columns.values())}"
        " FROM items CROSS JOIN generate_series(1, :last) AS n WHERE user_id = 1",
        last=ITEMS // 2,
    )
    tx.run(
        """
        INSERT INTO item_tags (user_id, tag, state, added_at, item_id)
        SELECT user_id, tag, state, added_at, id FROM items CROSS JOIN (VALUES ('t'), ('u')) AS tags (tag)
        WHERE user_id = 1 AND id > 2
        """
    )
    tx.script("ANALYZE items; ANALYZE item_tags")


LISTS: list[dict[str, Any]] = [
    {},
    {"order": Order.OLDEST},
    {"order": Order.TITLE},
    {"order": Order.SITE},
    {"order": Order.SHORTEST},
    {"order": Order.LONGEST},
    {"favourite": True},
    {"favourite": False},
    {"kind": Kind.VIDEO},
    {"tag": "t"},
    {"tag": "t", "favourite": False},
    {"host": "h1.example"},
    {"order": Order.READ},
    {"order": Order.CHANCE, "pivot": 9},
]


@pytest.mark.parametrize("states", [UNREAD, BOTH], ids=["unread", "all"])
@pytest.mark.parametrize("asked", LISTS, ids=str)
def test_a_page_reads_no_more_than_it_shows(
    rows_read: Callable[[Callable[[Tx], object]], float], asked: dict[str, Any], states: tuple[State, ...]
) -> None:
    query = Query(states=states, limit=PAGE, **asked)
    assert rows_read(lambda tx: list(finding.walk(tx, 1, query))) <= MAX_READ


@pytest.mark.parametrize("asked", [{}, {"favourite": True}, {"tag": "t"}], ids=str)
def test_a_page_far_down_a_list_begins_where_the_one_before_it_ended(
    rows_read: Callable[[Callable[[Tx], object]], float], asked: dict[str, Any]
) -> None:
    query = Query(states=BOTH, limit=PAGE, after=Position(1 << 62, 1), **asked)
    assert rows_read(lambda tx: list(finding.walk(tx, 1, query))) <= MAX_READ


@pytest.mark.parametrize("offset", [30_000, (1 << 31) - 1, (1 << 63) - 1])
@pytest.mark.parametrize("order", [Order.CHANCE, Order.NEWEST])
def test_a_list_ends_however_far_down_it_is_looked_at(store: Store, order: Order, offset: int) -> None:
    query = Query(states=BOTH, order=order, pivot=9, limit=10_000, offset=offset)
    assert store.read(lambda tx: list(finding.walk(tx, 1, query))) == []
