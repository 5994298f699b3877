"""What a clock that is set wrong for a while must not take: the trash of everybody."""

from __future__ import annotations

import asyncio
from pathlib import Path

from satchel.base.steadiness import Steadiness
from satchel.jobs import purging
from satchel.jobs.kinds import Kind
from satchel.library.context import Library
from satchel.model.actions import ById, Delete
from satchel.model.items import Item, State
from tests.clock import FakeClock
from tests.library.conftest import Desk
from tests.library.workers import Web, runner_for, running

PAGE = "http://example.org/page"


def test_the_trash_outlives_a_clock_that_is_set_ahead_and_back(
    library: Library, desk: Desk, clock: FakeClock
) -> None:
    desk.act(Delete(ById(desk.save(PAGE).item.id)))
    purges = purging.kind(library)
    clock.forward(hours=2)
    clock.set(days=3650)
    _work(library, desk, purges)
    assert _trashed(desk) == [1]

    clock.forward(seconds=1800)
    _work(library, desk, purging.kind(library))  # it was started anew meanwhile
    assert _trashed(desk) == [1]

    clock.set(days=-3650)
    _work(library, desk, purges)
    clock.forward(hours=2)
    _work(library, desk, purges)
    assert _trashed(desk) == [1]


def test_it_goes_once_thirty_days_have_passed(library: Library, desk: Desk, clock: FakeClock) -> None:
    desk.act(Delete(ById(desk.save(PAGE).item.id)))
    clock.forward(days=31)
    purges = purging.kind(library)
    clock.forward(seconds=3599)
    _work(library, desk, purges)
    assert _trashed(desk) == [1]

    clock.forward(seconds=2)
    worker = runner_for(library, Web(), purge=purges)
    asyncio.run(running(worker, until=lambda: not _trashed(desk)))


def test_it_goes_on_a_machine_that_never_runs_for_an_hour(
    library: Library, desk: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    record = tmp_path / "steady"
    desk.act(Delete(ById(desk.save(PAGE).item.id)))
    clock.forward(days=31)
    for day in range(2):
        _run_for_a_while(library, desk, clock, record)
        assert _trashed(desk) == [1], day
        clock.set(hours=23)  # switched off: it passes and nobody looks
    purges = purging.kind(library, record)
    _work(library, desk, purges)
    assert _trashed(desk) == [1]  # a clock that is wrong at a start is set in its first minutes
    clock.forward(seconds=601)
    worker = runner_for(library, Web(), purge=purges)
    asyncio.run(running(worker, until=lambda: not _trashed(desk)))


def test_runs_do_not_count_once_the_clock_was_set_or_somebody_was_away_for_long(
    library: Library, desk: Desk, clock: FakeClock, tmp_path: Path
) -> None:
    record = tmp_path / "steady"
    desk.act(Delete(ById(desk.save(PAGE).item.id)))
    for away in (3650, -3650, 8):
        clock.forward(days=31)
        _run_for_a_while(library, desk, clock, record)
        clock.set(days=away)
        _run_for_a_while(library, desk, clock, record)
        assert _trashed(desk) == [1], away
        clock.set(days=1)  # while it runs
        assert not Steadiness(clock, record).is_steady()


def _run_for_a_while(library: Library, desk: Desk, clock: FakeClock, record: Path) -> None:
    purges = purging.kind(library, record)
    for _ in range(5):
        purges.may_begin()
        clock.forward(seconds=300)
    _work(library, desk, purges)


def _trashed(desk: Desk) -> list[int]:
    found = desk.find(states=(State.DELETED,), trashed=True).items
    return [item.id for item in found if isinstance(item, Item)]


def _work(library: Library, desk: Desk, purges: Kind) -> None:
    """Let a worker do all that it finds to do, and a page that is saved now, too."""
    number = desk.save(f"{PAGE}/{library.clock.now()}").item.id
    worker = runner_for(library, Web(), purge=purges)
    asyncio.run(running(worker, until=lambda: desk.item(number).title == "Fetched" and worker.idle))
