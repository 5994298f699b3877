"""Pages that are asked for by where the last one ended miss nothing and bring nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.model.actions import Archive, ById, Delete, Favourite
from satchel.model.items import Order, Position, State
from satchel.store import hosts_of_site, narrowing
from tests.clock import FakeClock
from tests.library.conftest import EVERYTHING, Desk

QUERIES: list[dict[str, Any]] = [
    {}, {"states": (State.UNREAD,)}, {"tag": "t"}, {"tag": "t", "states": (State.UNREAD,)}, {"favourite": True},
    {"host": "example"}, {"host": "h1.example"}, {"untagged": True}, {"text": "h"}, {"since": 1, "states": EVERYTHING},
    {"tag": "t", "text": "h", "favourite": False},
]  # fmt: skip


@pytest.fixture
def shelf(desk: Desk, clock: FakeClock) -> Desk:
    for number in range(14):
        clock.forward(seconds=number % 3)  # some at the same time
        tags = ("t",) if number % 4 else ()
        desk.save(f"http://h{number % 3}.example/{number % 5}?{number}", f"Title {number % 4}", tags)
    desk.act(*(Archive(ById(number)) for number in (3, 8, 9)))
    desk.act(*(Favourite(ById(number)) for number in (2, 3, 4, 12)))
    desk.do(Delete, 5)
    return desk


def _pages(desk: Desk, limit: int, **query: Any) -> list[int]:
    """All ids of a list, a page at a time."""
    found: list[int] = []
    after: Position | None = None
    for _ in range(20):
        page = desk.find(limit=limit, after=after, **query)
        found += [item.id for item in page.items]
        after = page.next
        if after is None:
            return found
    raise AssertionError("the list has no end")


@pytest.mark.parametrize("walked", [False, True], ids=["few", "walked"])
@pytest.mark.parametrize("order", Order)
def test_the_pages_of_every_order_are_the_whole_list(
    shelf: Desk, order: Order, walked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if walked:
        monkeypatch.setattr(narrowing, "MAX_FEW", -1)
        monkeypatch.setattr(hosts_of_site, "MAX_HOSTS", 0)
        monkeypatch.setattr(narrowing, "MAX_SORTED", 0)
    for query in QUERIES:
        whole = shelf.find(order=order, limit=100, total=True, **query)
        assert whole.next is None
        ids = [item.id for item in whole.items]
        assert ids, query
        for limit in (1, 3):
            assert _pages(shelf, limit, order=order, **query) == ids, query


def test_what_comes_and_goes_between_two_pages_shifts_nothing(shelf: Desk, clock: FakeClock) -> None:
    whole = shelf.ids(limit=100)
    first = shelf.find(limit=4)
    clock.forward(seconds=5)
    shelf.save("http://new.example/")
    shelf.do(Delete, whole[0])
    shelf.do(Delete, whole[3])
    rest = shelf.find(limit=100, after=first.next)
    assert [item.id for item in rest.items] == whole[4:]


def test_a_total_is_that_of_the_whole_list_on_every_page(shelf: Desk) -> None:
    first = shelf.find(limit=4, total=True)
    assert shelf.find(limit=4, total=True, after=first.next).total == first.total == 13
