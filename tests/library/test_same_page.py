"""Which links meet in one item, and which only lead to one place."""

from __future__ import annotations

import pytest

from satchel.library import refetching, upkeep
from satchel.model.actions import Delete
from satchel.store.db import Store
from tests.library.conftest import Desk, owed

WELCOME = "http://example.org/welcome"
STORIES = tuple(f"http://example.org/news/{n}" for n in range(5))


@pytest.mark.parametrize("canonical", ["", WELCOME, "http://example.org/"])
@pytest.mark.parametrize("links", [STORIES, tuple(f"http://example.org/{n}" for n in "abcde")])
def test_links_of_a_site_that_all_lead_to_one_notice_stay_apart(
    desk: Desk, store: Store, links: tuple[str, ...], canonical: str
) -> None:
    ids = [desk.save(url, tags=(url[-1],)).item.id for url in links]
    for item in ids:
        desk.fetch(WELCOME, item=item, title="Welcome", words=300, canonical=canonical)
    assert sorted(desk.ids()) == ids
    notice = desk.save(WELCOME).item.id
    desk.fetch(WELCOME, item=notice, title="Welcome", words=300, canonical=canonical)
    assert [desk.save(url).item.id for url in links] == ids
    assert sorted(desk.ids()) == [*ids, notice]
    assert upkeep.doubts(store) == []


@pytest.mark.parametrize("canonical", [False, True])
@pytest.mark.parametrize(
    "notice", [WELCOME, "http://example.org/please-sign-in-to-read", "http://example.org/n/71234"]
)
@pytest.mark.parametrize(
    "links",
    [
        STORIES,
        tuple(f"http://example.org/?p={n}" for n in range(3)),
        tuple(f"http://example.org/2024/a-story-of-some-length-{n}" for n in range(3)),
    ],
)
def test_links_of_a_site_stay_apart_from_a_notice_that_was_saved_before_them(
    desk: Desk, store: Store, links: tuple[str, ...], notice: str, canonical: bool
) -> None:
    found: dict[str, object] = {"title": "Sign in", "words": 300, "canonical": notice if canonical else ""}
    saved = desk.save(notice).item.id
    desk.fetch(notice, item=saved, **found)
    ids = [desk.save(url).item.id for url in links]
    for item in ids:
        assert desk.fetch(notice, item=item, **found) == item
    # The notice is read once more, when all the links have led to it.
    store.write(lambda tx: refetching.refetch(tx, desk.user, saved))
    desk.fetch(notice, item=saved, **found)
    assert sorted(desk.ids()) == [saved, *ids]
    assert [desk.save(url).item.id for url in links] == ids


@pytest.mark.parametrize("notice", [WELCOME, "http://example.org/please-sign-in-to-read"])
def test_short_links_of_a_site_never_meet_each_other_at_a_notice(desk: Desk, notice: str) -> None:
    saved = desk.save(notice).item.id
    desk.fetch(notice, item=saved, title="Sign in", words=300)
    ids = [desk.save(f"http://example.org/{n}").item.id for n in "abc"]
    for item in ids:
        desk.fetch(notice, item=item, title="Sign in", words=300)
    assert set(ids[1:]) < set(desk.ids())
    assert len({desk.save(f"http://example.org/{n}").item.id for n in "abc"}) == 3


def test_what_was_led_to_a_notice_is_fetched_again_when_it_is_saved_again(desk: Desk, store: Store) -> None:
    ids = [desk.save(url).item.id for url in STORIES]
    for item in ids:
        desk.fetch(WELCOME, item=item, title="Welcome", text="We only want to know who you are.")
    saved = desk.save(STORIES[3])
    assert saved.fetching
    assert not saved.is_new
    desk.fetch(STORIES[3], item=ids[3], title="Story 3", text="The ferry leaves the harbour at seven.")
    found = desk.item(ids[3]).article
    assert found is not None
    assert (found.title, found.url) == ("Story 3", STORIES[3])
    assert not desk.save(STORIES[3]).fetching
    assert owed(store) == 0


