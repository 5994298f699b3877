"""What /v3/add promises beyond the transcripts."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from satchel.model.pages import FetchFailed, Page, Reason
from tests.patience import HANG
from tests.wire.pocket_common import ITEM_KEYS, add, addresses, assert_failed, page, rows, scalars, send
from tests.wire.server import Wire


def test_a_page_that_is_had_fills_every_column(wire: Wire) -> None:
    url = page(wire)
    item = add(wire, url, title="What I call it")
    assert list(item)[: len(ITEM_KEYS)] == ITEM_KEYS
    assert set(item) - set(ITEM_KEYS) <= {"top_image_url", "domain_metadata"}
    assert item["resolved_id"] == item["extended_item_id"] != "0"
    assert item["resolved_url"] == item["given_url"] == url
    assert item["normal_url"] == item["resolved_normal_url"] == url
    assert (item["response_code"], item["mime_type"], item["encoding"]) == ("200", "text/html", "utf-8")
    assert item["title"] == "The river in the meadow"
    assert int(item["word_count"]) > 300
    assert (item["is_article"], item["is_index"], item["lang"]) == ("1", "0", "en")
    assert item["date_published"] == "2020-03-01 12:00:00"
    assert item["date_resolved"].startswith("20")
    assert (item["innerdomain_redirect"], item["login_required"], item["used_fallback"]) == ("0", "0", "0")
    (author,) = item["authors"].values()
    assert author == {"item_id": item["resolved_id"], "author_id": next(iter(item["authors"])),
                      "name": "Anna Weber", "url": author["url"]}  # fmt: skip
    assert all(isinstance(value, str) for value in scalars(item))


def test_the_address_after_redirects_is_the_resolved_one(wire: Wire) -> None:
    page(wire, "http://story.example.com/r", redirect_to="http://www.story.example.com/river")
    item = add(wire, "http://story.example.com/r")
    assert item["resolved_url"] == "http://www.story.example.com/river"
    assert item["given_url"] == "http://story.example.com/r"
    assert item["innerdomain_redirect"] == "1"
    assert item["domain_id"] != item["origin_domain_id"]


def test_a_redirect_to_another_site_is_none_within_the_site(wire: Wire) -> None:
    page(wire, "http://short.example.net/r", redirect_to="http://story.example.com/river")
    assert add(wire, "http://short.example.net/r")["innerdomain_redirect"] == "0"


def test_pages_of_one_site_have_one_domain_id(wire: Wire) -> None:
    page(wire, "http://story.example.com/1")
    page(wire, "http://story.example.com/2")
    page(wire, "http://other.example.com/2")
    first, second, third = (
        add(wire, f"http://{place}")
        for place in ("story.example.com/1", "story.example.com/2", "other.example.com/2")
    )
    assert first["domain_id"] == second["domain_id"] != third["domain_id"]
    assert 0 < int(first["domain_id"]) < 2**31


def test_a_page_that_answers_with_an_error_is_saved_with_its_status(wire: Wire) -> None:
    for status in (404, 410, 500):
        url = page(wire, f"http://broken.example.com/{status}", status=status)
        item = add(wire, url)
        assert (item["resolved_id"], item["response_code"], item["title"]) == ("0", str(status), "")
        assert url in addresses(wire)


def test_a_page_that_takes_too_long_is_saved_without_it(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived = threading.Event()

    async def fetch(url: str) -> Page:
        await asyncio.to_thread(arrived.wait, HANG)
        raise FetchFailed(Reason.TIMEOUT, permanent=True)

    monkeypatch.setattr(wire.web, "fetch", fetch)
    wire.set(add_wait=0.05)
    item = add(wire, "http://slow.example.com/")
    assert (item["resolved_id"], item["response_code"]) == ("0", "0")
    arrived.set()
    wire.settle()


def test_adding_again_keeps_the_id_unarchives_and_moves_to_the_top(wire: Wire) -> None:
    first = add(wire, "http://one.example.com/")
    wire.clock.forward(seconds=10)
    add(wire, "http://two.example.com/")
    send(
        wire,
        {"action": "archive", "item_id": first["item_id"]},
        {"action": "favorite", "item_id": first["item_id"]},
    )
    wire.clock.forward(seconds=10)
    again = add(wire, "https://www.one.example.com")
    assert again["item_id"] == first["item_id"]
    top = rows(wire, state="all")[0]
    assert top["item_id"] == first["item_id"]
    assert (top["status"], top["time_read"], top["favorite"]) == ("0", "0", "1")


def test_adding_what_was_deleted_brings_the_same_id_back(wire: Wire) -> None:
    first = add(wire, "http://one.example.com/")
    send(wire, {"action": "delete", "item_id": first["item_id"]})
    assert add(wire, "http://one.example.com/")["item_id"] == first["item_id"]
    assert len(rows(wire)) == 1


def test_a_scheme_is_added_where_it_is_missing(wire: Wire) -> None:
    assert add(wire, " example.com/a ")["given_url"] == "http://example.com/a"


def test_the_time_that_is_given_is_when_it_was_added(wire: Wire) -> None:
    add(wire, "http://one.example.com/", time="1500000000")
    add(wire, "http://two.example.com/", time=1600000000000)
    add(wire, "http://three.example.com/", time=9999999999)
    found = {row["given_url"][7:10]: row["time_added"] for row in rows(wire)}
    assert (found["one"], found["two"]) == ("1500000000", "1600000000")
    assert int(found["thr"]) <= wire.clock.now() // 1000


@pytest.mark.parametrize(
    "tags", ["a," * 6000, ["a"] * 6000, ",".join(map(str, range(1001))), [",".join(map(str, range(1001)))]]
)
def test_a_save_with_too_many_tags_is_refused(wire: Wire, tags: Any) -> None:
    sent = {"url": "http://a.example.com/", "tags": tags, **wire.credentials()}
    assert_failed(wire.post("/v3/add", sent, type="json"), 400, 130)
    answer = send(wire, {"action": "add", "url": "http://a.example.com/", "tags": tags})
    assert answer["action_results"] == [False]
    assert rows(wire, state="all") == []


def test_tags_are_cleaned_up(wire: Wire) -> None:
    add(wire, "http://one.example.com/", tags=f" A ,,b,_untagged_,B,{'x' * 40}, two  words ")
    (row,) = rows(wire, detailType="complete")
    assert set(row["tags"]) == {"a", "b", "x" * 25, "two words"}
    assert row["tags"]["b"] == {"item_id": row["item_id"], "tag": "b"}


def test_an_address_is_needed(wire: Wire) -> None:
    for values in ({}, {"url": ""}, {"url": None}, {"url": "  "}):
        reply = wire.post("/v3/add", {**values, **wire.credentials()}, type="json")
        assert_failed(reply, 400, 130, "The parameter url is missing.")


def test_an_app_that_may_not_add_is_refused(wire: Wire) -> None:
    key = wire.key(add=False)
    values = {"consumer_key": key, "access_token": wire.token("alice", key), "url": "http://one.example.com/"}
    assert_failed(wire.post("/v3/add", values), 403, 151)
    assert rows(wire) == []


def test_an_app_that_may_only_add_can_add(wire: Wire) -> None:
    key = wire.key(modify=False, retrieve=False)
    values = {"consumer_key": key, "access_token": wire.token("alice", key), "url": "http://one.example.com/"}
    assert wire.post("/v3/add", values).status == 200
    assert_failed(wire.post("/v3/get", values), 403, 151)
    assert_failed(wire.post("/v3/send", {**values, "actions": "[]"}), 403, 151)


def test_a_title_that_is_given_goes_before_the_name_of_a_file(wire: Wire) -> None:
    png = "\x00"
    for address in ("http://pictures.example.com/weir.png", "http://pictures.example.com/mill.png"):
        page(wire, address, png, type="image/png")
    assert add(wire, "http://pictures.example.com/weir.png", title="A weir")["title"] == "A weir"
    assert add(wire, "http://pictures.example.com/mill.png")["title"] == "mill.png"
    titles = {row["resolved_title"] for row in rows(wire)}
    assert titles == {"A weir", "mill.png"}
