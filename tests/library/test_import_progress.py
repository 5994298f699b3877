"""An import goes on where it was, and its pages wait behind what people save."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.base.errors import Conflict
from satchel.model.imports import ImportStatus
from satchel.model.jobs import Job, JobKind, Priority, Wanted
from satchel.model.pages import FetchFailed, Reason
from satchel.store import jobs
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.bringing import Bringing, adds_up, row
from tests.library.conftest import Desk, claim, fail

URL = "https://example.com/an-article"
DAY = 86_400_000


@pytest.fixture
def bringing(store: Store, alice: int) -> Bringing:
    return Bringing(store, alice)


def test_a_page_that_somebody_saves_now_is_fetched_before_what_came_in(
    bringing: Bringing, desk: Desk
) -> None:
    bringing.bring(
        row("https://a.example/old", saved_at=DAY), row("https://b.example/new", saved_at=3 * DAY),
        row("https://c.example/middle", saved_at=2 * DAY),
    )  # fmt: skip
    now = desk.save("https://d.example/now").item
    order = [claim(desk.store, worker=f"w{n}") for n in range(4)]
    assert order[0].key == now.id
    assert [desk.item(job.key).given_url[-3:] for job in order[1:]] == ["new", "dle", "old"]


def test_fetches_of_what_came_in_are_of_the_last_priority_but_one(bringing: Bringing, store: Store) -> None:
    bringing.bring(row(URL))
    rows = store.read(lambda tx: tx.all("SELECT kind, priority, lane FROM jobs WHERE kind = 'fetch'"))
    assert rows == [(str(JobKind.FETCH), Priority.IMPORT.value, "example.com")]


def test_a_crash_between_two_batches_loses_nothing_and_does_nothing_twice(
    bringing: Bringing, desk: Desk
) -> None:
    rows = [row(f"https://example.com/{n}", number=n) for n in range(20)]
    one = bringing.go_on(bringing.begin(), rows, batch=5, most=2)
    assert (one.rows, one.status) == (10, ImportStatus.UNDER_WAY)
    again = bringing.begin()
    assert again.id == one.id, "the same file goes on"
    one = bringing.go_on(again, rows, batch=5)
    assert adds_up(one, bringing.account(one))
    assert desk.counts == (20, 0)


def test_two_who_go_on_with_one_import_do_not_write_the_same_rows(bringing: Bringing, desk: Desk) -> None:
    rows = [row(f"https://example.com/{n}", number=n) for n in range(4)]
    one = bringing.begin()
    bringing.go_on(one, rows, batch=2, most=1)
    with pytest.raises(Conflict):
        bringing.go_on(one, rows, batch=2, most=1)
    assert desk.counts == (2, 0)


def _fails(desk: Desk, clock: FakeClock, status: int, retry_after: int | None = None) -> None:
    failure = FetchFailed(Reason.STATUS, status=status, retry_after=retry_after)
    fail(desk.store, claim(desk.store, user=desk.user), failure, retry_at=clock.now() + 3 * DAY)


def _next_pages(desk: Desk) -> list[str]:
    """What would be fetched now, in its order."""
    found: list[str] = []
    while job := desk.store.write(
        lambda tx: jobs.claim(tx, f"w{len(found)}", 300_000, (Wanted(JobKind.FETCH),))
    ):
        found.append(desk.item(job.key).given_url)
        desk.store.write(partial(_put_away, job=job))
    return found


def _put_away(tx: Tx, job: Job) -> None:
    tx.run("UPDATE jobs SET kind = 'seen', worker = '' WHERE id = :id", id=job.id)


@pytest.mark.parametrize(("retry_after", "seconds"), [(None, 300), (3600, 3600), (10**9, 86_400)])
def test_a_site_that_is_asked_too_often_rests_with_all_that_came_in(
    bringing: Bringing, desk: Desk, clock: FakeClock, retry_after: int | None, seconds: int
) -> None:
    urls = [f"https://busy.example/{n}" for n in range(5)]
    bringing.bring(*(row(url, saved_at=(9 - n) * 30 * DAY) for n, url in enumerate(urls)))
    _fails(desk, clock, 429, retry_after)
    assert _next_pages(desk) == []
    now = desk.save("https://busy.example/now").item.given_url
    assert _next_pages(desk) == [now], "what somebody waits for is tried"
    clock.forward(seconds=seconds - 60)
    assert _next_pages(desk) == []
    clock.forward(seconds=200)
    job = claim(desk.store, user=desk.user)
    assert desk.item(job.key).given_url == urls[1]


def test_after_a_rest_the_newest_come_first_again(bringing: Bringing, desk: Desk, clock: FakeClock) -> None:
    urls = [f"https://busy.example/{n}" for n in range(6)]
    bringing.bring(*(row(url, saved_at=(20 - n) * 30 * DAY) for n, url in enumerate(urls)))
    _fails(desk, clock, 503)
    clock.forward(seconds=400)
    _fails(desk, clock, 503)
    clock.forward(seconds=400)
    assert _next_pages(desk) == urls[2:]
