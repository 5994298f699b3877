"""Jobs: each done once, none lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from satchel.library import saving
from satchel.model.items import NewLink
from satchel.model.jobs import Job, JobKind
from satchel.store import jobs
from satchel.store.db import Store
from tests.clock import FakeClock

LEASE = 60_000


def _save(store: Store, url: str, user: int = 1) -> int:
    return store.write(lambda tx: saving.save(tx, user, NewLink(url))).item.id


def _claim(store: Store, worker: str = "w") -> Job | None:
    return store.write(lambda tx: jobs.claim(tx, worker, LEASE))


def test_saving_the_same_page_twice_owes_one_fetch(store: Store) -> None:
    first = _save(store, "http://example.org/a")
    _save(store, "https://www.example.org/a#part")
    claimed = _claim(store)
    assert claimed is not None
    assert (claimed.kind, claimed.key) == (JobKind.FETCH, first)
    assert _claim(store) is None


def test_many_workers_claim_each_job_once(store: Store) -> None:
    for number in range(40):
        _save(store, f"http://host{number}.example/")

    def work(name: int) -> list[int]:
        taken = []
        while job := _claim(store, f"w{name}"):
            taken.append(job.key)
            store.write(partial(jobs.finish, job=job))
        return taken

    with ThreadPoolExecutor(6) as threads:
        keys = [key for taken in threads.map(work, range(6)) for key in taken]
    assert len(keys) == len(set(keys)) == 40


def test_a_slow_host_keeps_two_slots_and_others_go_on(store: Store) -> None:
    for number in range(5):
        _save(store, f"http://slow.example/{number}")
    _save(store, "http://quick.example/")
    first, *taken = (_claim(store) for _ in range(4))
    assert first is not None
    assert [job is not None for job in taken] == [True, True, False]
    assert store.write(lambda tx: jobs.finish(tx, first))
    assert _claim(store) is not None


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing(
    store: Store, clock: FakeClock
) -> None:
    _save(store, "http://example.org/")
    late = _claim(store, "late")
    assert late is not None
    clock.forward(seconds=61)
    heir = _claim(store, "heir")
    assert heir is not None
    assert heir.attempt == late.attempt + 1
    assert not store.write(lambda tx: jobs.holds(tx, late))
    assert not store.write(lambda tx: jobs.finish(tx, late))
    assert not store.write(lambda tx: jobs.retry_at(tx, late, 0, ""))
    assert store.write(lambda tx: jobs.finish(tx, heir))


def test_a_job_that_is_put_back_waits_for_its_turn(store: Store, clock: FakeClock) -> None:
    _save(store, "http://example.org/")
    job = _claim(store)
    assert job is not None
    store.write(lambda tx: jobs.retry_at(tx, job, clock.now() + 60_000, "timeout"))
    assert _claim(store) is None
    clock.forward(seconds=61)
    again = _claim(store)
    assert again is not None
    assert again.attempt == 2


def test_saving_again_brings_a_waiting_retry_forward(store: Store, clock: FakeClock) -> None:
    _save(store, "http://example.org/")
    job = _claim(store)
    assert job is not None
    store.write(lambda tx: jobs.retry_at(tx, job, clock.now() + 3_600_000, "timeout"))
    _save(store, "http://example.org/")
    assert _claim(store) is not None


def test_a_stopping_worker_gives_back_what_it_holds(store: Store) -> None:
    _save(store, "http://example.org/")
    assert _claim(store, "stopping")
    assert store.write(lambda tx: jobs.release(tx, "stopping")) == 1
    again = _claim(store, "other")
    assert again is not None
    assert again.attempt == 1
