"""Searches that people keep, and how many items each has."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from satchel.base.errors import Invalid, NotFound
from satchel.library import accounts, feeds, saved_searches, tag_index
from satchel.library.context import Library
from satchel.library.search_counts import SearchCounts
from satchel.model.items import Item
from satchel.model.searches import SavedSearch
from satchel.store.db import Store
from tests.library.conftest import Desk


def kept(desk: Desk) -> list[str]:
    found = desk.store.read(lambda tx: saved_searches.all_of(tx, desk.user))
    return [f"{each.id} {each.name or each.ready}: {each.query}" for each in found]


def keep(desk: Desk, name: str, query: str) -> SavedSearch:
    return desk.store.write(lambda tx: saved_searches.keep(tx, desk.user, name, query))


def change(desk: Desk, number: int, **more: Any) -> SavedSearch:
    asked = {"name": "n", "query": "q", "counted": True, "fed": False, **more}
    return desk.store.write(lambda tx: saved_searches.change(tx, desk.user, number, **asked))


THREE = [
    "1 1: is:unread length:..10m", "2 2: is:unread length:>20m", "4 4: saved:..1y is:unread sort:oldest",
]  # fmt: skip


def test_everybody_has_three_at_first(desk: Desk, store: Store) -> None:
    assert kept(desk) == THREE
    new = store.write(lambda tx: accounts.create(tx, "newcomer", None))
    assert kept(Desk(store, new.id)) == THREE


def test_searches_are_kept_renamed_moved_and_deleted(desk: Desk) -> None:
    first, second = keep(desk, "Stone", "stone or oven"), keep(desk, "", "  #food\nis:unread ")
    assert kept(desk) == [*THREE, "5 Stone: stone or oven", "6 #food is:unread: #food is:unread"]
    change(desk, first.id, name="Bread", query="oven")
    change(desk, 1, name="", query="length:..5m")
    desk.store.write(lambda tx: saved_searches.move(tx, desk.user, second.id, -5))
    desk.store.write(lambda tx: saved_searches.remove(tx, desk.user, 2))
    assert kept(desk) == [
        "6 #food is:unread: #food is:unread", "1 1: length:..5m", THREE[2], "5 Bread: oven",
    ]  # fmt: skip


def test_a_number_is_never_given_again(desk: Desk) -> None:
    number = keep(desk, "", "a").id
    desk.store.write(lambda tx: saved_searches.remove(tx, desk.user, number))
    assert keep(desk, "", "b").id == number + 1


def test_a_search_that_asks_nothing_is_none(desk: Desk) -> None:
    for query in ("", "  ", "( )", "!!!"):
        with pytest.raises(Invalid):
            keep(desk, "x", query)
    with pytest.raises(Invalid):
        change(desk, 1, query="")


def test_there_is_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MAX_SAVED_SEARCHES", 4)
    keep(desk, "", "a")
    with pytest.raises(Invalid):
        keep(desk, "", "b")


def test_nobody_reaches_another_persons(desk: Desk, bobs: Desk) -> None:
    number = keep(desk, "Mine", "stone").id
    for act in (
        lambda tx: saved_searches.remove(tx, bobs.user, number),
        lambda tx: saved_searches.move(tx, bobs.user, number, 1),
    ):
        with pytest.raises(NotFound):
            bobs.store.write(act)
    with pytest.raises(NotFound):
        change(bobs, number)
    assert kept(bobs) == THREE
    assert kept(desk)[-1] == "5 Mine: stone"


def test_a_feed_has_what_its_search_finds_in_its_order_if_it_is_one(desk: Desk) -> None:
    a, b = (desk.save(f"https://{name}.example/", name, ("food",)).item.id for name in "ab")
    desk.save("https://c.example/", "c")
    number = keep(desk, "Food", "#food sort:title").id
    told = list[tuple[str, list[int]]]()

    def write(name: str, items: Sequence[Item]) -> bytes:
        told.append((name, [item.id for item in items]))
        return b"written"

    with pytest.raises(NotFound):
        desk.store.read(lambda tx: feeds.found(tx, desk.user, number, write))
    change(desk, number, name="Food", query="#food sort:title", fed=True)
    assert desk.store.read(lambda tx: feeds.found(tx, desk.user, number, write)) == b"written"
    assert told == [("Food", [a, b])]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_counts_are_made_beside_the_pages_and_follow_what_changes(desk: Desk, library: Library) -> None:
    counts = SearchCounts(rest=0)
    food = keep(desk, "", "#food").id
    silent = keep(desk, "", "is:unread").id
    change(desk, silent, query="is:unread", counted=False)
    desk.save("https://a.example/", tags=("food",))

    async def shown() -> dict[int, int]:
        """What a page shows that comes after one that asked for the counts."""
        beside = await library.run(tag_index.read, desk.user, len(THREE))  # no bound: the number of tags
        overview = beside[1]
        counts.refresh(library, desk.user, overview.searches, overview.changed_at, library.clock.now())
        await counts.settled()
        return counts.known(desk.user)

    assert counts.known(desk.user) == {}
    assert asyncio.run(shown()) == {1: 0, 2: 0, 4: 0, food: 1}
    desk.save("https://b.example/", tags=("food",))
    assert asyncio.run(shown())[food] == 2
    desk.store.write(lambda tx: saved_searches.remove(tx, desk.user, 1))
    assert 1 not in asyncio.run(shown())
