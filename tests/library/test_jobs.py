"""The worker: what is owed is done, tried again where that may help, and given back at the end."""

from __future__ import annotations

import asyncio
import logging

import pytest

from satchel.base.errors import Busy, Unavailable
from satchel.jobs import fetching, runner
from satchel.library.context import Library
from satchel.model.actions import Delete
from satchel.model.jobs import Job, JobKind
from satchel.model.pages import FetchFailed, Reason
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import Desk, owed
from tests.library.workers import Extractor, Web, runner_for, running
from tests.patience import HANG, until_it

PAGE = "http://example.org/page"
MINUTE = 60_000
MAX_CLAIMS = 8


def _attempt(
    library: Library, store: Store, *answers: object, at: dict[str, BaseException] | None = None
) -> Web:
    """Let a worker run until nothing is due any more."""
    web = Web(*answers, at=at)
    due = library.clock.now()

    def nothing_is_due() -> bool:
        return (
            store.read(lambda tx: tx.one("SELECT 1 FROM jobs WHERE run_at <= :due OR worker <> ''", due=due))
            is None
        )

    asyncio.run(running(runner_for(library, web), until=nothing_is_due))
    return web


def test_a_saved_page_is_fetched_and_kept(library: Library, desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    web = _attempt(library, store)
    assert web.fetched == [PAGE]
    assert desk.item(item).title == "Fetched"
    assert owed(store) == 0


def test_a_page_that_is_saved_while_the_worker_idles_is_fetched_at_once(
    library: Library, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LOOK_AGAIN", 10 * HANG)

    async def save() -> None:
        await asyncio.sleep(0.05)
        await asyncio.to_thread(desk.save, PAGE)

    asyncio.run(running(runner_for(library, Web()), save, until=lambda: owed(store) == 0))
    assert desk.item(1).title == "Fetched"


def test_a_temporary_failure_is_tried_again_after_1_4_16_and_64_minutes(
    library: Library, desk: Desk, store: Store, clock: FakeClock
) -> None:
    item = desk.save(PAGE).item.id
    failure = FetchFailed(Reason.TIMEOUT)
    for minutes in (1, 4, 16, 64):
        assert len(_attempt(library, store, failure).fetched) == 1
        assert desk.item(item).fetch_reason == "timeout"
        row = store.read(lambda tx: tx.one("SELECT run_at, last_error FROM jobs"))
        assert row is not None
        wait = row[0] - clock.now()
        assert minutes * MINUTE <= wait <= minutes * MINUTE * 1.2
        assert row[1] == "timeout"
        clock.forward(seconds=wait / 1000 - 1)
        assert _attempt(library, store).fetched == []
        clock.forward(seconds=2)
    _attempt(library, store, failure)
    assert owed(store) == 0
    assert desk.item(item).fetch_reason == "timeout"


def test_what_failed_together_does_not_come_back_together(library: Library, desk: Desk, store: Store) -> None:
    for number in range(4):
        desk.save(f"http://host{number}.example/")
    _attempt(library, store, *[FetchFailed(Reason.TIMEOUT)] * 4)
    times = store.read(lambda tx: tx.all("SELECT run_at FROM jobs"))
    assert len(set(times)) == 4


def test_a_site_that_asks_for_patience_gets_it(
    library: Library, desk: Desk, store: Store, clock: FakeClock
) -> None:
    desk.save(PAGE)
    _attempt(library, store, FetchFailed(Reason.STATUS, status=429, retry_after=7200))
    row = store.read(lambda tx: tx.one("SELECT run_at FROM jobs"))
    assert row is not None
    assert row[0] >= clock.now() + 7_200_000


def test_a_permanent_failure_is_not_tried_again(library: Library, desk: Desk, store: Store) -> None:
    item = desk.save(PAGE).item.id
    _attempt(library, store, FetchFailed(Reason.STATUS, status=404, permanent=True))
    assert owed(store) == 0
    assert (desk.item(item).fetch_status, desk.item(item).fetch_reason) == (404, "status")


def test_a_page_whose_extraction_fails_for_good_is_kept_without_its_text(
    library: Library, desk: Desk, store: Store
) -> None:
    item = desk.save(PAGE, "Given").item.id
    extractor = Extractor(FetchFailed(Reason.UNREADABLE, permanent=True))
    asyncio.run(running(runner_for(library, Web(), extractor), until=lambda: owed(store) == 0))
    kept = desk.item(item)
    assert (kept.title, kept.fetch_status, kept.fetch_reason) == ("Given", 200, "unreadable")
    assert kept.article is not None


def test_a_page_that_nobody_wants_any_more_is_not_downloaded(
    library: Library, desk: Desk, store: Store
) -> None:
    item = desk.save(PAGE).item.id
    # A job that outlived its item, as after a merge by another process.
    store.write(lambda tx: tx.run("UPDATE items SET state = 2 WHERE id = :id", id=item))
    assert _attempt(library, store).fetched == []
    assert owed(store) == 0


def test_a_crashing_handler_costs_its_own_job_and_no_other(
    library: Library, desk: Desk, store: Store, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    bad = desk.save("http://bad.example/").item.id
    good = [desk.save(f"http://good{n}.example/").item.id for n in range(3)]
    with caplog.at_level(logging.ERROR):
        _attempt(library, store, at={"http://bad.example/": ZeroDivisionError("our own fault")})
    assert [desk.item(item).title for item in good] == ["Fetched"] * 3
    assert desk.item(bad).article is None
    assert any(record.exc_info for record in caplog.records), "where it came from is in the log"
    clock.forward(seconds=61)
    _attempt(library, store)
    assert desk.item(bad).title == "Fetched"


def test_a_page_that_takes_its_worker_down_each_time_is_given_up(
    library: Library, desk: Desk, store: Store, clock: FakeClock
) -> None:
    item = desk.save(PAGE).item.id
    for _ in range(MAX_CLAIMS):
        assert len(_attempt(library, store, ZeroDivisionError()).fetched) == 1
        clock.forward(hours=2)
    assert _attempt(library, store).fetched == []
    assert owed(store) == 0
    assert desk.item(item).fetch_reason == "unreadable"


def test_a_database_that_is_away_for_a_moment_does_not_end_the_worker(
    library: Library, desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LOOK_AGAIN", 0.01)
    desk.save(PAGE)
    write, troubles = store.awrite, [Busy(), RuntimeError("a bug of ours"), Busy()]

    async def awrite(op: object, weight: int = 1, person: int = 0) -> object:
        if troubles:
            raise troubles.pop()
        return await write(op, weight, person)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "awrite", awrite)
    asyncio.run(running(runner_for(library, Web()), until=lambda: owed(store) == 0))
    assert desk.item(1).title == "Fetched"


def test_a_full_disk_uses_up_no_tries_of_a_page(
    library: Library, desk: Desk, store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save(PAGE)
    with monkeypatch.context() as full:

        def room(tx: Tx) -> None:
            raise Unavailable

        full.setattr(Tx, "room", room)
        for _ in range(MAX_CLAIMS + 1):
            assert len(_attempt(library, store).fetched) == 1
            clock.forward(hours=1)
    _attempt(library, store)
    assert desk.item(1).title == "Fetched"


def test_no_more_run_at_once_than_there_are_slots(
    library: Library, desk: Desk, bobs: Desk, store: Store
) -> None:
    for number in range(6):
        (desk, bobs)[number % 2].save(f"http://host{number}.example/")
    web = Web()

    async def watch() -> None:
        web.gate.clear()
        await until_it(lambda: len(web.fetched) == 4)
        await asyncio.sleep(0.05)
        assert len(web.fetched) == 4
        web.gate.set()

    asyncio.run(running(runner_for(library, web, slots=4), watch, until=lambda: owed(store) == 0))
    assert len(web.fetched) == 6


def test_stopping_gives_back_what_is_not_done_and_keeps_what_is(
    library: Library, desk: Desk, store: Store
) -> None:
    desk.save(PAGE)
    web = Web()

    async def begin() -> None:
        web.gate.clear()
        await until_it(lambda: len(web.fetched) == 1)

    asyncio.run(running(runner_for(library, web), begin, grace=0.05))
    rows = store.read(lambda tx: tx.all("SELECT worker, attempts, lease_until FROM jobs"))
    assert rows == [("", 0, 0)]
    _attempt(library, store)
    assert desk.item(1).title == "Fetched"


def test_stopping_lets_what_runs_come_to_its_end(library: Library, desk: Desk, store: Store) -> None:
    desk.save(PAGE)
    web = Web()

    async def almost() -> None:
        web.gate.clear()
        await until_it(lambda: len(web.fetched) == 1)
        asyncio.get_running_loop().call_later(0.05, web.gate.set)

    asyncio.run(running(runner_for(library, web), almost))
    assert desk.item(1).title == "Fetched"
    assert owed(store) == 0


def test_stopping_at_any_moment_leaves_no_job_in_nobodys_hands(
    library: Library, desk: Desk, store: Store
) -> None:
    for number in range(10):
        desk.save(f"http://host{number}.example/")

    async def at_any_moment() -> None:
        for pause in (0.0, 0.001, 0.002, 0.004):
            worker = runner_for(library, Web(), slots=2)
            worker.start()
            await asyncio.sleep(pause)
            await worker.stop(HANG)
            assert worker.idle

    asyncio.run(at_any_moment())
    assert store.read(lambda tx: tx.all("SELECT id FROM jobs WHERE worker <> ''")) == []


def test_a_worker_that_never_began_stops_too(library: Library) -> None:
    asyncio.run(runner_for(library, Web()).stop())


def test_deleting_a_page_while_it_is_fetched_changes_nothing_after(
    library: Library, desk: Desk, store: Store
) -> None:
    item = desk.save(PAGE).item.id
    web = Web()

    async def delete() -> None:
        web.gate.clear()
        await until_it(lambda: len(web.fetched) == 1)
        await asyncio.to_thread(desk.do, Delete, item)
        web.gate.set()

    worker = runner_for(library, web)
    asyncio.run(running(worker, delete))
    assert desk.item(item).article is None
    assert owed(store) == 0


def test_the_shift_of_a_retry_is_a_fifth_at_most() -> None:
    for number in range(100):
        job = Job(number, JobKind.FETCH, 1, 1, 1, "w")
        at = fetching.RETRY.at(0, job)
        assert at is not None
        assert MINUTE <= at <= MINUTE * 1.2
