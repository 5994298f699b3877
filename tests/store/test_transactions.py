"""What a write promises, on both databases."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import cast

import apsw
import psycopg
import pytest

from satchel.base.errors import Conflict, NotFound, Unavailable
from satchel.library import saving
from satchel.model.items import NewLink
from satchel.store import items, user_counters
from satchel.store.db import ReadTx, Store, Tx
from tests.clock import FakeClock


def _count(store: Store) -> int:
    row = store.read(lambda tx: tx.one("SELECT COUNT(*) FROM items"))
    assert row is not None
    return int(row[0])


def _save(tx: Tx, url: str) -> int:
    return saving.save(tx, 1, NewLink(url)).item.id


def test_an_op_that_fails_leaves_nothing_behind(store: Store) -> None:
    def half(tx: Tx) -> None:
        _save(tx, "http://example.org/a")
        raise NotFound

    with pytest.raises(NotFound):
        store.write(half)
    assert _count(store) == 0


def test_one_failing_op_does_not_spoil_those_that_wait_beside_it(store: Store) -> None:
    def fail(tx: Tx) -> None:
        _save(tx, "http://example.org/never")
        raise Conflict

    async def all_at_once() -> list[object]:
        ops = [
            store.awrite(fail)
            if number % 5 == 0
            else store.awrite(partial(_save, url=f"http://example.org/{number}"))
            for number in range(40)
        ]
        return await asyncio.gather(*ops, return_exceptions=True)

    results = asyncio.run(all_at_once())
    assert sum(isinstance(result, Conflict) for result in results) == 8
    assert _count(store) == 32


def test_a_savepoint_undoes_its_own_part_only(store: Store) -> None:
    def op(tx: Tx) -> None:
        _save(tx, "http://example.org/kept")
        with suppress(NotFound), tx.savepoint():
            _save(tx, "http://example.org/undone")
            raise NotFound

    store.write(op)
    assert _count(store) == 1


def test_listeners_hear_of_a_write_only_when_it_is_durable(store: Store) -> None:
    heard: list[set[str]] = []
    store.listen(lambda words: heard.append(words))

    def fail(tx: Tx) -> None:
        tx.signal("never")
        raise NotFound

    with pytest.raises(NotFound):
        store.write(fail)
    store.write(lambda tx: tx.signal("kept"))
    assert {"kept"} in heard
    assert {"never"} not in heard


def test_many_threads_save_one_page_and_make_one_item(store: Store) -> None:
    with ThreadPoolExecutor(16) as threads:
        ids = set(
            threads.map(lambda n: store.write(lambda tx: _save(tx, "http://example.org/same")), range(48))
        )
    assert len(ids) == 1
    assert _count(store) == 1
    assert store.read(lambda tx: user_counters.counts(tx, 1)) == (1, 0)


def test_changes_carry_growing_times_though_the_clock_steps_back(store: Store, clock: FakeClock) -> None:
    marks = []
    for step in (0, 10, -3600, 0, 5):
        clock.forward(seconds=step)
        marks.append(store.write(lambda tx: user_counters.touch(tx, 1)))
    assert marks == sorted(set(marks))


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    def look_twice(tx: ReadTx) -> tuple[int, int]:
        first = tx.one("SELECT COUNT(*) FROM items")
        with ThreadPoolExecutor(1) as thread:
            thread.submit(store.write, lambda inner: _save(inner, "http://example.org/meanwhile")).result()
        second = tx.one("SELECT COUNT(*) FROM items")
        assert first is not None
        assert second is not None
        return first[0], second[0]

    assert store.read(look_twice) == (0, 0)
    assert _count(store) == 1


def test_a_read_that_writes_is_our_own_fault_and_not_the_storages(store: Store) -> None:
    with pytest.raises((apsw.ReadOnlyError, psycopg.errors.ReadOnlySqlTransaction)):
        store.read(lambda tx: _save(cast(Tx, tx), "http://example.org/a"))
    assert _count(store) == 0


def test_another_persons_item_does_not_exist(store: Store, bob: int) -> None:
    mine = store.write(lambda tx: _save(tx, "http://example.org/mine"))
    assert store.read(lambda tx: items.get(tx, bob, mine)) is None
    assert store.read(lambda tx: items.head(tx, bob, mine)) is None


def test_a_closed_store_refuses_and_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(Unavailable):
        store.write(lambda tx: None)
