"""Saving a link, once and again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from satchel.base.errors import Invalid
from satchel.model.actions import Archive, Delete, Favourite, ReplaceTags
from satchel.model.items import State
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import Desk, count, owed, pass_thirty_days

PAGE = "http://example.org/page"


def test_a_saved_link_is_an_unread_item_with_all_that_was_said(desk: Desk, clock: FakeClock) -> None:
    saved = desk.save(PAGE, "A title", ("Read Later", "b"), description="Why")
    assert saved.is_new
    assert saved.fetching
    item = desk.item(saved.item.id)
    assert item == saved.item
    assert item.state == State.UNREAD
    assert (item.given_url, item.given_title, item.description) == (PAGE, "A title", "Why")
    assert item.tags == ("b", "read later")
    assert item.added_at == clock.now() <= item.changed_at
    assert (item.read_at, item.favourite, item.article) == (0, False, None)
    assert desk.counts == (1, 0)
    assert desk.tags == {"b": 1, "read later": 1}


def test_saving_the_same_page_twice_keeps_one_item_and_one_job(desk: Desk, store: Store) -> None:
    first = desk.save(PAGE)
    second = desk.save("https://www.example.org/page/#top")
    assert second.item.id == first.item.id
    assert not second.is_new
    assert desk.counts == (1, 0)
    assert owed(store) == 1


def test_fifty_equal_saves_at_once_are_one_item(desk: Desk, store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(lambda _: desk.save(PAGE).item.id, range(50)))
    assert len(ids) == 1
    assert desk.counts == (1, 0)
    assert (owed(store), count(store, "items"), count(store, "addresses")) == (1, 1, 1)


def test_saving_again_goes_to_the_top_and_keeps_title_tags_and_favourite(
    desk: Desk, clock: FakeClock
) -> None:
    first = desk.save(PAGE, "First", ("a",)).item.id
    desk.do(Favourite, first)
    clock.forward(seconds=1)
    other = desk.save("http://example.org/other").item.id
    clock.forward(seconds=1)
    again = desk.save(PAGE, "", ("b", "a")).item
    assert desk.ids() == [first, other]
    assert again.given_title == "First"
    assert again.tags == ("a", "b")
    assert again.favourite
    assert again.added_at == clock.now()
    assert desk.save(PAGE, "Second").item.given_title == "Second"


def test_a_description_is_kept_unless_another_is_given(desk: Desk) -> None:
    desk.save(PAGE, description="Why")
    assert desk.save(PAGE).item.description == "Why"
    assert desk.save(PAGE, description="").item.description == ""


def test_saving_what_is_archived_brings_it_back(desk: Desk) -> None:
    item = desk.save(PAGE).item.id
    desk.do(Archive, item)
    assert desk.counts == (0, 1)
    again = desk.save(PAGE).item
    assert (again.id, again.state, again.read_at) == (item, State.UNREAD, 0)
    assert desk.counts == (1, 0)


def test_saving_what_lies_in_the_trash_brings_it_back_with_all_that_it_had(desk: Desk, store: Store) -> None:
    item = desk.save(PAGE, "Old", ("old",), description="old").item.id
    desk.do(Favourite, item)
    desk.fetch(title="Found")
    desk.do(Delete, item)
    assert (desk.counts, desk.tags, desk.ids(text="found")) == ((0, 0), {}, [])
    again = desk.save(PAGE, tags=("new",))
    assert (again.item.id, again.is_new, again.fetching) == (item, False, False)
    assert again.item == desk.item(item)
    assert again.item.tags == ("new", "old")
    assert (again.item.given_title, again.item.description, again.item.favourite) == ("Old", "old", True)
    assert (desk.counts, desk.tags, desk.ids(text="found")) == ((1, 0), {"new": 1, "old": 1}, [item])
    assert owed(store) == 0


def test_saving_what_was_deleted_long_ago_revives_its_id_and_nothing_else(
    desk: Desk, store: Store, clock: FakeClock
) -> None:
    item = desk.save(PAGE, "Old", ("old",), description="old").item.id
    desk.do(Favourite, item)
    desk.fetch()
    desk.do(Delete, item)
    pass_thirty_days(store, clock)
    assert desk.counts == (0, 0)
    assert desk.tags == {}
    again = desk.save(PAGE, tags=("new",))
    assert again.item.id == item
    assert again.fetching
    assert not again.is_new
    assert again.item.tags == ("new",)
    assert (again.item.given_title, again.item.description, again.item.favourite) == ("", "", False)
    assert desk.counts == (1, 0)
    assert owed(store) == 1
    assert desk.ids(text="example.org/page") == [item]


def test_a_page_that_is_there_is_not_fetched_again(desk: Desk, store: Store) -> None:
    desk.save(PAGE)
    desk.fetch()
    assert not desk.save(PAGE).fetching
    assert owed(store) == 0


def test_the_time_that_the_person_tells_counts_unless_it_is_still_to_come(
    desk: Desk, clock: FakeClock
) -> None:
    now = clock.now()
    assert desk.save("http://example.org/1", at=now - 5000).item.added_at == now - 5000
    for nonsense in (now + 60_000, 0, -1):
        assert desk.save("http://example.org/2", at=nonsense).item.added_at == now


def test_two_people_save_the_same_page_and_know_nothing_of_each_other(desk: Desk, bobs: Desk) -> None:
    hers, his = desk.save(PAGE, tags=("hers",)).item, bobs.save(PAGE, tags=("his",)).item
    assert hers.id == his.id == 1, "everybody counts their own"
    assert (hers.tags, his.tags) == (("hers",), ("his",))
    assert desk.item(1) == hers
    assert bobs.item(1) == his
    assert (desk.counts, bobs.counts) == ((1, 0), (1, 0))


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/",
        "http://", "http://me:secret@example.org/", "http://example.org/\x00", "http://exa\ud800mple.org/",
        "http://example.org:99999/", "http://[::1", "http://example.org/" + "a" * 9000, "not a link",
        "http://a..b/", "http://" + "a" * 300 + ".example/", "mailto:alice@example.org",
    ],
)  # fmt: skip
def test_a_bad_address_is_refused_and_nothing_is_half_saved(desk: Desk, store: Store, url: str) -> None:
    with pytest.raises(Invalid):
        desk.save(url, "Title", ("tag",))
    assert desk.counts == (0, 0)
    assert [count(store, table) for table in ("items", "addresses", "item_tags", "jobs")] == [0, 0, 0, 0]


def test_more_than_a_thousand_tags_are_refused_and_nothing_is_half_saved(desk: Desk, store: Store) -> None:
    most = tuple(f"tag {number}" for number in range(1000))
    with pytest.raises(Invalid):
        desk.save("http://example.org/", tags=(*most, "one more"))
    assert (desk.ids(), owed(store)) == ([], 0)
    item = desk.save("http://example.org/", tags=(*most, "TAG 7")).item.id
    assert isinstance(desk.do(ReplaceTags, item, tags=(*most, "one more")).error, Invalid)
    assert len(desk.item(item).tags) == 1000


def test_titles_tags_and_descriptions_are_cleaned_and_clipped(desk: Desk) -> None:
    item = desk.save(
        PAGE,
        " A\n\x00title \ud800" + "x" * 600,
        (" Two\nWords ", "", "\x00", "t" * 150, "İ" * 150),
        description="d\x00" * 6000,
    ).item
    assert item.given_title.startswith("A title x")
    assert len(item.given_title) == 500
    assert len(item.tags) == 3
    assert "two words" in item.tags
    assert max(map(len, item.tags)) == 100
    assert item.description == "d" * 5000
    for tag in item.tags:
        assert desk.ids(tag=tag) == [item.id]


def test_changes_only_ever_grow_later_while_the_clock_stands_or_steps_back(
    desk: Desk, clock: FakeClock
) -> None:
    marks = []
    for number in range(4):
        marks.append(desk.save(f"http://example.org/{number}").item.changed_at)
        if number == 1:
            clock.forward(hours=-1)
    assert marks == sorted(set(marks))
