"""Turning the pages of a list: by key, in both directions, whatever happens to the list meanwhile."""

from __future__ import annotations

import pytest

from satchel.library import browsing, opening
from satchel.library.browsing import Leaf
from satchel.model.actions import Archive, ById, Delete
from satchel.model.items import Order, Position, Query, State
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk, claim, keep

UNREAD = (State.UNREAD,)


class Shelf:
    """A list of somebody's, turned by hand."""

    def __init__(self, desk: Desk, query: Query) -> None:
        self.desk = desk
        self.query = query

    def leaf(self, key: Position | None = None, *, backwards: bool = False) -> Leaf:
        return self.desk.store.read(
            lambda tx: browsing.leaf(
                tx, self.desk.user, browsing.widened(tx, self.desk.user, self.query), key, backwards=backwards
            )
        )

    def onward(self) -> list[list[int]]:
        """The ids of all pages from the first to the last."""
        pages, leaf = [], self.leaf()
        while True:
            pages.append([item.id for item in leaf.items])
            if leaf.after is None:
                return pages
            leaf = self.leaf(leaf.after)


@pytest.fixture
def saved(desk: Desk, bobs: Desk, clock: FakeClock) -> list[int]:
    """The ids of 120 links, the oldest first; several were saved in the same moment. Bob has some, too."""
    ids = []
    for number in range(120):
        clock.forward(seconds=number % 3 // 2)
        ids.append(desk.save(f"http://example.com/{number}", f"Page {number % 50:02}").item.id)
        bobs.save(f"http://bob.example/{number}")
    return ids


@pytest.mark.parametrize("order", list(Order))
def test_in_every_order_the_pages_have_each_item_once(desk: Desk, saved: list[int], order: Order) -> None:
    pages = Shelf(desk, Query(states=UNREAD, order=order)).onward()
    assert [len(page) for page in pages] == [50, 50, 20]
    everything = [number for page in pages for number in page]
    assert sorted(everything) == sorted(saved)
    assert everything == desk.ids(states=UNREAD, order=order, limit=200)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.TITLE])
def test_turning_back_shows_the_same_pages_again(desk: Desk, saved: list[int], order: Order) -> None:
    shelf = Shelf(desk, Query(states=UNREAD, order=order))
    pages = shelf.onward()
    last = shelf.leaf(shelf.leaf(shelf.leaf().after).after)
    middle = shelf.leaf(last.before, backwards=True)
    first = shelf.leaf(middle.before, backwards=True)
    assert [[item.id for item in leaf.items] for leaf in (first, middle, last)] == pages
    assert first.before is None
    assert last.after is None


def test_what_is_archived_meanwhile_moves_nothing_on_the_pages_behind(desk: Desk, saved: list[int]) -> None:
    shelf = Shelf(desk, Query(states=UNREAD))
    first = shelf.leaf()
    second = [item.id for item in shelf.leaf(first.after).items]
    desk.act(*(Archive(ById(item.id)) for item in first.items[-10:]), Delete(ById(second[0])))
    assert [item.id for item in shelf.leaf(first.after).items] == [*second[1:], saved[19]]


def test_where_all_of_a_page_is_gone_stand_the_last_ones_of_the_list(desk: Desk, saved: list[int]) -> None:
    shelf = Shelf(desk, Query(states=UNREAD))
    second = shelf.leaf(shelf.leaf().after)
    last = shelf.leaf(second.after)
    desk.act(*(Archive(ById(item.id)) for item in last.items))
    now = shelf.leaf(second.after)
    assert [item.id for item in now.items] == [item.id for item in second.items]
    assert now.after is None
    assert [item.id for item in shelf.leaf(now.before, backwards=True).items] == saved[:-51:-1]
    desk.act(*(Delete(ById(number)) for number in saved))
    assert shelf.leaf(second.after) == Leaf([], None, None)


