"""Searching in a browser without script: the field, what is found and why, and what would find something."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from satchel.library import acting, saved_searches
from satchel.model.actions import Archive, ById, Delete
from tests.web.reading import follow, ids, link, publish, read, said
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def index(wire: Wire) -> None:
    store = wire.library.store
    for user in store.index.behind():
        while not store.index.step(user).is_last:
            pass


def opened(page: Reply) -> str:
    """The page as it was written, without the escapes of signs."""
    return page.text.replace("&#x2f;", "/")


def search(surfer: Surfer, query: str) -> Reply:
    index(surfer.wire)
    return surfer.get(f"/search?q={quote(query)}")


def texts(reply: Reply, pattern: str) -> list[str]:
    """The texts of all that matches, without tags."""
    found = re.findall(pattern, reply.text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in found]


def chips(reply: Reply) -> list[str]:
    return texts(reply, r'<li class="chip"><span>(.*?)</span>')


BREAD = "<p>The oven at the end of the lane is lit on Fridays.</p>" + "<p>Nothing of it here.</p>" * 20
FOUND = (
    BREAD + "<p>Bring your own dough to the <em>village</em> oven, and an <a href='/x'>oven glove</a>.</p>"
)


def test_what_is_found_shows_where_and_leads_there(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND)
    read(wire, "https://other.example/", title="Of ships", body="<p>Nothing but the sea.</p>" * 9)

    page = search(alice, "dough oven")
    assert ids(page) == [number]
    assert chips(page) == ["dough", "oven"]
    passages = re.findall(r'<li><a href="(/read/[^"]+)">(.*?)</a></li>', opened(page))
    assert any(
        "Bring your own <mark>dough</mark> to the village <mark>oven</mark>" in text for _, text in passages
    )
    there = unescape(next(href for href, text in passages if "dough" in text))
    address, _, place = there.partition("#")
    article = alice.get(address).text
    assert f'<mark id="{place}">dough</mark>' in article
    assert "4 places found" in article


def test_the_marks_of_an_article_lead_from_one_to_the_next(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND)
    index(wire)
    article = alice.get(f"/read/{number}?q=oven").text
    names = re.findall(r'<mark id="(at-\d+)">', article)
    assert len(names) == 3
    onward = re.findall(r'<a class="onward" data-ui="" href="#([^"]+)"', article)
    assert onward == names[1:]
    assert not re.search(
        r"<a [^>]*>[^<]*(<mark[^>]*>[^<]*</mark>)?[^<]*<a ", article.partition('<div class="text">')[2]
    )
    plain = alice.get(f"/read/{number}").text
    assert "<mark" not in plain
    assert "<mark" not in alice.get(f"/read/{number}?q=%23food+-oven+unseen").text


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("roman concrete", "/search?q=roman%20concrete"),
        ("site:lwn.net", "/search?q=site%3Alwn.net"),
        ("url:https://lwn.net/", "/search?q=url%3Ahttps%3A//lwn.net/"),
        ("lwn.net", "/search?q=lwn.net"),
        ("", "/search"),
        ("  ", "/search"),
    ],
)
def test_the_field_above_the_lists_searches(wire: Wire, alice: Surfer, written: str, leads: str) -> None:
    alice.get("/")
    reply = alice.press("/search", "Search", q=written)
    assert (reply.status, reply.headers["location"]) == (303, leads)


@pytest.mark.parametrize(
    "written",
    ["https://hearth.example/oven", "  HTTPS://hearth.example/oven ", "hearth.example/oven",
     "The village oven https://hearth.example/oven via somebody"],
)  # fmt: skip
def test_the_field_above_the_lists_saves_a_link(wire: Wire, alice: Surfer, written: str) -> None:
    for scheme in ("http", "https"):
        publish(wire, f"{scheme}://hearth.example/oven")
    alice.get("/")
    page = follow(alice, alice.press("/search", "Search", q=written))
    assert said(page) == "Saved. The village oven"
    assert len(ids(page)) == 1


def test_parts_can_be_taken_out_and_scopes_changed(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND, tags="food")
    page = search(alice, "#food oven -is:archived length:<10m")
    assert chips(page) == ["tag food", "oven", "not archived", "under 10 minutes"]
    without = re.findall(r'<a href="([^"]+)" title="Without this">', page.text)
    assert unescape(without[1]) == f"/search?q={quote('#food -is:archived length:<10m')}"
    scopes = dict(re.findall(r'<a href="([^"]+)"[^>]*>(\w+)</a>', page.text.partition('class="scopes"')[2]))
    archive = next(unescape(href) for href, name in scopes.items() if name == "Archive")
    assert archive == f"/search?q={quote('#food oven -is:archived length:<10m in:archive')}"
    assert link(page, "Best").endswith("sort%3Abest")
    assert ids(page) == [number]


def test_what_cannot_be_read_is_searched_as_words_and_one_line_says_so(wire: Wire, alice: Surfer) -> None:
    read(wire, body=FOUND)
    notes = texts(search(alice, "foo:bar"), r'<p class="note">(.*?)</p>')
    assert notes == ["There is no field foo; searched for the words foo bar."]
    notes = texts(search(alice, 'saved:2024-13 "oven'), r'<p class="note">(.*?)</p>')
    assert notes == [
        "Nothing like that can stand behind saved; searched for the words saved 2024-13.",
        "A quotation mark is not closed; searched for the words oven.",
    ]


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", "\"'><img src=x>", "%00%ff", "((((", "x" * 3000, "a" * 500 + " or " * 200],
)
def test_no_query_is_an_error_or_becomes_a_part_of_the_page(wire: Wire, alice: Surfer, query: str) -> None:
    read(wire)
    page = search(alice, query)
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert "<img src=x>" not in page.text


def test_where_nothing_is_found_stands_what_would_find_something(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND, tags="food")
    wire.library.store.write(lambda tx: acting.act(tx, 1, [Archive(ById(number))]))
    page = search(alice, "oven in:unread")
    assert ids(page) == []
    offered = texts(page, r"<li>(<a href=\"&#x2f;search[^\"]*\"><span>.*?)</a></li>")
    assert offered == ["Search everywhere 1"]
    page = search(alice, "#food oven unheard")
    offered = texts(page, r"<li>(<a href=\"&#x2f;search[^\"]*\"><span>.*?)</a></li>")
    assert offered == ["Without: unheard 1"]
    assert ids(alice.get(link(page, "Without"))) == [number]


@pytest.mark.parametrize(
    ("query", "better"), [("doug", "doug*"), ("doughnuts", "dough*"), ('"dough village"', "dough* village*")]
)
def test_words_that_are_nowhere_lead_to_those_that_begin_alike(
    wire: Wire, alice: Surfer, query: str, better: str
) -> None:
    number = read(wire, body=FOUND)
    page = search(alice, query)
    assert texts(page, r"<li>(<a href=\"&#x2f;search[^\"]*\"><span>.*?)</a></li>") == [
        f"Search for {better} 1"
    ]
    assert ids(alice.get(link(page, "Search for"))) == [number]


def test_what_lies_in_the_trash_is_offered_where_nothing_else_is_found(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND)
    wire.library.store.write(lambda tx: acting.act(tx, 1, [Delete(ById(number))]))
    page = search(alice, "dough")
    assert ids(page) == []
    assert ids(alice.get(link(page, "Search in the trash"))) == [number]


def test_where_nothing_would_find_anything_stands_what_can_be_done(wire: Wire, alice: Surfer) -> None:
    read(wire, body=FOUND)
    page = search(alice, "xylophone")
    assert "These would find something" not in page.text
    assert '<code dir="ltr">&quot;roman concrete' in alice.get(link(page, "What you can search for")).text


def test_strangers_sign_in_first_and_come_back(wire: Wire) -> None:
    reply = Surfer(wire).get("/search?q=oven")
    assert reply.status == 303
    assert reply.headers["location"].startswith("/login")


def test_mallory_finds_nothing_of_alices(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND, tags="food")
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    for query in ("oven", "#food", "is:unread", "site:hearth.example"):
        assert ids(search(mallory, query)) == []
    assert mallory.get(f"/read/{number}?q=oven").status == 404
    assert mallory.get("/search/offers?of=tag&begins=f").text == "[]"


def test_the_field_is_completed_with_what_there_is(wire: Wire, alice: Surfer) -> None:
    read(wire, tags="history,holidays,art/history")
    read(wire, "https://www.history.example/x", tags="history")
    offers = alice.get("/search/offers?of=tag&begins=his").text
    assert offers == '[{"value":"history","count":"2"},{"value":"art/history","count":"1"}]'
    assert alice.get("/search/offers?of=site&begins=his").text == '[{"value":"history.example","count":"1"}]'
    assert '"Ines Calloway"' in alice.get("/search/offers?of=author&begins=call").text
    assert '"unread"' in alice.get("/search/offers?of=is&begins=un").text
    assert alice.get("/search/offers?of=else&begins=x").text == "[]"


def test_a_search_is_kept_beside_the_lists_changed_and_deleted(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=FOUND, tags="food")
    search(alice, "#food")
    page = follow(alice, alice.press("/s", "Save", name="Bread & oven"))
    assert said(page) == "The search is saved. Bread & oven"
    assert ids(page) == [number]
    address = link(alice.get("/"), "Bread & oven")
    assert re.fullmatch(r"/s/\d+", address)
    alice.get(address)
    page = follow(alice, alice.press(address, "Save the changes", name="Loaves", query="#food oven"))
    assert link(page, "Loaves") == address
    assert chips(page) == ["tag food", "oven"]
    alice.press(address, "Move up")
    side = alice.get("/").text
    assert side.index("Loaves") < side.index("Forgotten")
    alice.get(address)
    page = follow(alice, alice.press(address, "Delete"))
    assert said(page).startswith("The search is deleted.")
    assert "Loaves" not in alice.get("/").text
    assert alice.get(address).status == 404


def test_the_searches_of_the_beginning_keep_their_names_until_somebody_gives_them_others(
    wire: Wire, alice: Surfer
) -> None:
    page = alice.get("/s/1")
    assert "<h1><bdi>10 minutes or less</bdi></h1>" in page.text
    alice.press("/s/1", "Save the changes", query="length:..5m")
    assert wire.library.run_sync(saved_searches.get, 1, 1).name == ""
    alice.get("/s/1")
    alice.press("/s/1", "Save the changes", name="Quick")
    assert wire.library.run_sync(saved_searches.get, 1, 1).name == "Quick"


def test_nobody_opens_or_changes_the_searches_of_others(wire: Wire, alice: Surfer) -> None:
    mine = wire.library.run_sync(saved_searches.keep, 1, "Mine", "#food").id
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    mallory.get("/s/1")
    form = mallory.form("/s/1", "Delete").fields
    assert mallory.get(f"/s/{mine}").status == 404
    assert mallory.post(f"/s/{mine}", {**form, "what": "delete"}).status == 404
    assert mallory.post("/s/1", {"what": "delete"}).status == 403
    assert wire.library.run_sync(saved_searches.get, 1, mine).name == "Mine"
    for address in ("/s/0", "/s/x", "/s/99999999999999999999"):
        assert alice.get(address).status == 404


def test_a_list_stays_quick_to_turn_and_its_articles_know_the_way_back(wire: Wire, alice: Surfer) -> None:
    first = read(wire, body=FOUND)
    second = read(wire, "https://other.example/oven", title="Another oven", body=FOUND)
    page = search(alice, "oven")
    assert ids(page) == [second, first]
    article = alice.get(f"/read/{second}?q=oven")
    assert link(article, "Back to Search") == f"/search?q=oven#i{second}"
    assert link(article, "The village oven") == f"/read/{first}?q=oven"
    kept = wire.library.run_sync(saved_searches.keep, 1, "Ovens", "oven").id
    row = link(alice.get(f"/s/{kept}"), "Another oven")
    assert link(alice.get(row), "Back to Search") == f"/s/{kept}#i{second}"
