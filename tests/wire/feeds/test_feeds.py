"""A person's list as RSS, behind a secret of their own."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from satchel.dialects.feeds import rss
from satchel.library import feeds, saved_searches, saving
from satchel.library.usecase import reads
from satchel.model.items import NewLink
from tests.wire.http import Reply
from tests.wire.pocket_common import add, page, send
from tests.wire.server import Wire

URL = "http://story.example.com/river"


def secret(wire: Wire, user: int = 1) -> str:
    return wire.library.store.write(lambda tx: feeds.new_secret(tx, user))


def items(reply: Reply) -> list[Any]:
    assert reply.status == 200, reply
    return ElementTree.fromstring(reply.body).findall("channel/item")


def links(reply: Reply) -> list[str]:
    return [item.findtext("link") for item in items(reply)]


def test_a_feed_is_not_written_where_everybody_would_wait_for_it(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.set(add_wait=0)
    add(wire, URL)
    search = wire.library.run_sync(saved_searches.keep, 1, "River", "river").id
    wire.library.run_sync(
        saved_searches.change, 1, search, name="River", query="river", counted=False, fed=True
    )
    writers, write = [], rss.write

    def noted(*told: Any) -> bytes:
        with pytest.raises(RuntimeError):  # there is no event loop in that thread
            asyncio.get_running_loop()
        writers.append(1)
        return write(*told)

    monkeypatch.setattr(rss, "write", noted)
    key = secret(wire)
    for feed in ("all", f"search/{search}"):
        assert wire.get(f"/users/alice/{key}/feed/{feed}").status == 200
    assert len(writers) == 2


def test_an_item_is_told_with_all_that_a_reader_shows(wire: Wire) -> None:
    number = add(wire, page(wire, URL), tags="b & c,a")["item_id"]
    reply = wire.get(f"/users/alice/{secret(wire)}/feed/all")
    assert reply.headers["content-type"] == "application/rss+xml; charset=utf-8"
    (item,) = items(reply)
    told = {part.tag: part.text for part in item if part.tag != "category"}
    assert told == {
        "title": "The river in the meadow", "link": URL, "guid": f"satchel:{number}",
        "pubDate": "Mon, 21 Sep 2026 14:13:20 GMT", "description": item.findtext("description"),
    }  # fmt: skip
    assert told["description"].startswith("The river had been rising")
    assert [part.text for part in item.findall("category")] == ["a", "b & c"]
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert parsedate_to_datetime(told["pubDate"]).timestamp() * 1000 == wire.clock.now()


def test_feeds_are_found_where_other_readers_know_them(wire: Wire) -> None:
    for name in ("a", "b", "c"):
        wire.clock.forward(seconds=5)
        add(wire, f"http://{name}.example.com/")
    send(wire, {"action": "archive", "url": "http://b.example.com/"})
    send(wire, {"action": "favorite", "url": "http://b.example.com/"})
    key = secret(wire)
    for path, found in (("/rss", "ca"), ("/archive/rss", "b"), ("/starred/rss", "b"), ("/liked/rss", "b")):
        assert "".join(url[7] for url in links(wire.get(f"{path}/alice/{key}"))) == found, path
        for wrong in (f"{path}/alice/x{key}", f"{path}/bob/{key}", f"{path}/alice"):
            assert wire.get(wrong).status == 404
    assert links(wire.get(f"/users/alice/{key}/feed/favourites")) == ["http://b.example.com/"]


def test_each_feed_has_its_own_list_the_newest_first(wire: Wire) -> None:
    for name in ("a", "b", "c"):
        wire.clock.forward(seconds=5)
        add(wire, f"http://{name}.example.com/")
    send(wire, {"action": "archive", "url": "http://b.example.com/"})
    key = secret(wire)
    found = {kind: "".join(url[7] for url in links(wire.get(f"/users/alice/{key}/feed/{kind}")))
             for kind in ("all", "unread", "read")}  # fmt: skip
    assert found == {"all": "cba", "unread": "ca", "read": "b"}


def test_the_secret_may_stand_in_the_query_and_the_path_end_with_a_slash(wire: Wire) -> None:
    add(wire, URL)
    key = secret(wire)
    for path in (f"/users/alice/{key}/feed/all/", f"/users/ALICE/{key}/feed/all"):
        assert links(wire.get(path)) == [URL]
    assert links(wire.get("/users/alice/feed/all", {"key": key})) == [URL]


def test_names_may_be_any_text(wire: Wire) -> None:
    name = "An/na & Söhne?"
    user = wire.user(name, "correct horse anna")
    wire.library.store.write(lambda tx: saving.save(tx, user, NewLink(URL)))
    reply = wire.get(f"/users/{quote(name, safe='')}/{secret(wire, user)}/feed/unread")
    assert links(reply) == [URL]
    assert ElementTree.fromstring(reply.body).findtext("channel/title") == f"{name}: unread"


def test_without_the_secret_there_is_no_feed_whoever_asks(wire: Wire) -> None:
    add(wire, URL)
    key, bobs = secret(wire), secret(wire, 2)
    refused = [
        wire.get("/users/alice/feed/all"),
        wire.get("/users/alice/feed/all", {"key": ""}),
        wire.get("/users/alice/feed/all", {"key": key[:-1]}),
        wire.get(f"/users/alice/{bobs}/feed/all"),
        wire.get(f"/users/bob/{key}/feed/all"),
        wire.get(f"/users/nobody/{key}/feed/all"),
        wire.get(f"/users/alice/{key.upper()}x/feed/all"),
        wire.get("/users/alice/feed/all", wire.credentials()),
        wire.get(f"/users/alice/{key}/feed/everything"),
        wire.get(f"/users/alice/{key}/feeds/all"),
        wire.get("/users/"),
    ]
    assert {(reply.status, reply.text) for reply in refused} == {(404, "There is no such feed.")}


def test_a_new_secret_ends_the_old_one_and_closing_ends_all(wire: Wire) -> None:
    old = secret(wire)
    new = secret(wire)
    assert wire.get(f"/users/alice/{old}/feed/all").status == 404
    assert wire.get(f"/users/alice/{new}/feed/all").status == 200
    wire.library.store.write(lambda tx: feeds.close(tx, 1))
    assert wire.get(f"/users/alice/{new}/feed/all").status == 404


def test_nobody_keeps_it_lists_it_or_hears_of_its_address(wire: Wire) -> None:
    for path in (f"/users/alice/{secret(wire)}/feed/all", "/users/alice/none/feed/all"):
        headers = wire.get(path).headers
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"].partition(",")[0] in ("private", "no-store")
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "title", ["<b>&amp;\"'</b>]]>", "\x01\x02 \x0b tab\there", "￾￿", "日本語 🎒", "<!--", "&#0;"]
)
def test_the_feed_is_well_formed_whatever_is_saved(wire: Wire, title: str) -> None:
    wire.library.store.write(
        lambda tx: saving.save(tx, 1, NewLink(f"{URL}?a=<&b='", title, (title,), description=title))
    )
    (item,) = items(wire.get(f"/users/alice/{secret(wire)}/feed/all"))
    for part in ("<b>&amp;\"'</b>]]>", "日本語 🎒", "<!--", "&#0;"):
        if title == part:
            assert item.findtext("title") == title
            about = item.findtext("description") or ""
            assert "<" not in about, "readers take it for HTML"
            assert unescape(about) == title


def test_it_holds_the_newest_hundred(wire: Wire) -> None:
    wire.set(add_wait=0)
    acts = [{"action": "add", "url": f"http://a.example.com/{n}", "time": 1500000000 + n} for n in range(130)]
    send(wire, *acts)
    found = links(wire.get(f"/users/alice/{secret(wire)}/feed/unread"))
    assert (len(found), found[0], found[-1]) == (100, "http://a.example.com/129", "http://a.example.com/30")


def test_deleted_items_are_not_in_it(wire: Wire) -> None:
    add(wire, URL)
    send(wire, {"action": "delete", "url": URL})
    assert items(wire.get(f"/users/alice/{secret(wire)}/feed/all")) == []


def test_feeds_are_only_read(wire: Wire) -> None:
    path = f"/users/alice/{secret(wire)}/feed/all"
    head = wire.raw(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert (head.status, head.body) == (200, b"")
    reply = wire.post(path, {})
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def test_who_reads_too_often_is_told_to_wait(wire: Wire) -> None:
    wire.set(limits=type(wire.library.limits)(wire.clock, 2, 10))
    path = f"/users/alice/{secret(wire)}/feed/all"
    assert [wire.get(path).status for _ in range(2)] == [200, 200]
    reply = wire.get(path)
    assert reply.status == 429
    assert int(reply.headers["retry-after"]) > 0


def test_the_secret_does_not_travel_over_plain_http_where_people_use_https(wire: Wire) -> None:
    wire.set(secure=True)
    assert wire.get(f"/users/alice/{secret(wire)}/feed/all").status == 400


def test_a_copy_of_the_database_does_not_open_a_feed(wire: Wire) -> None:
    key = secret(wire)
    rows = wire.library.store.read(lambda tx: tx.all("SELECT * FROM feeds"))
    assert key.encode() not in repr(rows).encode()


def test_the_secret_is_in_no_log(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    key = secret(wire)
    monkeypatch.setattr(feeds, "newest", reads(broken))
    reply = wire.get(f"/users/alice/{key}/feed/all", {"key": key})
    assert (reply.status, "reference" in reply.text) == (500, True)
    assert caplog.records
    assert key not in "".join(repr(record.__dict__) for record in caplog.records)


def test_a_search_that_is_a_feed_is_read_under_its_number(wire: Wire) -> None:
    for name in ("b", "a"):
        add(wire, f"http://{name}.example.com/", tags="food")
    add(wire, "http://c.example.com/")
    key, run_sync = secret(wire), wire.library.run_sync
    number = run_sync(saved_searches.keep, 1, "Food & drink", "#food sort:site").id
    path = f"/users/alice/{key}/feed/search/{number}"
    assert wire.get(path).status == 404
    run_sync(
        saved_searches.change, 1, number, name="Food & drink", query="#food sort:site", counted=True, fed=True
    )
    reply = wire.get(path)
    assert links(reply) == ["http://a.example.com/", "http://b.example.com/"]
    assert ElementTree.fromstring(reply.body).findtext("channel/title") == "alice: Food & drink"
    assert wire.get(f"/users/bob/{secret(wire, 2)}/feed/search/{number}").status == 404
    assert wire.get(f"/users/alice/{key[::-1]}/feed/search/{number}").status == 404
    assert wire.get(f"/users/alice/{key}/feed/search/x").status == 404
