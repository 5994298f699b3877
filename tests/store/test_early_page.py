"""Pages of what has common words are the same by the short way as by the long one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from satchel.library import acting, saving
from satchel.library.indexing import catch_up
from satchel.model.actions import Archive, ById, Favourite
from satchel.model.items import Item, NewLink, Order, Query, State
from satchel.model.text_query import AllOf, AnyOf, NoneOf, Term, TextQuery
from satchel.store import early_page, listing, narrowing
from satchel.store.sqlite import SqliteStore
from tests.clock import FakeClock

ALICE = 1
SOUGHT: list[TextQuery] = [
    Term("even"), Term("third"), Term("rare"), NoneOf(Term("even")), NoneOf(Term("rare")), Term("nothing"),
    AllOf((Term("even"), NoneOf(Term("third")))), AnyOf((Term("third"), Term("rare"))), Term("ev", is_prefix=True),
]  # fmt: skip

FILTERS: list[dict[str, Any]] = [
    {}, {"tag": "many"}, {"tag": "few"}, {"favourite": True}, {"host": "h.example"}, {"untagged": True},
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[SqliteStore]:
    """Sixty items that were added in another order than that of their ids."""
    import shutil

    folder = tmp_path_factory.mktemp("early")
    shutil.copy(sqlite_template, folder / "satchel.db")
    clock = FakeClock()
    store = SqliteStore(folder / "satchel.db", clock)
    times = list(range(60))
    random.Random(3).shuffle(times)
    for number in range(60):
        words = ["all", "even" if number % 2 == 0 else "odd"]
        words += ["third"] * (number % 3 == 0) + ["rare"] * (number in (5, 40))
        tags = ("many",) if number % 5 else ("few",)
        link = NewLink(
            f"http://h.example/{number}", " ".join(words), tags, at=clock.now() - 1000 * times[number]
        )
        item = store.write(partial(saving.save, user=ALICE, link=link)).item.id
        done = [verb(ById(item)) for verb, share in ((Archive, 4), (Favourite, 3)) if number % share == 1]
        store.write(partial(acting.act, user=ALICE, actions=done))
    catch_up(store, ALICE)
    yield store
    store.close()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is few and common on a small shelf."""
    monkeypatch.setattr(early_page, "MAX_RARE", 3)
    monkeypatch.setattr(early_page, "HEAD", 16)
    monkeypatch.setattr(narrowing, "MAX_FEW", 3)


def _ids(store: SqliteStore, query: Query) -> list[int]:
    return store.read(lambda tx: [item.id for item in listing.page(tx, ALICE, query)])


def _expected(store: SqliteStore, query: Query) -> list[int]:
    """The same by the long way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(early_page, "MAX_PAGE", 0)
        return _ids(store, query)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("sought", SOUGHT)
def test_every_page_is_the_same(store: SqliteStore, sought: TextQuery) -> None:
    everything = (State.UNREAD, State.ARCHIVED)
    for order in (Order.NEWEST, Order.OLDEST):
        for more in FILTERS:
            for states in (everything, (State.UNREAD,), (State.ARCHIVED,)):
                query = Query(matching=sought, order=order, states=states, limit=4, **more)
                for offset in (0, 4, 12, 28):
                    page = msgspec.structs.replace(query, offset=offset)
                    assert _ids(store, page) == _expected(store, page), page


@pytest.mark.usefixtures("short")
def test_pages_by_key_have_all_of_it_once(store: SqliteStore) -> None:
    query = Query(matching=Term("even"), limit=4)
    whole, after = [], None
    while True:
        found = store.read(
            lambda tx, after=after: list(listing.page(tx, ALICE, msgspec.structs.replace(query, after=after)))  # type: ignore[misc]
        )
        whole += [item.id for item in found]
        if len(found) < 4:
            break
        last = found[-1]
        assert isinstance(last, Item)
        after = store.read(partial(listing.position, user=ALICE, query=query, item_id=last.id))
    assert whole == _expected(store, Query(matching=Term("even"), limit=100))
    assert len(whole) == 30


@pytest.mark.usefixtures("short")
def test_a_common_word_does_not_make_the_index_tell_all_that_has_it(store: SqliteStore) -> None:
    asked: list[str] = []

    def page(tx: object) -> list[int]:
        class Noting:
            def __getattr__(self, name: str) -> object:
                return getattr(tx, name)

            def all(self, sql: str, **values: object) -> object:
                asked.append(sql)
                return tx.all(sql, **values)  # type: ignore[attr-defined]

            def each(self, sql: str, **values: object) -> object:
                raise AssertionError("the long way")

        return [item.id for item in listing.page(Noting(), ALICE, Query(matching=Term("all"), limit=5))]  # type: ignore[arg-type]

    assert len(store.read(page)) == 5
    assert any("SELECT MIN(found) FROM head" in sql for sql in asked)


@pytest.mark.usefixtures("short")
def test_totals_are_the_same(store: SqliteStore) -> None:
    for sought, number in zip(SOUGHT, (30, 20, 2, 30, 58, 0, 20, 22, 30), strict=True):
        assert store.read(partial(listing.count, user=ALICE, query=Query(matching=sought))) == number
