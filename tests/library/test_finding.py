"""Lists: filters, orders, pages, and what changed since."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.model.actions import (
    Action,
    Add,
    AddTags,
    Archive,
    ById,
    ClearTags,
    Delete,
    Favourite,
    Readd,
    RemoveTags,
    RenameTag,
    Restore,
    Unarchive,
)
from satchel.model.articles import Presence
from satchel.model.items import Item, Kind, NewLink, Order, State, Tombstone
from satchel.store import hosts_of_site, narrowing
from satchel.store.db import Store
from tests.clock import FakeClock
from tests.library.conftest import EVERYTHING, Desk, claim, keep


@pytest.fixture
def shelf(desk: Desk, bobs: Desk, store: Store, clock: FakeClock) -> dict[str, int]:
    """Five items a second apart, of all kinds; Bob has the same ones and one more."""
    pages: dict[str, dict[str, Any]] = {
        "http://b.example/article": {"title": "Émile and the Bear", "words": 300},
        "http://www.a.example/video": {"title": "apples", "words": 10, "has_video": Presence.IS, "is_article": False},
        "http://sub.a.example/image": {"title": "Zoo", "has_image": Presence.IS, "is_article": False},
        "http://c.example/100%_real": {"title": "100% [real] under_score", "words": 200},
        "http://xa.example/plain": {"title": "bear_market", "words": 5, "has_video": Presence.CONTAINS},
    }  # fmt: skip
    found = {}
    for url, parts in pages.items():
        clock.forward(seconds=1)
        name = url.rpartition("/")[2]
        found[name] = desk.save(url, tags=(name[0], "all")).item.id
        bobs.save(url, tags=("all",))
        for desk_of in (desk, bobs):
            keep(desk_of.store, claim(store), url, **parts)
    bobs.save("http://only.bob.example/")
    desk.act(
        Archive(ById(found["image"])),
        Favourite(ById(found["video"])),
        ClearTags(ById(found["plain"])),
    )
    return found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "plain 100%_real image video article"),
        ({"states": (State.UNREAD,)}, "plain 100%_real video article"),
        ({"states": (State.ARCHIVED,)}, "image"),
        ({"favourite": True}, "video"),
        ({"favourite": False}, "plain 100%_real image article"),
        ({"tag": "ALL"}, "100%_real image video article"),
        ({"tag": " v "}, "video"),
        ({"tag": "nobody"}, ""),
        ({"untagged": True}, "plain"),
        ({"kind": Kind.ARTICLE}, "plain 100%_real article"),
        ({"kind": Kind.VIDEO}, "plain video"),
        ({"kind": Kind.IMAGE}, "image"),
        ({"text": "BEAR"}, "plain article"),
        ({"text": "emile"}, "article"),
        ({"text": "ÉMILE"}, "article"),
        ({"text": "100%"}, "100%_real"),
        ({"text": "0%_"}, "100%_real"),
        ({"text": "_"}, "plain 100%_real"),
        ({"text": "%"}, "100%_real"),
        ({"text": "[real]"}, "100%_real"),
        ({"text": "~"}, ""),
        ({"text": "a.example/video"}, "video"),
        ({"text": "' OR 1=1 --"}, ""),
        ({"text": "bear\x00\ud800"}, "plain article"),
        ({"text": "x" * 100_000}, ""),
        ({"host": "a.example"}, "image video"),
        ({"host": "WWW.A.example"}, "image video"),
        ({"host": "sub.a.example"}, "image"),
        ({"host": "%.example"}, ""),
        ({"host": "_.example"}, ""),
        ({"host": "\x00", "text": " "}, "plain 100%_real image video article"),
        ({"host": "example"}, "plain 100%_real image video article"),
        ({"order": Order.OLDEST}, "article video image 100%_real plain"),
        ({"order": Order.TITLE}, "100%_real video plain article image"),
        ({"order": Order.SITE}, "video article 100%_real image plain"),
        ({"order": Order.SHORTEST, "kind": Kind.ARTICLE}, "plain 100%_real article"),
        ({"order": Order.LONGEST, "kind": Kind.ARTICLE}, "article 100%_real plain"),
        ({"favourite": True, "tag": "v", "kind": Kind.VIDEO, "text": "app", "host": "a.example"}, "video"),
        ({"limit": 2}, "plain 100%_real"),
        ({"limit": 2, "offset": 3}, "video article"),
        ({"limit": 2, "offset": 4}, "article"),
        ({"limit": 0}, ""),
        ({"limit": -5, "offset": -5}, ""),
        ({"offset": 2**62}, ""),
        ({"states": (State.DELETED,)}, ""),
    ],
)
def test_each_filter_and_order_gives_the_items_it_names(
    desk: Desk, shelf: dict[str, int], query: dict[str, Any], names: str
) -> None:
    assert desk.ids(**query) == [shelf[name] for name in names.split()]


def test_the_total_counts_what_fits_whatever_the_page(desk: Desk, shelf: dict[str, int]) -> None:
    assert desk.find(total=True, limit=1, offset=3, tag="all").total == 4
    assert desk.find(total=True, text="bear").total == 2
    assert desk.find(limit=1).total is None


def test_pages_follow_each_other_without_gap_or_double(desk: Desk) -> None:
    ids = [desk.save(f"http://example.org/{n}").item.id for n in range(25)]  # all in the same millisecond
    for order in Order:
        paged = [id_ for offset in range(0, 25, 7) for id_ in desk.ids(order=order, limit=7, offset=offset)]
        assert sorted(paged) == ids


def test_sync_gives_what_changed_and_the_dead_as_tombstones(desk: Desk, clock: FakeClock) -> None:
    kept, changed, deleted = (desk.save(f"http://example.org/{n}").item.id for n in range(3))
    since = desk.find().synced_to
    assert desk.ids(since=since, states=EVERYTHING) == []
    clock.forward(seconds=60)
    desk.do(AddTags, changed, tags=("t",))
    desk.do(Delete, deleted)
    found = desk.find(since=since, states=EVERYTHING).items
    assert {type(item) for item in found} == {Item, Tombstone}
    assert {item.id for item in found} == {changed, deleted}
    assert kept not in desk.ids(since=since, states=EVERYTHING)
    assert desk.ids(since=since) == [changed]
    assert desk.gone(0) == {deleted}
    assert desk.find(since=since, states=EVERYTHING, tag="other").items == [
        Tombstone(deleted, desk.item(deleted).changed_at)
    ]


@pytest.mark.parametrize("step", [{"seconds": 0}, {"hours": -1}, {"days": -400}, {"days": 1}])
def test_asking_since_the_last_visit_misses_nothing_whatever_the_clock_does(
    desk: Desk, clock: FakeClock, step: dict[str, float]
) -> None:
    seen: set[int] = set()
    since = 0
    for number in range(8):
        found = desk.find(since=since, states=EVERYTHING)
        seen |= {item.id for item in found.items}
        since = found.synced_to
        clock.forward(**step)
        desk.save(f"http://example.org/{number}")
        if number % 3 == 0:
            desk.save(f"http://example.org/{number}/more")
    seen |= set(desk.ids(since=since, states=EVERYTHING))
    assert len(seen) == 11


def test_a_site_without_a_name_is_found_by_its_address_before_and_after_its_page_came(desk: Desk) -> None:
    item = desk.save("http://[2001:db8::1]:8080/page").item.id
    assert desk.ids(host="2001:db8::1") == [item]
    desk.fetch(item=item)
    assert desk.ids(host="2001:db8::1") == [item]


def test_what_others_do_is_no_change_of_mine(desk: Desk, bobs: Desk) -> None:
    desk.save("http://example.org/")
    since = desk.find().synced_to
    bobs.save("http://example.org/bob")
    assert desk.find().synced_to == since
    assert desk.ids(since=since, states=EVERYTHING) == []


def test_tags_are_counted_by_name(desk: Desk, shelf: dict[str, int]) -> None:
    assert desk.tags == {"1": 1, "a": 1, "all": 4, "i": 1, "v": 1}
    assert list(desk.tags) == sorted(desk.tags)


@pytest.mark.parametrize(
    ("title", "text"),
    [("STRASSE", "straße"), ("Ｗｉｄｅ", "wide"), ("naïve", "NAIVE"), ("ไม่", "ไม่"), ("東京タワー", "京タ")],
)
def test_searches_do_not_mind_case_accents_or_width(desk: Desk, title: str, text: str) -> None:
    item = desk.save("http://example.org/", title).item.id
    assert desk.ids(text=text) == [item]


#: Lists that could be found in more than one way.
_QUERIES: list[dict[str, Any]] = [
    {**narrowed, **states, **ordered, **paged}
    for narrowed in (
        {}, {"tag": "all"}, {"tag": "a"}, {"favourite": True}, {"favourite": False}, {"kind": Kind.ARTICLE},
        {"host": "a.example"}, {"host": "example"}, {"host": "nobody.example"}, {"untagged": True},
        {"tag": "all", "kind": Kind.ARTICLE, "host": "example"}, {"text": "bear", "tag": "all"},
        {"since": 1, "states": EVERYTHING}, {"since": 1, "tag": "all", "states": EVERYTHING},
    )
    for states in ({}, *([] if "states" in narrowed else [{"states": (State.UNREAD,)}]))
    for ordered in ({}, {"order": Order.OLDEST}, {"order": Order.TITLE}, {"order": Order.LONGEST})
    for paged in ({}, {"limit": 2, "offset": 1})
]  # fmt: skip


def test_whichever_way_a_list_is_found_it_is_the_same(
    desk: Desk, shelf: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do(Delete, shelf["plain"])
    begun_at_few = [(desk.ids(**query), desk.find(total=True, **query).total) for query in _QUERIES]
    monkeypatch.setattr(narrowing, "MAX_FEW", -1)
    monkeypatch.setattr(hosts_of_site, "MAX_HOSTS", 0)
    monkeypatch.setattr(narrowing, "MAX_SORTED", 0)
    walked = [(desk.ids(**query), desk.find(total=True, **query).total) for query in _QUERIES]
    assert begun_at_few == walked
    assert sum(len(ids) for ids, _ in walked) > len(_QUERIES)


def _index_of_tags(store: Store) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """What the index of tags says, and what the items say."""
    rows = store.read(lambda tx: tx.all("SELECT user_id, tag, state, added_at, item_id FROM item_tags"))
    stored = store.read(lambda tx: tx.all("SELECT user_id, tags, state, added_at, id FROM items"))
    assert len(set(rows)) == len(rows)
    return set(rows), {
        (user, tag, state, *rest)
        for user, tags, state, *rest in stored
        for tag in tags.split("\n")
        if tag and state != State.DELETED
    }


def test_the_index_of_tags_follows_each_item_wherever_it_goes(
    desk: Desk, bobs: Desk, store: Store, clock: FakeClock
) -> None:
    ids = [desk.save(f"http://h{n}.example/", tags=("t", f"t{n}")).item.id for n in range(6)]
    bobs.save("http://h1.example/", tags=("t",))
    first, second, third, fourth, *_ = ids
    steps: list[tuple[list[Action], list[int]]] = [
        ([Archive(ById(fourth))], [6, 5, 4, 3, 2, 1]),
        ([Readd(ById(first))], [1, 6, 5, 4, 3, 2]),
        ([Unarchive(ById(fourth))], [1, 6, 5, 4, 3, 2]),
        ([Add(NewLink("http://h1.example/"))], [2, 1, 6, 5, 4, 3]),
        ([Add(NewLink("http://h2.example/", tags=("u",)))], [3, 2, 1, 6, 5, 4]),
        ([Delete(ById(second))], [3, 1, 6, 5, 4]),
        ([Readd(ById(second), tags=("t",))], [2, 3, 1, 6, 5, 4]),
        ([Delete(ById(third)), Restore(ById(third))], [2, 3, 1, 6, 5, 4]),
        ([RemoveTags(ById(third), ("t",))], [2, 1, 6, 5, 4]),
        ([Delete(ById(third)), AddTags(ById(second), ("t",)), Restore(ById(third))], [2, 1, 6, 5, 4]),
        ([AddTags(ById(third), ("t",))], [2, 3, 1, 6, 5, 4]),
        ([Archive(ById(first)), Readd(ById(first))], [1, 2, 3, 6, 5, 4]),
        ([RenameTag("t", "w")], []),
        ([RenameTag("w", "t")], [1, 2, 3, 6, 5, 4]),
    ]  # fmt: skip
    for acts, order in steps:
        clock.forward(seconds=1)
        assert all(outcome.done for outcome in desk.act(*acts))
        kept, wanted = _index_of_tags(store)
        assert kept == wanted, acts
        assert desk.ids(tag="t") == [ids[number - 1] for number in order], acts
        assert desk.find(total=True, tag="t").total == len(order)


def test_a_site_of_many_hosts_is_listed_in_one_order(desk: Desk, clock: FakeClock) -> None:
    ids = []
    for number in range(12):
        clock.forward(seconds=1)
        ids.append(desk.save(f"http://h{number * 7 % 12}.blogs.example/").item.id)
        desk.save(f"http://h{number}.myblogs.example/")
    assert desk.ids(host="blogs.example") == ids[::-1]
    assert desk.ids(host="blogs.example", limit=3, offset=4) == ids[::-1][4:7]
    assert desk.find(host="blogs.example", total=True).total == 12
    assert desk.ids(host="h7.blogs.example") == [ids[1]]
