"""Pages are fetched again when somebody asks for it, and nothing is lost when that fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from satchel.base.errors import NotFound
from satchel.jobs import fetching
from satchel.library import refetching, suggesting, upkeep
from satchel.library.context import Library
from satchel.model.actions import Archive, Delete, Readd, Restore
from satchel.model.pages import FetchFailed, Reason
from satchel.store import articles, jobs
from satchel.store.db import Store
from tests.library.conftest import LEASE, Desk, claim, fail, keep, owed
from tests.wire.web import FakeWeb, Here

PROSE = "<p>The ferry leaves the old harbour at seven, when the fog still lies between the islands.</p>" * 12


def saved(desk: Desk, url: str, reason: Reason | None = None) -> int:
    """An item whose fetch has ended."""
    item = desk.save(url).item.id
    if reason:
        fail(desk.store, claim(desk.store, item), FetchFailed(reason, status=404, permanent=True))
    else:
        keep(desk.store, claim(desk.store, item), url)
    return item


def again(desk: Desk, **which: Any) -> int:
    made = 0
    after: int | None = 0
    while after is not None:
        some, after = desk.store.write(partial(refetching.refetch_some, user=desk.user, after=after, **which))
        made += some
    return made


def test_one_item_is_fetched_again(desk: Desk, store: Store) -> None:
    item = saved(desk, "https://paper.example/a")
    assert owed(store) == 0
    store.write(lambda tx: refetching.refetch(tx, desk.user, item))
    assert claim(store).key == item


def test_only_ones_own_items_can_be_fetched_again(desk: Desk, bobs: Desk, store: Store) -> None:
    item = saved(desk, "https://paper.example/a")
    for wrong in (item, 9_999, 0):
        with pytest.raises(NotFound):
            store.write(partial(refetching.refetch, user=bobs.user, item_id=wrong))
    desk.do(Delete, item)
    with pytest.raises(NotFound):
        store.write(lambda tx: refetching.refetch(tx, desk.user, item))
    assert owed(store) == 0


def test_the_items_of_a_site_are_fetched_again(desk: Desk, bobs: Desk, store: Store) -> None:
    mine = [
        saved(desk, url)
        for url in ("https://paper.example/a", "http://www.paper.example/b", "https://north.paper.example/c")
    ]
    saved(desk, "https://newspaper.example/a")
    gone = saved(desk, "https://paper.example/gone")
    desk.do(Delete, gone)
    saved(bobs, "https://paper.example/a")
    assert again(desk, host="www.Paper.example") == 3
    assert {claim(store).key for _ in mine} == set(mine)
    assert store.write(lambda tx: jobs.claim(tx, "w", LEASE)) is None


def test_what_failed_is_fetched_again(desk: Desk, store: Store) -> None:
    saved(desk, "https://paper.example/a")
    failed = saved(desk, "https://paper.example/b", Reason.STATUS)
    saved(desk, "https://other.example/b", Reason.STATUS)
    assert again(desk, failed=True, host="paper.example") == 1
    assert claim(store).key == failed
    assert again(desk, failed=True) == 2


@pytest.mark.parametrize("url", ["http://256.1.1.1/", "http://paper.1/a", f"http://{'a' * 64}.example/"])
def test_a_link_that_could_not_be_saved_today_does_not_stand_in_the_way(
    desk: Desk, store: Store, url: str
) -> None:
    old, other = (saved(desk, f"https://paper.example/{name}", Reason.UNREACHABLE) for name in "ab")
    # As an older program kept it.
    store.write(
        lambda tx: tx.run(
            "UPDATE items SET given_url = :url WHERE id = :id AND user_id = :user",
            url=url,
            id=old,
            user=desk.user,
        )
    )
    assert again(desk, failed=True) == 2
    assert {claim(store).key, claim(store).key} == {old, other}
    assert store.read(lambda tx: suggesting.suggest(tx, desk.user, old, "")) == []
    for act in (Archive, Readd, Delete, Restore):
        assert desk.do(act, old).done, act
    assert desk.counts == (2, 0)
    assert upkeep.doubts(store) == []


def test_more_items_than_one_batch_are_all_fetched_again(
    desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refetching, "BATCH", 2)
    for number in range(5):
        saved(desk, f"https://paper.example/{number}")
    assert again(desk, host="paper.example") == 5
    assert owed(store) == 5


def test_what_is_saved_meanwhile_comes_before_all_that_is_fetched_again(desk: Desk, store: Store) -> None:
    old = [saved(desk, f"https://paper{number}.example/") for number in range(4)]
    assert again(desk, host="example") == 4
    first = claim(store).key
    new = desk.save("https://new.example/").item.id
    assert [first, *(claim(store).key for _ in range(4))] == [old[0], new, *old[1:]]
    assert store.write(lambda tx: jobs.claim(tx, "w", LEASE)) is None


def test_an_article_outlives_a_page_that_is_gone(desk: Desk, store: Store) -> None:
    item = saved(desk, "https://paper.example/a")
    store.write(lambda tx: refetching.refetch(tx, desk.user, item))
    fail(store, claim(store), FetchFailed(Reason.STATUS, status=404, permanent=True))
    now = desk.item(item)
    assert now.article is not None
    assert now.article.title == "A title"
    assert (now.fetch_reason, now.fetch_status) == ("status", 404)


def test_what_a_new_fetch_finds_takes_the_place_of_the_old(desk: Desk, store: Store) -> None:
    item = saved(desk, "https://paper.example/a")
    store.write(lambda tx: refetching.refetch(tx, desk.user, item))
    keep(store, claim(store), "https://paper.example/a", title="Another title")
    assert desk.item(item).title == "Another title"


def test_a_save_of_a_first_part_keeps_all_parts(
    desk: Desk, store: Store, make_library: Callable[..., Library]
) -> None:
    web, url = FakeWeb(), "https://paper.example/story"
    for number in (1, 2):
        more = f'<link rel="next" href="{url}/2">' if number == 1 else ""
        head = f"<meta property=og:type content=article><title>The last ferry</title>{more}"
        page = f"<html><head>{head}</head><body><article>{PROSE}<p>Part {number}.</p>"
        web.page(url if number == 1 else f"{url}/2", page)
    item = desk.save(url).item.id
    asyncio.run(fetching.fetch(make_library(), claim(store, item), web, Here()))
    body = store.read(lambda tx: articles.body(tx, desk.user, item))
    assert body is not None
    assert web.fetched == [url, f"{url}/2"]
    assert "Part 1." in body[1]
    assert "Part 2." in body[1]
    assert body[0].count("<hr>") == 1
