"""Lists of /v3/get: filters, orders, pages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.pocket_common import add, addresses, assert_failed, get, page, rows, send
from tests.wire.server import Wire

BASE = 1_500_000_000


def shelf(wire: Wire) -> None:
    """Six items, told apart by the first letter of their host; `a` is the oldest."""
    wire.set(add_wait=0)
    for place, (name, extra) in enumerate(
        {
            "a": {"title": "Zebra", "tags": "red"},
            "b": {"title": "apple", "tags": "red,blue"},
            "c": {"title": "Mango"},
            "d": {"title": "Élan vital"},
            "e": {"title": "100% sure"},
            "f": {"title": "snake_case"},
        }.items()
    ):
        send(
            wire, {"action": "add", "url": f"http://{name}.example.com/{name}", "time": BASE + place, **extra}
        )
    send(
        wire,
        {"action": "archive", "url": "http://c.example.com/c", "time": BASE + 100},
        {"action": "archive", "url": "http://d.example.com/d", "time": BASE + 101},
        {"action": "favorite", "url": "http://b.example.com/b"},
        {"action": "favorite", "url": "http://d.example.com/d"},
    )
    wire.settle()


def letters(wire: Wire, **values: Any) -> str:
    return "".join(url[7] for url in addresses(wire, **values))


#: Parameters, and the letters of the items that they pick.
PICKS: list[tuple[dict[str, Any], str]] = [
    ({}, "feba"),
    ({"state": "unread"}, "feba"), ({"state": "queue"}, "feba"), ({"state": "UNREAD"}, "feba"),
    ({"state": "archive"}, "dc"), ({"state": "read"}, "dc"),
    ({"state": "all"}, "fedcba"), ({"state": "anyactive"}, "fedcba"), ({"state": "", "favorite": ""}, "feba"),
    ({"state": None}, "feba"), ({"state": "undefined", "sort": "None", "count": "null", "since": "nil"}, "feba"),
    ({"state": False, "favorite": "null", "detailType": "NULL", "contentType": 0, "offset": False}, "feba"),
    ({"favorite": 1}, "b"), ({"favorite": "1", "state": "all"}, "db"), ({"favorite": 0}, "fea"),
    ({"favorite": True}, "b"), ({"favorite": "false"}, "fea"),
    ({"tag": "red"}, "ba"), ({"tag": " RED "}, "ba"), ({"tag": "blue", "state": "all"}, "b"), ({"tag": "none"}, ""),
    ({"tag": "_untagged_"}, "fe"), ({"tag": "_untagged_", "state": "all"}, "fedc"),
    ({"sort": "newest"}, "feba"), ({"sort": "oldest"}, "abef"), ({"sort": "Oldest", "state": "all"}, "abcdef"),
    ({"sort": "title", "state": "all"}, "ebdcfa"), ({"sort": "site", "state": "all"}, "abcdef"),
    ({"sort": "relevance"}, "feba"),
    ({"search": "zeb"}, "a"), ({"search": "APPLE"}, "b"), ({"search": "elan", "state": "all"}, "d"),
    ({"search": "b.example"}, "b"), ({"search": "0%"}, "e"), ({"search": "e_c"}, "f"), ({"search": "%"}, "e"),
    ({"search": " "}, "feba"), ({"search": "nothing"}, ""),
    ({"domain": "b.example.com"}, "b"), ({"domain": "example.com"}, "feba"),
    ({"domain": "http://www.a.example.com/x"}, "a"),
    ({"domain": "ample.com"}, ""), ({"domain": "com", "state": "all"}, "fedcba"), ({"domain": ""}, "feba"),
    ({"contentType": "all"}, "feba"), ({"contentType": "Article"}, ""), ({"contentType": "video"}, ""),
    ({"count": 2}, "fe"), ({"count": "2", "offset": "1"}, "eb"), ({"count": 2.0, "offset": 2}, "ba"),
    ({"offset": 3}, "a"), ({"count": 2, "offset": 4}, ""), ({"count": 0}, "feba"), ({"count": "0"}, "feba"),
    ({"count": ""}, "feba"), ({"count": -1}, "feba"), ({"count": 100000}, "feba"), ({"offset": -3}, "feba"),
    ({"offset": 2**62}, ""), ({"count": 2**62}, "feba"),
    ({"since": 0}, "feba"), ({"since": "0"}, "feba"), ({"since": None}, "feba"), ({"since": -1}, "feba"),
    ({"guid": "x", "locale_lang": "en-US", "version": 3, "premium": {"a": [1]}}, "feba"),
]  # fmt: skip


def test_every_parameter_picks_what_it_names(shelved: Wire) -> None:
    found = [(values, letters(shelved, **values)) for values, _ in PICKS]
    assert [pair for pair, pick in zip(found, PICKS, strict=True) if pair != pick] == []


@pytest.fixture
def shelved(wire: Wire) -> Wire:
    shelf(wire)
    return wire


def test_rows_come_in_their_order_and_are_numbered(shelved: Wire) -> None:
    found = rows(shelved, state="all", sort="oldest", offset=2, count=3)
    assert [row["sort_id"] for row in found] == [0, 1, 2]
    listed = get(shelved, state="all", sort="oldest")["list"]
    assert [key for key, row in listed.items() if row["item_id"] != key] == []


def test_the_total_is_told_when_asked_for(shelved: Wire) -> None:
    assert get(shelved, total=1, count=2)["total"] == "4"
    assert get(shelved, total="1", state="all", favorite=1, count=1, offset=1)["total"] == "2"
    assert "total" not in get(shelved, total=0)


def test_all_tags_are_told_when_asked_for(shelved: Wire) -> None:
    assert get(shelved, taglist=1)["tags"] == ["blue", "red"]
    assert get(shelved, forcetaglist="1", count=1)["tags"] == ["blue", "red"]
    assert "tags" not in get(shelved)


def test_simple_rows_have_tags_only_when_asked_for(shelved: Wire) -> None:
    assert not any("tags" in row for row in rows(shelved))
    assert [sorted(row["tags"]) for row in rows(shelved, tags=1, tag="blue")] == [["blue", "red"]]


#: Words and numbers that mean nothing.
NONSENSE: list[dict[str, Any]] = [
    {"state": "some"}, {"state": ["all"]}, {"sort": "random"}, {"detailType": "full"}, {"contentType": "audio"},
    {"favorite": "maybe"}, {"favorite": 2}, {"favorite": [1]}, {"total": "yesterday"},
    {"count": "many"}, {"count": [5]}, {"count": {}}, {"count": "1e999"}, {"count": 10**30}, {"count": "NaN"},
    {"offset": "x"}, {"since": "yesterday"}, {"since": []}, {"tag": ["a"]}, {"search": {"a": 1}}, {"domain": [1]},
]  # fmt: skip


def test_words_and_numbers_that_mean_nothing_are_refused(wire: Wire) -> None:
    for values in NONSENSE:
        reply = wire.post("/v3/get", {**values, **wire.credentials()}, type="json")
        assert_failed(reply, 400, 130)
        assert next(iter(values)) in reply.headers["x-error"]


def test_odd_characters_in_filters_find_nothing_and_break_nothing(wire: Wire) -> None:
    for value in ("\x00", "\x00a", "a\x00b", "💥" * 200, "'; --", "~", "\\", "%00", "x" * 5000):
        for name in ("search", "tag", "domain"):
            reply = wire.post("/v3/get", {name: value, **wire.credentials()}, type="json")
            assert reply.status == 200, (name, value)


def test_five_hundred_are_given_when_asked_for_and_pages_meet(wire: Wire) -> None:
    wire.set(add_wait=0)
    send(
        wire,
        *({"action": "add", "url": f"http://a.example.com/{n}", "time": BASE + n % 7} for n in range(620)),
    )
    whole = addresses(wire)
    assert len(whole) == 620
    assert whole == [*addresses(wire, count=500), *addresses(wire, count=500, offset=500)]
    assert whole == [url for offset in range(0, 620, 30) for url in addresses(wire, count=30, offset=offset)]


def test_what_a_page_is_can_be_asked_for(wire: Wire) -> None:
    story = page(wire)
    picture = page(wire, "http://a.example.com/p.png", html="", type="image/png")
    add(wire, story)
    add(wire, picture)
    add(wire, "http://gone.example.com/")
    assert addresses(wire, contentType="article") == [story]
    assert addresses(wire, contentType="image") == [picture]
    assert addresses(wire, sort="longest")[0] == story
    assert addresses(wire, sort="shortest")[-1] == story


def test_long_tags_of_other_doors_are_found_by_their_full_name(wire: Wire) -> None:
    from satchel.library import saving
    from satchel.model.items import NewLink

    long = "a tag that other doors allow to be long"
    add(wire, "http://one.example.com/", tags=long)
    wire.library.store.write(lambda tx: saving.save(tx, 1, NewLink("http://two.example.com/", tags=(long,))))
    assert addresses(wire, tag=long) == ["http://two.example.com/"]
    assert addresses(wire, tag=long[:25]) == ["http://one.example.com/"]
    send(wire, {"action": "tags_remove", "url": "http://two.example.com/", "tags": long})
    assert addresses(wire, tag=long) == ["http://one.example.com/"]