@pytest.mark.parametrize(
    "gate",
    [
        "http://accounts.example/gate?continue=http%3A%2F%2Fexample.org%2Fnews%2F1",
        "http://accounts.example/gate?continue=http%253A%252F%252Fexample.org%252Fnews%252F1",
        "http://example.org/news",
        "http://accounts.example/",
    ],
)
def test_a_gate_that_knows_what_was_wanted_and_a_front_page_are_never_the_page(desk: Desk, gate: str) -> None:
    saved = desk.save(gate).item.id
    desk.fetch(gate, item=saved, title="Gate", words=300)
    story = desk.save(STORIES[1]).item.id
    assert desk.fetch(gate, item=story, title="Gate", words=300) == story
    assert sorted(desk.ids()) == [saved, story]


ARTICLE = "http://example.org/2024/a-spring-flood"


@pytest.mark.parametrize(
    "links",
    [
        ("http://sho.rt/x", "http://ti.ny/Ab3x"),
        ("http://sho.rt/x", "http://sho.rt/y"),
        ("http://sho.rt/p/x9Yz", "http://old.example/archive/a-spring-flood"),
    ],
)
def test_short_links_to_an_article_that_declares_its_address_meet(desk: Desk, links: tuple[str, str]) -> None:
    ids = [desk.save(url).item.id for url in links]
    for item in ids:
        desk.fetch(ARTICLE, item=item, words=300, canonical=ARTICLE)
    assert desk.ids() == ids[:1]
    assert desk.save(ARTICLE).item.id == ids[0]


@pytest.mark.parametrize(
    "article",
    [
        {"canonical": ""},
        {"canonical": "http://example.org/2024/another-spring"},
        {"canonical": ARTICLE, "is_article": False},
        {"canonical": ARTICLE, "words": 40},
        {"canonical": ARTICLE, "is_index": True},
    ],
)
def test_short_links_to_what_is_no_article_of_that_address_stay_apart(
    desk: Desk, article: dict[str, object]
) -> None:
    ids = [desk.save(url).item.id for url in ("http://sho.rt/x", "http://ti.ny/Ab3x")]
    for item in ids:
        desk.fetch(ARTICLE, item=item, **{"words": 300, **article})
    assert sorted(desk.ids()) == ids


def test_links_that_name_where_they_lead_meet_there(desk: Desk) -> None:
    told = "http%3A%2F%2Fexample.org%2F2024%2Fa-spring-flood"
    links = (f"http://search.example/url?sa=t&url={told}&usg=x", f"http://example.org/out?to={told}&ref=mail")
    ids = [desk.save(url, tags=(url[7:10],)).item.id for url in links]
    for item in ids:
        desk.fetch(ARTICLE, item=item)
    assert desk.ids() == ids[:1]
    assert desk.item(ids[0]).tags == ("exa", "sea")
    assert desk.save(ARTICLE).item.id == ids[0]


def test_links_that_name_an_article_and_are_led_to_a_notice_stay_apart(desk: Desk) -> None:
    told = "http://search.example/url?url=http%3A%2F%2Fexample.org%2F2024%2Fa-story-{}"
    ids = [desk.save(told.format(number)).item.id for number in range(3)]
    for item in ids:
        desk.fetch(WELCOME, item=item, title="Welcome", words=300, canonical=WELCOME)
    assert sorted(desk.ids()) == ids


def test_long_links_of_another_site_that_lead_to_one_self_declared_page_stay_apart(desk: Desk) -> None:
    gate = "http://accounts.example/signin/identifier-of-yours"
    ids = [desk.save(f"http://paper.example/2024/03/story-{n}").item.id for n in range(2)]
    for item in ids:
        desk.fetch(gate, item=item, words=300, canonical=gate)
    assert sorted(desk.ids()) == ids


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("first", ["article", "link"])
@pytest.mark.parametrize(
    "link", ["http://example.org/s1", "http://sho.rt/x", "http://mail.example/click?u=77"]
)
def test_a_link_that_leads_to_an_article_which_is_saved_too_meets_it(
    desk: Desk, store: Store, first: str, link: str, at_once: bool
) -> None:
    urls = (ARTICLE, link) if first == "article" else (link, ARTICLE)
    ids = []
    for number, url in enumerate(urls):
        ids.append(desk.save(url, tags=(str(number),)).item.id)
        if not at_once:
            desk.fetch(ARTICLE, item=ids[-1])
    while owed(store):
        desk.fetch(ARTICLE)
    assert desk.ids() == ids[:1]
    assert desk.item(ids[0]).tags == ("0", "1")
    assert not desk.save(link).fetching
    assert upkeep.doubts(store) == []


