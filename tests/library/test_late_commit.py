"""A job may be seen before its item: on several machines, people are not committed together with the rest.

Whoever comes from the job waits for the person's row first, and then sees the item.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from satchel.library import saving
from satchel.library.context import Library
from satchel.model.items import NewLink
from satchel.model.jobs import JobKind
from satchel.store import jobs
from satchel.store.db import Store, Tx
from satchel.store.postgres_tx import PostgresTx
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.workers import Web, runner_for, running
from tests.patience import until_it

pytestmark = pytest.mark.postgres

PAGE = "http://example.org/late"


class Late:
    """An item of Alice that is written, while others do not see it yet; they see its job."""

    def __init__(
        self, connection: psycopg.Connection, store: Store, user: int, patch: pytest.MonkeyPatch
    ) -> None:
        self.connection = connection
        with patch.context() as nothing_owed:
            nothing_owed.setattr(jobs, "enqueue", lambda *args, **named: None)
            saved = saving.save(PostgresTx(connection, FakeClock()), user, NewLink(PAGE))
        self.item = saved.item.id

        def owe(tx: Tx) -> None:
            jobs.enqueue(tx, JobKind.FETCH, self.item, user, "example.org")

        store.write(owe)

    def is_waited_for(self, store: Store) -> bool:
        asked = (
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return store.read(lambda tx: tx.one(asked)) is not None


@pytest.fixture
def late(
    database: dict[str, object], store: Store, alice: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Late]:
    if store.kind != "postgres":
        pytest.skip("one writer at a time: what is committed is there at once")
    with psycopg.connect(str(database["database_url"])) as connection:
        yield Late(connection, store, alice, monkeypatch)


def test_a_worker_waits_for_an_item_that_is_not_there_yet(library: Library, desk: Desk, late: Late) -> None:
    web = Web()
    worker = runner_for(library, web)

    async def commit_late() -> None:
        await until_it(lambda: late.is_waited_for(library.store) or not _owed(library.store))
        late.connection.commit()
        await until_it(lambda: not _owed(library.store))

    assert desk.get(late.item) is None
    asyncio.run(running(worker, commit_late))
    assert web.fetched == [PAGE]
    assert desk.item(late.item).article is not None


def test_a_job_whose_item_never_comes_is_struck_off(library: Library, desk: Desk, late: Late) -> None:
    web = Web()
    worker = runner_for(library, web)

    async def take_back() -> None:
        await until_it(lambda: late.is_waited_for(library.store) or not _owed(library.store))
        late.connection.rollback()
        await until_it(lambda: not _owed(library.store))

    asyncio.run(running(worker, take_back))
    assert web.fetched == []
    assert desk.get(late.item) is None


def _owed(store: Store) -> bool:
    return store.read(lambda tx: tx.one("SELECT 1 FROM jobs")) is not None
