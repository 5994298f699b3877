"""One act on many items: those that were chosen, or all of a list as it was shown, with one undoing for all of it."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.library import finding, history, purging, saving, sweeping, undoing
from satchel.library.sweeping import Deed
from satchel.library.undoing import Undone
from satchel.model.actions import AddTags, Archive, ById, Delete, Favourite
from satchel.model.history import Act, ActStatus
from satchel.model.items import NewLink, Query, State
from satchel.model.jobs import Job, JobKind, Wanted
from satchel.store import acts, jobs
from satchel.store.db import Store, Tx
from tests.clock import FakeClock
from tests.library.conftest import LEASE, Desk, owed

UNREAD = Query(states=(State.UNREAD,))
ARCHIVE = Deed("archive")


def fill(desk: Desk, clock: FakeClock, number: int) -> list[int]:
    """So many items; the newest first."""
    found = []
    for count in range(number):
        clock.forward(seconds=1)
        found.append(desk.save(f"http://example.org/{count}", tags=("many",)).item.id)
    desk.store.write(lambda tx: tx.run("DELETE FROM jobs"))
    return found[::-1]


def save_many(tx: Tx, user: int, number: int) -> None:
    """As many links at once as nobody saves."""
    for at in range(number):
        saving.save(tx, user, NewLink(f"http://example.org/{at}", at=1_600_000_000_000 + at * 1000))


def mark(desk: Desk) -> int:
    """When a list is shown."""
    return desk.store.read(lambda tx: finding.synced_to(tx, desk.user))


def begin(desk: Desk, what: Deed = ARCHIVE, query: Query = UNREAD, at: int | None = None) -> Act:
    shown = mark(desk) if at is None else at
    return desk.store.write(lambda tx: sweeping.begin(tx, desk.user, query, "/", what, shown))


def work(store: Store, steps: int = 1000) -> int:
    """Have a worker do that many steps; how many there were."""
    done = 0
    while done < steps:
        job = store.write(lambda tx: jobs.claim(tx, "w", LEASE, (Wanted(JobKind.ACT),)))
        if job is None:
            break
        while done < steps:
            done += 1
            if store.write(partial(_step, job=job)):
                break
        store.write(lambda tx: jobs.release(tx, "w"))
    return done


def _step(tx: Tx, job: Job) -> bool:
    return sweeping.step(tx, job.user_id, job)


def known(desk: Desk, act: int) -> Act:
    found = desk.store.read(lambda tx: acts.get(tx, desk.user, act))
    assert found is not None
    return found


def undo(desk: Desk, act: int) -> Undone:
    return desk.store.write(lambda tx: undoing.undo(tx, desk.user, act))


@pytest.mark.slow
def test_all_of_a_list_is_done_in_steps_and_undone_at_once(desk: Desk, bobs: Desk, clock: FakeClock) -> None:
    number = 1000 if desk.store.kind == "postgres" else 5000
    desk.store.write(partial(save_many, user=desk.user, number=number))
    theirs = bobs.save("http://example.org/1").item.id
    before = desk.ids(limit=number)
    act = begin(desk)
    assert (act.status, act.total, act.done) == (ActStatus.UNDER_WAY, number, 200)
    assert desk.counts == (number - 200, 200)
    work(desk.store, 3)
    assert desk.counts == (number - 800, 800)
    saved = desk.save("http://example.org/meanwhile").item.id
    steps = work(desk.store)
    assert steps == (number - 800) // 200 + 1
    assert known(desk, act.id).status == ActStatus.DONE
    assert (known(desk, act.id).done, known(desk, act.id).passed) == (number, 0)
    assert desk.ids(states=(State.UNREAD,)) == [saved]
    assert bobs.item(theirs).state == State.UNREAD
    undone = undo(desk, act.id)
    assert undone.act == act.id
    work(desk.store)
    assert known(desk, act.id).status == ActStatus.UNDONE
    assert desk.ids(states=(State.UNREAD,), limit=number + 1) == [saved, *before]


def test_what_changed_since_the_list_was_shown_stays_as_it_is(desk: Desk, clock: FakeClock) -> None:
    ids = fill(desk, clock, 4)
    shown = mark(desk)
    clock.forward(seconds=5)
    desk.do(AddTags, ids[0], tags=("mine",))
    new = desk.save("http://example.org/new").item.id
    clock.forward(seconds=5)
    act = begin(desk, at=shown)
    assert (act.status, act.total, act.done, act.passed) == (ActStatus.DONE, 4, 3, 1)
    assert desk.ids(states=(State.UNREAD,)) == [new, ids[0]]


def test_a_page_that_came_since_does_not_keep_its_item_out(desk: Desk, clock: FakeClock) -> None:
    item = desk.save("http://example.org/page").item.id
    shown = mark(desk)
    clock.forward(seconds=5)
    desk.fetch(item=item)
    assert begin(desk, at=shown).done == 1
    assert desk.item(item).state == State.ARCHIVED


@pytest.mark.parametrize(
    ("what", "query"),
    [
        (Deed("favourite"), UNREAD), (Deed("delete"), UNREAD), (Deed("tags", ("new",), ("many",)), Query(tag="many")),
        (Deed("unfavourite"), Query(favourite=True)), (Deed("unarchive"), Query(states=(State.ARCHIVED,))),
        (Deed("restore"), Query(states=(State.DELETED,), trashed=True)),
    ],
    ids=lambda value: value.verb if isinstance(value, Deed) else "",
)  # fmt: skip
def test_each_verb_is_done_to_a_list_and_undone(
    desk: Desk, clock: FakeClock, what: Deed, query: Query
) -> None:
    ids = fill(desk, clock, 12)
    desk.act(
        *(Archive(ById(number)) for number in ids[:3]), *(Favourite(ById(number)) for number in ids[2:5])
    )
    desk.act(*(Delete(ById(number)) for number in ids[9:]))
    clock.forward(seconds=5)
    told = ("state", "favourite", "favourited_at", "added_at", "read_at", "tags")

    def standing() -> list[tuple[object, ...]]:
        return [tuple(getattr(desk.item(number), name) for name in told) for number in ids]

    before, counts, tags = standing(), desk.counts, desk.tags
    act = begin(desk, what, query)
    assert act.done > 0
    assert standing() != before
    clock.forward(seconds=5)
    undone = undo(desk, act.id)
    assert (undone.done, undone.passed) == (act.done, 0)
    assert (standing(), desk.counts, desk.tags) == (before, counts, tags)


def test_what_was_chosen_is_one_act_however_many_parts_it_came_in(
    desk: Desk, bobs: Desk, clock: FakeClock
) -> None:
    ids = fill(desk, clock, 5)
    bobs.save("http://example.org/bob")
    first = desk.store.write(lambda tx: sweeping.on_items(tx, desk.user, ids[:2], ARCHIVE))[0]
    more = desk.store.write(
        lambda tx: sweeping.on_items(tx, desk.user, [*ids[2:4], 4711], ARCHIVE, first.id)
    )[0]
    assert (more.id, more.done, more.passed) == (first.id, 4, 1)
    assert desk.counts == (1, 4)
    undo(desk, first.id)
    assert desk.counts == (5, 0)


def test_an_undo_says_of_how_many_it_was_not_possible(desk: Desk, store: Store, clock: FakeClock) -> None:
    ids = fill(desk, clock, 4)
    act = begin(desk, Deed("delete"))
    desk.save("http://example.org/0")
    store.write(lambda tx: purging.remove(tx, desk.user, ids[0]))
    undone = undo(desk, act.id)
    assert (undone.done, undone.passed) == (2, 2)
    with pytest.raises(NotFound):
        undo(desk, act.id)


def test_what_is_under_way_is_stopped_and_undone(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MAX_STEP", 3)
    ids = fill(desk, clock, 10)
    act = begin(desk)
    work(desk.store, 1)
    assert desk.counts == (4, 6)
    undo(desk, act.id)
    work(desk.store)
    assert desk.ids(states=(State.UNREAD,)) == ids
    assert known(desk, act.id).status == ActStatus.UNDONE
    assert owed(desk.store) == 0


def test_an_act_that_is_given_up_leaves_done_what_it_did(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MAX_STEP", 3)
    fill(desk, clock, 10)
    act = begin(desk)
    job = desk.store.write(lambda tx: jobs.claim(tx, "w", LEASE, (Wanted(JobKind.ACT),)))
    assert job is not None
    desk.store.write(lambda tx: sweeping.give_up(tx, job))
    assert known(desk, act.id).status == ActStatus.DONE
    assert undo(desk, act.id).done == 3
    assert desk.counts == (10, 0)


def test_a_worker_that_lost_its_job_changes_nothing(
    desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MAX_STEP", 3)
    fill(desk, clock, 10)
    begin(desk)
    job = desk.store.write(lambda tx: jobs.claim(tx, "w", LEASE, (Wanted(JobKind.ACT),)))
    assert job is not None
    desk.store.write(lambda tx: jobs.release(tx, "w"))
    assert desk.store.write(lambda tx: sweeping.step(tx, desk.user, job))
    assert desk.counts == (7, 3)


@pytest.mark.parametrize(("verb", "add"), [("fly", ()), ("tags", ()), ("tags", (" ",)), ("empty", ())])
def test_what_is_no_deed_is_none(verb: str, add: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        sweeping.deed(verb, add)


def test_nobody_undoes_anothers_act_or_hears_of_it(desk: Desk, bobs: Desk, clock: FakeClock) -> None:
    fill(desk, clock, 3)
    act = begin(desk)
    with pytest.raises(NotFound):
        undo(bobs, act.id)
    assert bobs.store.read(lambda tx: history.recent(tx, bobs.user, clock.now())) == []
    assert desk.counts == (0, 3)