@pytest.mark.parametrize(
    ("given", "final"),
    [
        ("http://m.example.org/a", "http://example.org/a.html"),
        ("http://example.org/a/amp", "http://example.org/a"),
        ("http://example.org/q/7", "http://example.org/q/7/why-does-it-rain"),
        ("http://old.example/2020/why-does-it-rain", "http://new.example/why-does-it-rain"),
        ("http://example.org/71234", "http://example.org/p/71234.html"),
        ("http://example.org/2020/05/04/why-does-it-rain", "http://example.org/2020/why-does-it-rain"),
    ],
)
def test_an_address_that_names_the_same_is_the_same_page(desk: Desk, given: str, final: str) -> None:
    item = desk.save(given).item.id
    desk.fetch(final, item=item)
    again = desk.save(final)
    assert (again.item.id, again.fetching) == (item, False)


@pytest.mark.parametrize(
    "given", ["http://example.org/2021/a-spring-flood", "http://example.org/no7/a-spring-flood"]
)
@pytest.mark.parametrize("first", ["article", "link"])
def test_a_page_of_one_name_from_another_year_stays_one_of_its_own(
    desk: Desk, given: str, first: str
) -> None:
    urls = (ARTICLE, given) if first == "article" else (given, ARTICLE)
    ids = [desk.save(url).item.id for url in urls]
    for item in ids:
        desk.fetch(ARTICLE, item=item, words=300)
    assert sorted(desk.ids()) == ids
    assert [desk.save(url).item.id for url in urls] == ids


ROUTES = [f"http://example.org/app#/note/{n}" for n in (1, 2, 3)] + [
    f"http://example.org/app#{name}" for name in ("!topic/1", "!topic/2", "id=1", "id=2")
]


@pytest.mark.parametrize("canonical", ["", "http://example.org/app", "http://example.org/app#/note/1"])
@pytest.mark.parametrize(
    "final", ["http://example.org/app", "https://www.example.org/app/", "http://example.org/index.html"]
)
def test_routes_of_an_app_stay_pages_of_their_own(desk: Desk, final: str, canonical: str) -> None:
    shell = desk.save(final).item.id
    ids = [desk.save(url).item.id for url in ROUTES]
    for item in (shell, *ids):
        desk.fetch(final, item=item, title="App", canonical=canonical)
    assert sorted(desk.ids()) == [shell, *ids]
    assert [desk.save(url).item.id for url in ROUTES] == ids
    assert desk.save(ROUTES[2]).fetching == final.endswith("index.html")
    assert desk.do(Delete, url=ROUTES[1]).done
    assert sorted(desk.ids()) == [shell, ids[0], *ids[2:]]


@pytest.mark.parametrize(
    ("urls", "canonical"),
    [
        (("/show?id=1", "/show?id=2"), "/show?id=1"),
        (("/a/index.html", "/b/index.html"), "/index.html"),
        (("/a/7", "/b/7"), "/7"),
        (("/post/1", "/post/2"), "/post"),
    ],
)
def test_a_canonical_link_that_is_copied_to_every_page_melts_none(
    desk: Desk, urls: tuple[str, str], canonical: str
) -> None:
    ids = [desk.save(f"http://example.org{url}").item.id for url in urls]
    for item in ids:
        desk.fetch(item=item, title="The site", canonical=f"http://example.org{canonical}")
    assert sorted(desk.ids()) == ids


def test_pages_of_one_title_and_one_declared_address_but_other_words_stay_apart(desk: Desk) -> None:
    address = "http://example.org/a-title-of-some-length"
    ids = [desk.save(url).item.id for url in (address, f"{address}?page=2")]
    for item, text in zip(
        ids, ("The river ran high in that spring.", "Nobody alive had seen such water."), strict=True
    ):
        desk.fetch(item=item, title="One", canonical=address, text=text)
    assert sorted(desk.ids()) == ids
