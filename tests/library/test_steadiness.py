"""What a clock that is set wrong for a while must not take: the trash of everybody."""

from __future__ import annotations

import asyncio

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


def _trashed(desk: Desk) -> list[int]:
    found = desk.find(states=(State.DELETED,), trashed=True).items
    return [item.id for item in found if isinstance(item, Item)]


def _work(library: Library, desk: Desk, purges: Kind) -> None:
    """Let a worker do all that it finds to do, and a page that is saved now, too."""
    number = desk.save(f"{PAGE}/{library.clock.now()}").item.id
    worker = runner_for(library, Web(), purge=purges)
    asyncio.run(running(worker, until=lambda: desk.item(number).title == "Fetched" and worker.idle))
