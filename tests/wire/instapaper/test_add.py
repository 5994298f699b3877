"""`/api/add`: a link is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from satchel.library import acting
from satchel.model.actions import Archive, ById
from satchel.model.items import State
from tests.wire.instapaper.shelf import ADD, ALICE, BOB, PAGE, STORY, kept, known, nothing_kept
from tests.wire.server import Wire


def add(wire: Wire, **more: str) -> int:
    return wire.post(ADD, {**known(), "url": PAGE, **more}).status


def test_a_link_is_kept_and_read_and_the_body_is_201(wire: Wire) -> None:
    wire.web.page(PAGE, STORY)
    reply = wire.post(ADD, {**known(), "url": PAGE})
    assert (reply.status, reply.body) == (201, b"201")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert "set-cookie" not in reply.headers
    (item,) = kept(wire)
    assert item.state == State.UNREAD
    assert item.given_url == PAGE
    assert item.article is not None
    assert item.article.title == "A quiet story"
    assert item.article.words > 100
    assert not kept(wire, BOB)


def test_get_saves_too_and_so_does_a_path_with_a_slash(wire: Wire) -> None:
    assert wire.get(ADD, {**known(), "url": "https://example.com/a"}).body == b"201"
    assert wire.get(ADD + "/", {**known(), "url": "https://example.com/b"}).body == b"201"
    assert len(kept(wire)) == 2


def test_head_saves_nothing(wire: Wire) -> None:
    raw = (
        b"HEAD /api/add?username=alice&password=correct%20horse%20alice&url=https://example.com/ HTTP/1.1\r\n"
        b"Host: x\r\nConnection: close\r\n\r\n"
    )
    reply = wire.raw(raw)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, OPTIONS, POST")
    assert nothing_kept(wire)


def test_the_title_that_was_given_is_kept_beside_the_one_that_was_found(wire: Wire) -> None:
    wire.web.page(PAGE, STORY)
    assert add(wire, title="  My own\n title ") == 201
    (item,) = kept(wire)
    assert item.given_title == "My own title"
    assert item.article is not None
    assert item.article.title == "A quiet story"


@pytest.mark.parametrize("asked", ["1", "true", "on"])
def test_auto_title_leaves_the_given_title_aside(wire: Wire, asked: str) -> None:
    wire.web.page(PAGE, STORY)
    assert add(wire, title="bookmark", **{"auto-title": asked}) == 201
    assert kept(wire)[0].given_title == ""


def test_auto_title_0_and_no_title_change_nothing(wire: Wire) -> None:
    assert add(wire, title="Mine", **{"auto-title": "0"}) == 201
    assert add(wire, **{"auto-title": "1"}) == 201
    assert add(wire, title="") == 201
    assert kept(wire)[0].given_title == "Mine"


def test_the_selection_becomes_the_description_and_an_empty_one_erases_nothing(wire: Wire) -> None:
    assert add(wire, selection="Nobody had come up the road\nfor a week.") == 201
    assert add(wire, selection="") == 201
    assert add(wire) == 201
    assert kept(wire)[0].description == "Nobody had come up the road\nfor a week."
    assert add(wire, selection="Rain.") == 201
    assert kept(wire)[0].description == "Rain."


def test_a_link_without_a_scheme_is_an_http_link(wire: Wire) -> None:
    reply = wire.post(ADD, {**known(), "url": "google.com"})
    assert reply.status == 201
    assert kept(wire)[0].given_url == "http://google.com/"


NO_LINKS = [
    "",
    "   ",
    "javascript:alert(1)",
    "data:text/html,<p>hello",
    "ftp://example.com/file",
    "file:///etc/passwd",
    "no link at all",
    "http://",
    "http://exa mple.com/",
    "http://example.com/a\r\nX-Evil: 1",
    "http://example.com/\0",
    "https://user:secret@example.com/",
    "http://[::1",
    "https://example.com/" + "a" * 100_000,
    "https://exam\u202eple.com/",
]


def test_what_is_no_link_is_400_and_nothing_is_kept(wire: Wire) -> None:
    for url in NO_LINKS:
        reply = wire.post(ADD, {**known(), "url": url})
        assert (reply.status, reply.body) == (400, b"400")
        assert nothing_kept(wire)
        assert not wire.web.fetched


def test_a_missing_link_is_400(wire: Wire) -> None:
    assert wire.post(ADD, known()).body == b"400"
    assert wire.get(ADD, known()).body == b"400"


def test_wrong_credentials_are_403_whatever_else_is_wrong(wire: Wire) -> None:
    assert wire.post(ADD, {"username": "alice", "password": "no", "url": PAGE}).body == b"403"
    assert wire.post(ADD, {"url": PAGE}).body == b"403"
    assert wire.post(ADD, {"username": "alice", "password": "no"}).body == b"403"
    assert nothing_kept(wire)


def test_a_link_saved_again_goes_to_the_top_unread_and_makes_no_second_item(wire: Wire) -> None:
    assert add(wire) == 201
    wire.clock.forward(seconds=10)
    assert add(wire, url="https://example.com/other") == 201
    first = kept(wire)[1]
    wire.library.store.write(lambda tx: acting.act(tx, ALICE, [Archive(ById(first.id))]))
    wire.clock.forward(seconds=10)
    reply = wire.post(ADD, {**known(), "url": "http://www.example.com/story/?utm_source=feed"})
    assert (reply.status, reply.body) == (201, b"201")
    items = kept(wire)
    assert len(items) == 2
    assert (items[0].id, items[0].state) == (first.id, State.UNREAD)


def test_fifty_saves_of_one_link_at_once_make_one_item(wire: Wire) -> None:
    wire.web.page(PAGE, STORY)
    add(wire, url="https://example.com/first")  # the password is known from here on
    with ThreadPoolExecutor(50) as threads:
        statuses = list(threads.map(lambda _: add(wire), range(50)))
    assert statuses == [201] * 50
    assert sorted(item.given_url for item in kept(wire)) == ["https://example.com/first", PAGE]


def test_a_dead_page_is_kept_all_the_same(wire: Wire) -> None:
    wire.web.page(PAGE, "", status=404)
    assert add(wire, title="Gone") == 201
    (item,) = kept(wire)
    assert (item.fetch_status, item.article) == (404, None)


def test_unknown_parameters_are_passed_over(wire: Wire) -> None:
    assert add(wire, folder="7", tags="[]", resolve_final_url="0") == 201
