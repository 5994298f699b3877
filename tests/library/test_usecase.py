"""Use cases run as they say, whoever asks for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from satchel.library import finding, highlighting, opening, saving
from satchel.library.context import Library
from satchel.library.finding import Wanted
from satchel.library.usecase import MAX_QUICK_WEIGHT
from satchel.model.actions import AddHighlight, ById
from satchel.model.highlights import NewHighlight
from satchel.model.items import NewLink, Order, Query, Saved
from satchel.store.db import Store
from tests.library.conftest import Desk
from tests.patience import HANG

MANY = tuple(f"tag {number}" for number in range(saving.MAX_SHORT_TAGS + 1))


class _Watched:
    """A store that notes how it was asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.waiting = 0
        self.most = 0
        self.weights: list[int] = []
        self.quick: list[bool] = []

    async def awrite(self, op: Any, weight: int = 1, person: int = 0) -> Any:
        self.weights.append(weight)
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        try:
            return await self._store.awrite(op, weight, person)
        finally:
            self.waiting -= 1

    async def aread(self, op: Any, *, quick: bool = False) -> Any:
        self.quick.append(quick)
        return await self._store.aread(op, quick=quick)


@pytest.fixture
def watched(make_library: Callable[..., Library]) -> tuple[Library, _Watched]:
    library = make_library()
    store = _Watched(library.store)
    return replace(library, store=store), store  # type: ignore[arg-type]


async def _save_five(library: Library, user: int, tags: tuple[str, ...]) -> list[Saved]:
    async with asyncio.timeout(HANG):
        return await asyncio.gather(
            *(library.run(saving.save, user, NewLink(f"http://h.example/{n}", tags=tags)) for n in range(5))
        )


def test_of_one_persons_saves_with_many_tags_one_waits_at_a_time(
    watched: tuple[Library, _Watched], desk: Desk
) -> None:
    library, store = watched
    saved = asyncio.run(_save_five(library, desk.user, MANY))
    assert [each.is_new for each in saved] == [True] * 5
    assert (store.most, store.weights) == (1, [len(MANY)] * 5)


def test_saves_with_few_tags_wait_together(watched: tuple[Library, _Watched], desk: Desk) -> None:
    library, store = watched
    asyncio.run(_save_five(library, desk.user, ("a", "b")))
    assert (store.most, store.weights) == (5, [1] * 5)


@pytest.mark.parametrize(
    ("wanted", "quick"),
    [
        (Wanted(Query(limit=50)), True),
        (Wanted(Query(limit=51)), False),
        (Wanted(Query(limit=10, order=Order.TITLE)), False),
        (Wanted(Query(limit=10), total=True), False),
        (Wanted(Query(limit=10), tag_first="a"), False),
    ],
)
def test_only_a_short_page_in_the_order_of_an_index_is_read_at_once(
    watched: tuple[Library, _Watched], desk: Desk, wanted: Wanted, quick: bool
) -> None:
    library, store = watched

    async def read() -> bytearray:
        return await library.run(
            finding.written, desk.user, wanted, lambda page: bytearray(len(list(page.rows)))
        )

    desk.save("http://h.example/")
    assert len(asyncio.run(read())) == 1
    assert store.quick == [quick]


def test_a_tag_that_is_looked_for_first_gives_way_where_nothing_has_it(
    make_library: Callable[..., Library], desk: Desk
) -> None:
    library = make_library()
    desk.save("http://h.example/1", tags=("short",))
    query = Query(tag="short", limit=10)

    def ids(page: finding.Page) -> bytearray:
        return bytearray(item.id for item, _ in page.rows)

    one = library.run_sync(finding.written, desk.user, Wanted(query, tag_first="longer"), ids)
    two = desk.save("http://h.example/2", tags=("longer",)).item.id
    assert (one, library.run_sync(finding.written, desk.user, Wanted(query, tag_first="longer"), ids)) == (
        bytearray([1]),
        bytearray([two]),
    )


@pytest.mark.parametrize(("letters", "quick"), [(MAX_QUICK_WEIGHT, [True, False]), (10_000, [True])])
def test_a_long_article_is_opened_in_a_thread(
    watched: tuple[Library, _Watched], desk: Desk, letters: int, quick: list[bool]
) -> None:
    library, store = watched
    number = desk.save("http://h.example/").item.id
    desk.fetch(html=f"<p>{'a' * letters}</p>")  # packed, it is a KB
    opened = asyncio.run(library.run(opening.opened, desk.user, number, Query()))
    assert (len(opened.html), store.quick) == (letters + 7, quick)


def test_an_article_with_long_notes_is_opened_in_a_thread(
    watched: tuple[Library, _Watched], desk: Desk
) -> None:
    library, store = watched
    number = desk.save("http://h.example/").item.id
    desk.fetch()
    note = "n" * highlighting.MAX_NOTE_CHARACTERS
    for at in range(MAX_QUICK_WEIGHT // len(note) + 1):
        desk.act(AddHighlight(ById(number), NewHighlight("text", f"{at}", note)))
    asyncio.run(library.run(opening.opened, desk.user, number, Query()))
    assert store.quick == [True, False]


def test_what_a_use_case_raises_comes_to_whoever_runs_it(
    make_library: Callable[..., Library], desk: Desk
) -> None:
    library = make_library()
    with pytest.raises(ZeroDivisionError):
        library.run_sync(finding.written, desk.user, Wanted(Query()), lambda page: bytearray(1 // 0))
