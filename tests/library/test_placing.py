"""Where a person stands in an article is kept, and of two places the later one counts."""

from __future__ import annotations

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.library import acting, placing, searching
from satchel.library.opening import opened
from satchel.model.actions import Archive, ById, Delete, Unarchive
from satchel.model.items import Query
from satchel.model.places import Place
from satchel.store import places
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk


def _keep(desk: Desk, item: int, place: Place) -> Place:
    return desk.store.write(lambda tx: placing.keep(tx, desk.user, item, place))


def test_of_two_places_the_later_one_counts_wherever_it_is(desk: Desk, clock: FakeClock) -> None:
    item = desk.save("http://example.org/1").item.id
    now = clock.now()
    assert _keep(desk, item, Place(600, now - 2000, 1200, 7, "a quote")).share == 600
    assert _keep(desk, item, Place(300, now - 1000, 500, 7, "another")).at == 500
    assert _keep(desk, item, Place(900, now - 1500, 1800, 7)).at == 500
    kept = desk.item(item)
    assert (kept.progress, kept.progress_at, kept.furthest, kept.finished_at) == (300, now - 1000, 600, 0)
    found = desk.store.read(lambda tx: opened(tx, desk.user, item, Query()))
    assert found.place == Place(300, now - 1000, 500, 7, "another")


def test_a_time_that_is_still_to_come_is_now(desk: Desk, clock: FakeClock) -> None:
    item = desk.save("http://example.org/1").item.id
    assert _keep(desk, item, Place(600, clock.now() + 10**9)).time == clock.now()


def test_what_was_finished_stays_so_until_it_is_unread_again(desk: Desk, clock: FakeClock) -> None:
    item = desk.save("http://example.org/1").item.id
    _keep(desk, item, Place(700, clock.now(), 700, 7, finished=True))
    clock.forward(seconds=1)
    _keep(desk, item, Place(100, clock.now(), 100, 7))
    assert desk.item(item).finished_at == clock.now() - 1000
    assert desk.item(item).furthest == 1000
    for act in (Archive(ById(item)), Unarchive(ById(item))):
        desk.store.write(lambda tx, act=act: acting.act(tx, desk.user, [act]))  # type: ignore[misc]
    assert (desk.item(item).finished_at, desk.item(item).progress) == (0, 100)
    _keep(desk, item, Place(970, clock.now() + 1))
    clock.forward(seconds=1)
    _keep(desk, item, Place(970, clock.now()))
    assert desk.item(item).finished_at > 0


def test_a_short_article_is_finished_where_its_end_is_seen_whatever_the_share(
    desk: Desk, clock: FakeClock
) -> None:
    item = desk.save("http://example.org/1").item.id

    def lists() -> list[list[int]]:
        asked = ("is:started", "is:finished")
        found = [
            desk.store.read(lambda tx, words=words: searching.listed(tx, desk.user, words, 9)).items  # type: ignore[misc]
            for words in asked
        ]
        return [desk.ids(started=True), *([each.id for each in items] for items in found)]

    _keep(desk, item, Place(300, clock.now(), 300, 7))
    assert lists() == [[item], [item], []]
    clock.forward(seconds=1)
    _keep(desk, item, Place(300, clock.now(), 300, 7, finished=True))
    assert lists() == [[], [], [item]]
    # Unread again, it is begun as before.
    for act in (Archive(ById(item)), Unarchive(ById(item))):
        desk.store.write(lambda tx, act=act: acting.act(tx, desk.user, [act]))  # type: ignore[misc]
    assert lists() == [[item], [item], []]


def test_a_place_that_is_none_or_in_what_is_not_there_is_refused(desk: Desk, bobs: Desk) -> None:
    item = desk.save("http://example.org/1").item.id
    for wrong in (Place(-1, 1), Place(1001, 1), Place(1, 1, -1), Place(1, 1, 2**40), Place(1, 1, 1, -1)):
        with pytest.raises(Invalid):
            _keep(desk, item, wrong)
    with pytest.raises(NotFound):
        _keep(bobs, item, Place(1, 1))
    with pytest.raises(NotFound):
        bobs.store.read(lambda tx: placing.where(tx, bobs.user, item))
    desk.store.write(lambda tx: acting.act(tx, desk.user, [Delete(ById(item))]))
    with pytest.raises(NotFound):
        _keep(desk, item, Place(1, 1))


def test_those_who_sync_hear_of_a_place_and_only_of_a_new_one(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    item = desk.save("http://example.org/1").item.id
    since = desk.find().synced_to
    clock.forward(seconds=1)
    _keep(desk, item, Place(600, clock.now()))
    assert desk.ids(since=since) == [item]
    since = desk.find().synced_to
    clock.forward(seconds=1)
    _keep(desk, item, Place(600, clock.now() - 5000))
    assert desk.ids(since=since + 1) == []
    assert store.read(lambda tx: places.get(tx, desk.user, 999)) is None
