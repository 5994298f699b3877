"""A worker keeps its jobs for as long as it lives, and not for long after."""

from __future__ import annotations

import asyncio

import pytest

from satchel.base.errors import Busy
from satchel.jobs import runner
from satchel.library import working
from satchel.library.context import Library
from satchel.library.usecase import writes
from satchel.store import jobs
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk, owed
from tests.library.workers import Web, runner_for, running
from tests.patience import HANG, until_it

PAGE = "http://example.org/page"
PART = runner.LEASE // 1000 - 10  #: seconds, almost a lease


@pytest.fixture(autouse=True)
def _quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "HEARTBEAT", 0.001)


def _lease(store: Store) -> int:
    row = store.read(lambda tx: tx.one("SELECT lease_until FROM jobs"))
    assert row is not None
    return int(row[0])


def _is_free(store: Store) -> bool:
    return store.write(lambda tx: jobs.claim(tx, "another", runner.LEASE)) is not None


def test_a_worker_that_lives_keeps_its_job_however_long_it_takes(
    library: Library, desk: Desk, store: Store, clock: FakeClock
) -> None:
    desk.save(PAGE)
    web = Web()

    async def take_long() -> None:
        web.gate.clear()
        await until_it(lambda: web.fetched)
        for _ in range(5):
            clock.forward(seconds=PART)
            await until_it(lambda: _lease(store) == clock.now() + runner.LEASE)
            assert not _is_free(store)
        web.gate.set()

    asyncio.run(running(runner_for(library, web), take_long, until=lambda: owed(store) == 0))
    assert web.fetched == [PAGE]
    assert desk.item(1).title == "Fetched"


def test_a_beat_that_fails_is_not_the_last(
    library: Library, desk: Desk, store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save(PAGE)
    web, renew, troubles = Web(), working.renew, [Busy(), RuntimeError("a bug of ours")]

    def renewed(tx: Tx, *values: object) -> int:
        if troubles:
            raise troubles.pop()
        return renew(tx, *values)  # type: ignore[arg-type]

    async def take_long() -> None:
        web.gate.clear()
        await until_it(lambda: web.fetched)
        monkeypatch.setattr(working, "renew", writes(renewed))
        clock.forward(seconds=PART)
        await until_it(lambda: not troubles and _lease(store) == clock.now() + runner.LEASE)
        web.gate.set()

    asyncio.run(running(runner_for(library, web), take_long, until=lambda: owed(store) == 0))
    assert troubles == []


def test_the_jobs_of_a_worker_that_was_killed_are_free_after_one_lease(
    library: Library, desk: Desk, store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "HEARTBEAT", HANG)  # none is under way when the end comes
    desk.save(PAGE)
    web = Web()

    async def until_killed() -> None:
        web.gate.clear()
        runner_for(library, web).start()
        await until_it(lambda: web.fetched)

    asyncio.run(until_killed())  # nothing is given back, as after kill -9
    assert not _is_free(store)
    clock.forward(seconds=PART)
    assert not _is_free(store)
    clock.forward(seconds=20)
    assert _is_free(store)