def test_the_list_of_a_tag_has_what_lies_below_it(desk: Desk, bobs: Desk) -> None:
    tagged = {}
    for tags in (
        ("history",),
        ("history/rome",),
        ("history/rome", "history"),
        ("historyofart",),
        ("art/history",),
    ):
        tagged[tags] = desk.save(f"http://example.com/{'+'.join(tags)}", tags=tags).item.id
    bobs.save("http://example.com/bob", tags=("history",))
    found = {item.id for item in Shelf(desk, Query(tag="history")).leaf().items}
    assert found == {tagged[tags] for tags in tagged if tags[0].partition("/")[0] == "history"}
    assert [item.id for item in Shelf(desk, Query(tag="history/rome")).leaf().items] == [
        tagged["history/rome", "history"], tagged["history/rome",],
    ]  # fmt: skip
    assert Shelf(bobs, Query(tag="history/rome")).leaf().items == []


def test_a_list_can_be_narrowed_to_what_takes_so_long(desk: Desk, store: Store) -> None:
    by_words = {}
    for words in (0, 100, 1000, 5000):
        by_words[words] = desk.save(f"http://example.com/{words}").item.id
        keep(store, claim(store), f"http://example.com/{words}", words=words)
    found = {item.id for item in Shelf(desk, Query(words=(1, 1001))).leaf().items}
    assert found == {by_words[100], by_words[1000]}
    assert [item.id for item in Shelf(desk, Query(words=(1001, 9999), order=Order.LONGEST)).leaf().items] == [
        by_words[5000]
    ]


def test_what_is_next_is_next_even_when_the_article_has_left_the_list(desk: Desk, saved: list[int]) -> None:
    def following() -> int | None:
        opened = desk.store.read(lambda tx: opening.opened(tx, desk.user, saved[50], Query(states=UNREAD)))
        return opened.following.id if opened.following else None

    assert following() == saved[49]
    desk.act(Archive(ById(saved[50])), Archive(ById(saved[49])))
    assert following() == saved[48]


@pytest.mark.parametrize("order", [Order.TITLE, Order.SITE, Order.SHORTEST])
def test_the_place_of_an_item_is_told_from_the_item_alone(desk: Desk, store: Store, order: Order) -> None:
    """As the database has it: after a save, after a fetch, and with a title of its own."""
    desk.save("http://www.zeta.example/a?b=1")
    desk.save("http://alpha.example/x.pdf", "Given title")
    keep(store, claim(store), "http://moved.example/b", title="Émile", words=7)
    keep(store, claim(store), "http://alpha.example/x.pdf", title="x.pdf", by_name=True, words=9)
    desk.save("http://middle.example/")
    column = {Order.TITLE: "title_key", Order.SITE: "site_key", Order.SHORTEST: "words"}[order]
    rows = store.read(lambda tx: tx.all(f"SELECT id, {column} FROM items WHERE user_id = 1"))
    stored: dict[int, object] = {number: value for number, value in rows}  # noqa: C416
    told = {item.id: browsing.key_of(item, order).value for item in desk.find().items}  # type: ignore[arg-type]
    assert {
        number: bytes(value) if isinstance(value, memoryview) else value for number, value in stored.items()
    } == told


def test_beside_a_list_stand_its_counts_and_the_first_tags(desk: Desk, bobs: Desk) -> None:
    first = desk.save("http://example.com/1", tags=("b", "a", "c")).item.id
    desk.save("http://example.com/2", tags=("ä", "b"))
    bobs.save("http://example.com/3", tags=("bob",))
    desk.act(Archive(ById(first)))
    read = desk.store.read
    assert read(lambda tx: browsing.beside(tx, desk.user, 2))[:4] == (1, 1, ["a", "b"], True)
    assert read(lambda tx: browsing.beside(tx, desk.user, 4))[:4] == (1, 1, ["a", "b", "c", "ä"], False)
    assert read(lambda tx: browsing.beside(tx, 3, 4))[:4] == (0, 0, [], False)
