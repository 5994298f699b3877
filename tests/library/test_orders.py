"""Lists by chance, by when one last read, and of what was begun: page by page, nothing twice and nothing missed."""

from __future__ import annotations

from functools import partial

import pytest

from satchel.library import browsing
from satchel.model.actions import Archive, ById
from satchel.model.items import Item, Order, Position, Query, State
from satchel.store import items, narrowing
from tests.clock import FakeClock
from tests.library.conftest import Desk

UNREAD = (State.UNREAD,)


@pytest.fixture(params=[500, -1], ids=["few", "many"])
def desk_of(
    request: pytest.FixtureRequest, desk: Desk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """Forty items, of which every third was read for a while; where few are sorted, and where indexes are walked."""
    monkeypatch.setattr(narrowing, "MAX_FEW", request.param)
    monkeypatch.setattr(browsing, "PAGE", 7)
    for number in range(40):
        clock.forward(seconds=1)
        desk.save(f"http://example.org/{number}", tags=("t",) if number % 2 else ())
    for number in range(1, 41, 3):
        at, mark = clock.now() - number * number % 17 * 1000, clock.now()
        read = partial(
            items.set_progress, user=desk.user, item_id=number, progress=number * 25, at=at, mark=mark
        )
        desk.store.write(read)
    return desk


def pages(desk: Desk, query: Query, *, backwards: bool = False) -> list[list[Item]]:
    """All pages, from the first on, or back from the last."""
    key: Position | None = None
    found = []
    if backwards:
        key = pages_end(desk, query)
    while True:
        leaf = desk.store.read(
            partial(browsing.leaf, user=desk.user, query=query, key=key, backwards=backwards)
        )
        found.append(leaf.items)
        key = leaf.before if backwards else leaf.after
        if key is None:
            return found


def pages_end(desk: Desk, query: Query) -> Position:
    last = pages(desk, query)[-1][-1]
    return browsing.key_of(last, query.order, query.pivot)


def ids(found: list[list[Item]]) -> list[int]:
    return [item.id for page in found for item in page]


@pytest.mark.parametrize("pivot", [1, 500_000, 1_048_000])
@pytest.mark.parametrize("tag", [None, "t"])
def test_by_chance_each_item_comes_once_whichever_way_one_turns(
    desk_of: Desk, pivot: int, tag: str | None
) -> None:
    query = Query(states=UNREAD, order=Order.CHANCE, pivot=pivot, tag=tag)
    forward = pages(desk_of, query)
    wanted = [number for number in range(1, 41) if tag is None or number % 2 == 0]
    assert sorted(ids(forward)) == wanted
    assert ids(forward) not in (wanted, wanted[::-1])
    back = pages(desk_of, query, backwards=True)
    # The first page is always a whole one, so on the way back it may show some of the second once more.
    assert list(dict.fromkeys(ids(back[::-1]))) == ids(forward)[:-1]
    assert pages(desk_of, query) == forward


def test_another_day_begins_at_another_place_and_a_page_does_not_change_within_one(desk_of: Desk) -> None:
    day = browsing.DAY_MS
    first, same, next_day = (browsing.begins_today(1, at) for at in (5 * day, 6 * day - 1, 6 * day))
    assert first == same != next_day
    assert browsing.begins_today(2, 5 * day) != first
    orders = [
        ids(
            pages(desk_of, Query(states=UNREAD, order=Order.CHANCE, pivot=browsing.begins_today(1, at * day)))
        )
        for at in range(20_000, 20_006)
    ]
    assert len({tuple(order) for order in orders}) > 3


def test_what_was_archived_meanwhile_is_not_missed_by_whoever_turns_a_page(desk_of: Desk) -> None:
    query = Query(states=UNREAD, order=Order.CHANCE, pivot=77)
    every = ids(pages(desk_of, query))
    leaf = desk_of.store.read(partial(browsing.leaf, user=1, query=query))
    desk_of.act(*(Archive(ById(item.id)) for item in leaf.items))
    rest = desk_of.store.read(partial(browsing.leaf, user=1, query=query, key=leaf.after))
    assert [item.id for item in rest.items] == every[7:14]


def test_what_was_read_last_comes_first_and_then_what_never_was(desk_of: Desk) -> None:
    found = pages(desk_of, Query(states=UNREAD, order=Order.READ))
    keys = [(item.progress_at, item.id) for page in found for item in page]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == 40


def test_what_was_begun_and_not_finished_is_started(desk_of: Desk) -> None:
    found = [
        item for page in pages(desk_of, Query(states=UNREAD, order=Order.READ, started=True)) for item in page
    ]
    assert {item.id for item in found} == {number for number in range(1, 41, 3) if number * 25 < 970}
    assert [item.progress_at for item in found] == sorted((item.progress_at for item in found), reverse=True)
    newest = pages(desk_of, Query(states=UNREAD, started=True))
    assert ids(newest) == sorted((item.id for item in found), reverse=True)
