"""The article view, over the wire."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from satchel.dialects.pocket import article, text
from satchel.library.turns import MAX_OPENINGS
from satchel.store import articles
from satchel.store.db import ReadTx
from tests.patience import until
from tests.wire.http import Reply
from tests.wire.pocket_common import STORY, add, assert_failed, get, page, send
from tests.wire.server import Wire

URL = "http://story.example.com/river"
PATHS = ["/v3/text", "/v3beta/text", "/v3beta/mobile"]

NUMBERS = {
    "time_to_read", "timePublished", "wordCount", "isArticle", "isVideo", "isIndex", "usedFallback", "requiresLogin",
}  # fmt: skip
OBJECTS = {"authors", "images", "domainMetadata"}


def ask(wire: Wire, user: str = "alice", path: str = "/v3beta/text", **values: Any) -> Reply:
    return wire.post(path, {"url": URL, **values, **wire.credentials(user)})


def said(wire: Wire, user: str = "alice", **values: Any) -> dict[str, Any]:
    reply = ask(wire, user, **values)
    assert reply.status == 200, reply
    assert reply.headers["content-type"] == "application/json"
    answer: dict[str, Any] = reply.json()
    return answer


@pytest.fixture
def saved(wire: Wire) -> str:
    """The id of a story that Alice has saved."""
    item_id: str = add(wire, page(wire, URL))["item_id"]
    return item_id


@pytest.mark.parametrize("path", PATHS)
def test_the_article_is_told_under_every_path_by_get_and_post(wire: Wire, saved: str, path: str) -> None:
    first = ask(wire, path=path).json()
    assert first == wire.get(path + "/", {"url": URL, **wire.credentials()}).json()
    assert first["item_id"] == saved
    assert first["article"].count("<p>") == 13


def test_every_member_has_the_type_that_programs_expect(wire: Wire, saved: str) -> None:
    answer = said(wire)
    for name, value in answer.items():
        wanted = int if name in NUMBERS else dict if name in OBJECTS else str
        assert type(value) is wanted, name
    picked = {name: answer[name] for name in (
        "resolved_id", "resolvedUrl", "host", "title", "datePublished", "timePublished", "responseCode", "videos",
        "wordCount", "isArticle", "isVideo", "isIndex", "usedFallback", "requiresLogin", "lang", "topImageUrl",
        "domainMetadata", "given_url", "normal_url", "mime_type", "encoding", "has_image", "time_to_read",
    )}  # fmt: skip
    assert picked == {
        "resolved_id": answer["resolved_id"], "resolvedUrl": URL, "host": "story.example.com",
        "title": "The river in the meadow", "datePublished": "2020-03-01 12:00:00", "timePublished": 1583064000,
        "responseCode": "200", "videos": "", "wordCount": 444, "isArticle": 1, "isVideo": 0, "isIndex": 0,
        "usedFallback": 0, "requiresLogin": 0, "lang": "en", "topImageUrl": "http://story.example.com/lead.jpg",
        "domainMetadata": {"name": "The Weir", "logo": "", "greyscale_logo": ""}, "given_url": URL, "normal_url": URL,
        "mime_type": "text/html", "encoding": "utf-8", "has_image": "1", "time_to_read": 2,
    }  # fmt: skip
    (author,) = answer["authors"].values()
    assert (author["name"], author["url"]) == ("Anna Weber", "")


@pytest.mark.parametrize(
    ("images", "shown"),
    [
        ("0", "<!--IMG_1-->"), ("", "<!--IMG_1-->"), (None, "<!--IMG_1-->"),
        ("1", '<div class="RIL_IMG"><img src="http://story.example.com/one.jpg" alt="The meadow" width="800" height='),
        ("2", "<div id='RIL_IMG_1'></div>"), ("3", "<div id='RIL_IMG_1'></div>"),
    ],
)  # fmt: skip
def test_pictures_stand_where_they_were_asked_for(wire: Wire, saved: str, images: Any, shown: str) -> None:
    answer = said(wire, **({} if images is None else {"images": images}))
    assert shown in answer["article"]
    assert answer["images"]["1"] == {
        "item_id": answer["resolved_id"], "image_id": "1", "src": "http://story.example.com/one.jpg", "width": "800",
        "height": "600", "credit": "", "caption": "",
    }  # fmt: skip


def test_films_are_an_object_with_their_numbers_in_the_text(wire: Wire) -> None:
    film = '<iframe src="https://www.youtube.com/embed/abcdefghijk" width="640" height="360"></iframe>'
    add(wire, page(wire, URL, STORY.replace("</article>", f"{film}</article>")))
    answer = said(wire, videos=0)
    assert (answer["videos"]["1"]["type"], answer["videos"]["1"]["vid"]) == ("1", "abcdefghijk")
    assert "<!--VIDEO_1-->" in answer["article"]
    assert "watch?v=abcdefghijk" in said(wire, videos=1)["article"]


@pytest.mark.parametrize(
    "spelled",
    [
        "http://www.story.example.com/river/",
        "story.example.com/river?utm_source=x",
        "HTTP%3A%2F%2Fstory.example.com%2Friver",
    ],
)
def test_the_page_is_found_under_any_spelling_of_its_address(wire: Wire, saved: str, spelled: str) -> None:
    assert said(wire, url=spelled)["item_id"] == saved


def test_an_address_that_was_encoded_twice_is_understood(wire: Wire, saved: str) -> None:
    key, token = wire.credentials().values()
    twice = "http%253A%252F%252Fstory.example.com%252Friver"
    for reply in (
        wire.get("/v3/text", f"consumer_key={key}&access_token={token}&url={twice}"),
        wire.post("/v3/text", f"consumer_key={key}&access_token={token}&url={twice}"),
    ):
        assert reply.json()["item_id"] == saved


def test_the_article_can_be_had_as_a_page_that_can_do_nothing(wire: Wire, saved: str) -> None:
    reply = ask(wire, output="regular", images=1)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert reply.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert '<html lang="en-GB">' in reply.text
    assert "<h1>The river in the meadow</h1>" in reply.text
    assert '<img src="http://story.example.com/one.jpg"' in reply.text


def test_the_article_can_be_left_out(wire: Wire, saved: str) -> None:
    answer = said(wire, noArticle=1)
    assert (answer["article"], answer["title"]) == ("", "The river in the meadow")
    assert answer["images"]["1"]["src"] == "http://story.example.com/one.jpg"


def test_refreshing_fetches_the_page_again_but_not_every_second(wire: Wire, saved: str) -> None:
    wire.web.page(URL, STORY.replace("river", "flood"))
    assert said(wire, refresh=1)["title"] == "The river in the meadow"
    wire.clock.forward(seconds=61)
    assert said(wire, refresh=0)["title"] == "The river in the meadow"
    assert said(wire, refresh=1)["title"] == "The flood in the meadow"
    assert wire.web.fetched == [URL, URL]
    assert said(wire)["title"] == "The flood in the meadow"
    assert [row["resolved_title"] for row in get(wire)["list"].values()] == ["The flood in the meadow"]


def test_a_refresh_that_fails_keeps_the_article(wire: Wire, saved: str) -> None:
    wire.clock.forward(seconds=61)
    wire.web.page(URL, "", status=404)
    answer = said(wire, refresh=1)
    assert (answer["responseCode"], answer["title"]) == ("404", "The river in the meadow")
    assert "The river had been rising" in answer["article"]


def test_a_page_that_could_not_be_had_has_no_article_and_says_how_its_fetch_ended(wire: Wire) -> None:
    wire.web.page(URL, "", status=404)
    add(wire, URL, title="Mine")
    answer = said(wire)
    assert (answer["responseCode"], answer["article"], answer["isArticle"]) == ("404", "", 0)
    assert (answer["title"], answer["images"], answer["videos"], answer["authors"]) == ("Mine", {}, "", {})
    assert (answer["resolved_id"], answer["host"], answer["lang"]) == ("0", "story.example.com", "")
    assert ask(wire, output="regular").status == 200


def test_a_page_that_is_still_being_fetched_is_waited_for_and_else_asked_for_later(wire: Wire) -> None:
    wire.web.hold(URL)
    wire.set(add_wait=0.05)
    add(wire, URL)
    reply = ask(wire)
    assert_failed(reply, 503, 199)
    assert reply.headers["retry-after"] == "1"


def test_only_what_is_on_the_callers_own_list_is_told(wire: Wire, saved: str) -> None:
    assert_failed(ask(wire, user="mallory"), 404, 130)
    assert_failed(ask(wire, url="http://elsewhere.example.com/"), 404, 130)
    send(wire, {"action": "delete", "url": URL})
    assert_failed(ask(wire), 404, 130)
    assert wire.web.fetched == [URL]


def test_nobody_gets_pages_fetched_without_a_token(wire: Wire, saved: str) -> None:
    key = wire.credentials()["consumer_key"]
    for values in ({}, {"createIfNone": 1}, {"refresh": 1}, {"access_token": "nope"}):
        for url in (URL, "http://elsewhere.example.com/"):
            assert_failed(wire.post("/v3/text", {"consumer_key": key, "url": url, **values}), 401, 107)
    assert_failed(wire.post("/v3/text", {"url": URL}), 400, 138)
    assert wire.web.fetched == [URL]


def test_a_link_is_put_on_the_list_when_that_is_asked_for(wire: Wire) -> None:
    page(wire, URL)
    answer = said(wire, createIfNone=1)
    assert answer["title"] == "The river in the meadow"
    assert list(get(wire)["list"]) == [answer["item_id"]]
    key = wire.key(add=False)
    values = {"consumer_key": key, "access_token": wire.token("alice", key), "createIfNone": 1}
    assert_failed(wire.post("/v3/text", {**values, "url": "http://other.example.com/"}), 403, 151)
    assert len(get(wire)["list"]) == 1


#: Parameters that mean nothing.
NONSENSE: list[dict[str, Any]] = [
    {"url": ""}, {"url": "javascript:alert(1)"}, {"images": "4"}, {"images": "-1"}, {"images": "many"}, {"videos": 9},
    {"output": "xml"}, {"refresh": "often"}, {"noArticle": "no way"},
]  # fmt: skip


def test_parameters_that_mean_nothing_are_refused(wire: Wire, saved: str) -> None:
    for values in NONSENSE:
        assert_failed(ask(wire, **values), 400, 130)


def test_parameters_of_the_apps_make_no_difference(wire: Wire, saved: str) -> None:
    plain = said(wire)
    for values in (
        {"getItem": 1},
        {"msg": 1},
        {"promptSubs": 1},
        {"formfactor": "phone"},
        {"pl_i": "x"},
        {"source": 2},
    ):
        assert said(wire, **values) == plain


def test_of_one_persons_long_articles_two_are_read_at_a_time(
    wire: Wire, saved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "_AT_ONCE", 0)
    go, begun, kept, read = threading.Event(), list[int](), articles.with_rules, list[int]()

    def slowly(*given: Any) -> Any:
        begun.append(1)
        go.wait()
        return article.render(*given)

    def noted(tx: ReadTx, user: int, item: int, site: str) -> tuple[str, str | None]:
        read.append(item)
        return kept(tx, user, item, site)

    monkeypatch.setattr(text, "render", slowly)
    monkeypatch.setattr(articles, "with_rules", noted)
    with ThreadPoolExecutor(5) as callers:
        replies = callers.map(lambda _: ask(wire), range(5))
        try:
            turns = wire.library.turns._openings._turns
            until(lambda: [each for each in turns.values() if len(each._waiters or ()) == 5 - MAX_OPENINGS])
            until(lambda: len(begun) == MAX_OPENINGS)
            assert len(read) == MAX_OPENINGS
        finally:
            go.set()
        assert {reply.status for reply in replies} == {200}
