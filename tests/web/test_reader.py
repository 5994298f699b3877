"""An article as people read it: whole, safe, in its own language, and without any other site hearing of it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from satchel.library import acting, saving
from satchel.model.actions import Archive, ById
from satchel.model.items import NewLink
from satchel.model.pages import Reason
from satchel.web import qr_code
from tests.gallery.painting import landscape
from tests.web.reading import STORY, WORDS, ids, link, read, save
from tests.web.test_search import index
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PICTURE = landscape(1, 40, 30)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def text_of(page: str) -> str:
    """The article's HTML on the page."""
    found = re.search(r'<div class="text">(.*)</div>\s*</article>', page, re.DOTALL)
    assert found, page
    return found[1]


def test_an_article_is_there_as_a_whole(wire: Wire, alice: Surfer) -> None:
    number = read(
        wire, body=f"{WORDS}<h1>A part</h1><p>With <em>words</em> &amp; signs.</p>{WORDS}", tags="food"
    )
    page = alice.get(f"/read/{number}")
    assert page.status == 200
    assert '<h1 dir="auto">The village oven</h1>' in page.text
    assert '<h2 id="part-1">A part</h2>' in text_of(page.text)
    assert "<em>words</em> &amp; signs." in text_of(page.text)
    assert page.text.count("The oven at the end of the lane") == 24
    assert "<bdi>Ines Calloway</bdi>" in page.text
    assert link(page, "hearth.example") == "https://hearth.example/oven"
    assert link(page, "food") == "/tags/food"
    assert '<article data-face="serif" data-size="19"' in page.text
    assert 'lang="en"' in page.text


def test_what_is_next_and_the_way_back_are_those_of_the_list_one_came_from(wire: Wire, alice: Surfer) -> None:
    first = read(wire, "https://a.example/1", tags="food")
    middle = read(wire, "https://a.example/2", title="In between")
    last = read(wire, "https://a.example/3", tags="food", title="The last")
    page = alice.get(f"/read/{last}")
    assert link(page, "Back to Unread") == f"/#i{last}"
    assert link(page, "In between") == f"/read/{middle}"
    tagged = alice.get(link(alice.get("/tags/food"), "The last"))
    assert link(tagged, "Back to food") == f"/tags/food#i{last}"
    following = link(tagged, "The village oven")
    assert following.startswith(f"/read/{first}?from=/tags/food")
    assert 'class="next"' not in alice.get(following).text
    assert alice.get(f"/read/{last}?from=https://evil.example/").status == 200


def test_an_article_that_became_one_with_another_leads_to_it(wire: Wire, alice: Surfer) -> None:
    first = read(wire, "https://a.example/story")
    wire.web.page(
        "https://short.example/1", STORY.format(title="A", body=WORDS), redirect_to="https://a.example/story"
    )
    second = save(wire, "https://short.example/1")
    way = alice.get(f"/read/{second}?from=/archive")
    assert (way.status, way.headers["location"]) == (308, f"/read/{first}?from=/archive")


def test_nobody_reads_what_is_anothers(wire: Wire, alice: Surfer) -> None:
    wire.web.page("https://pictures.example/1.png", PICTURE, type="image/png")
    number = read(
        wire, body=f'{WORDS}<p><img src="https://pictures.example/1.png" width="400" height="300"></p>'
    )
    pages = (f"/read/{number}", f"/read/{number}/edit", f"/read/{number}/img/1", f"/read/{number}/img/0")
    mallory = Surfer(wire)
    for path in pages:
        assert mallory.get(path).headers["location"].startswith("/login?next=")
    mallory.sign_in("mallory")
    for path in pages:
        page = mallory.get(path)
        assert page.status == 404
        assert "oven" not in page.text
    assert "https://pictures.example/1.png" not in wire.web.fetched


def test_pictures_come_from_here_and_their_sites_are_asked_once(wire: Wire, alice: Surfer) -> None:
    for name in ("1", "lead"):
        wire.web.page(f"https://pictures.example/{name}.png", PICTURE, type="image/png")
    number = read(
        wire,
        body=f'{WORDS * 3}<p><img src="https://pictures.example/1.png" alt="Hills &amp; sky" width="400" height="300">'
        '<meta property="og:image" content="https://pictures.example/lead.png">',
    )
    page = alice.get(f"/read/{number}").text
    assert "pictures.example" not in page
    (source,) = re.findall(r'<img src="([^"]+)" alt="Hills &amp; sky" width="400" height="300"', page)
    for _ in range(2):
        picture = alice.get(unescape(source))
        assert (picture.status, picture.body) == (200, PICTURE)
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert "immutable" not in alice.get(unescape(source).partition("?")[0]).headers["cache-control"]
    assert wire.web.fetched.count("https://pictures.example/1.png") == 1


def test_only_pictures_of_the_article_can_be_had_and_only_if_they_are_pictures(
    wire: Wire, alice: Surfer
) -> None:
    wire.web.page(
        "https://pictures.example/1.png",
        "<svg xmlns='http://www.w3.org/2000/svg'><title>Theirs</title></svg>",
        type="image/svg+xml",
    )
    number = read(
        wire, body=f'{WORDS}<p><img src="https://pictures.example/1.png" width="400" height="300"></p>'
    )
    for which in ("1", "2", "999", "0", "x", "-1", "1.5", "1234567", "..%2F1"):
        reply = alice.get(f"/read/{number}/img/{which}")
        assert reply.status == 404
        assert b"Theirs" not in reply.body
    # Browsers show what stands in its place; without a picture it would be the sign of something broken.
    assert alice.get(f"/read/{number}/img/1").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("reason", "status", "words", "again"),
    [
        (Reason.STATUS, 403, "did not let us read", True), (Reason.STATUS, 404, "no such page any more", False),
        (Reason.NAME, 0, "no site of that name", True), (Reason.TIMEOUT, 0, "took too long", True),
        (Reason.TOO_LARGE, 0, "too large", False),
    ],
)  # fmt: skip
def test_what_could_not_be_had_says_why_and_what_can_be_done(
    wire: Wire, alice: Surfer, reason: Reason, status: int, words: str, again: bool
) -> None:
    url = "https://away.example/page"
    wire.web.fail(url, reason, status)
    number = save(wire, url, "A page that is away")
    page = alice.get(f"/read/{number}")
    assert page.status == 200
    assert words in page.text
    assert link(page, "Open the original") == url
    main = page.text[page.text.index("<main") :]
    assert ("Try again" in main) == again


def test_a_page_that_is_being_read_says_so(wire: Wire, alice: Surfer) -> None:
    url = "https://slow.example/page"
    wire.web.hold(url)
    wire.library.run_sync(saving.save, 1, NewLink(url, "Slow page"))
    assert "The page is being read." in alice.get("/read/1").text
    assert "The page is being read." in alice.get("/").text


def test_a_film_leads_to_where_it_plays(wire: Wire, alice: Surfer) -> None:
    number = read(
        wire,
        body=f'{WORDS}<video src="https://films.example/f.mp4" controls width="640" height="360"></video>',
    )
    page = alice.get(f"/read/{number}").text
    assert "<video" not in page
    assert "<iframe" not in page


def test_how_articles_are_set_is_kept_in_the_browser(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get(f"/read/{number}")
    way = alice.press(
        "/settings/reading",
        "Use these",
        theme="sepia",
        face="legible",
        size="24",
        width="wide",
        lines="loose",
    )
    assert way.headers["location"] == f"/read/{number}"
    page = alice.get(f"/read/{number}").text
    assert 'data-face="legible" data-size="24" data-width="wide" data-lines="loose"' in page
    assert 'data-theme="sepia"' in page
    assert 'value="legible" checked' in page
    alice.cookies["satchel-reading"] = "mono.99.wide.x.own"
    set_so = 'data-face="mono" data-size="19" data-width="wide" data-lines="usual" data-align="start"'
    assert set_so in alice.get(f"/read/{number}").text
    for none in ("none.1.wide.<script>", "", "a" * 80, "......"):
        alice.cookies["satchel-reading"] = none
        assert 'data-face="legible" data-size="24"' in alice.get(f"/read/{number}").text


def test_all_devices_follow_the_last_choice_but_those_that_have_their_own(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    phone = Surfer(wire)
    phone.sign_in()
    for surfer in (alice, phone):
        surfer.get(f"/read/{number}")
    alice.press("/settings/reading", "Use these", theme="sepia", face="sans", size="24", align="justify")
    page = phone.get(f"/read/{number}").text
    assert 'data-face="sans" data-size="24"' in page
    assert 'data-theme="sepia"' in page
    # The browser is told, so that its other pages look so, too.
    assert 'data-theme="sepia"' in phone.get("/").text
    phone.get(f"/read/{number}")
    phone.press("/settings/reading", "Use these", theme="black", size="15", own="1")
    for surfer, theme, size in ((phone, "black", "15"), (alice, "sepia", "24")):
        page = surfer.get(f"/read/{number}").text
        assert f'data-theme="{theme}"' in page
        assert f'data-size="{size}"' in page
    bob = Surfer(wire)
    bob.sign_in("bob")
    assert "data-theme" not in bob.get("/").text


def test_an_archived_article_says_so_by_what_can_be_done(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    wire.library.store.write(lambda tx: acting.act(tx, 1, [Archive(ById(number))]))
    page = alice.get(f"/read/{number}")
    assert "Back to unread" in page.text
    assert link(page, "Back to") == "/"  # where it is no more


@pytest.mark.parametrize(
    "number", ["0", "999", "x", "1x", "-1", "9" * 30, "%D9%A3", "1%00", "..", "9007199254740993"]
)
def test_what_is_no_article_is_not_found(wire: Wire, alice: Surfer, number: str) -> None:
    for path in (f"/read/{number}", f"/read/{number}/edit", f"/read/{number}/img/0"):
        assert alice.get(path).status == 404


def test_an_article_runs_in_the_direction_of_its_own_language(wire: Wire, alice: Surfer) -> None:
    """Whatever the pages around it are in."""
    page = alice.get(f"/read/{read(wire)}").text
    assert re.search(r'<article [^>]*lang="en" dir="ltr"', page)


def test_the_previous_article_is_that_of_the_list_one_came_from(wire: Wire, alice: Surfer) -> None:
    first = read(wire, "https://a.example/1", tags="food")
    middle = read(wire, "https://a.example/2", title="In between")
    last = read(wire, "https://a.example/3", tags="food", title="The last")
    way = link(alice.get(f"/read/{first}"), "Previous article")
    assert alice.get(way).headers["location"] == f"/read/{middle}"
    way = link(alice.get(f"/read/{first}?from=/tags/food"), "Previous article")
    assert alice.get(way).headers["location"] == f"/read/{last}?from=/tags/food"
    # From the first of a list, it leads to the list.
    way = link(alice.get(f"/read/{last}?from=/tags/food"), "Previous article")
    assert alice.get(way).headers["location"] == f"/tags/food#i{last}"
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    assert mallory.get(f"/read/{first}/previous").status == 404


def test_an_author_leads_to_all_that_they_wrote(wire: Wire, alice: Surfer) -> None:
    first = read(wire, "https://a.example/1")
    index(wire)
    way = link(alice.get(f"/read/{first}"), "Ines Calloway")
    assert way == "/search?q=author%3A%22Ines+Calloway%22"
    assert ids(alice.get(way)) == [first]


def test_on_paper_stands_the_article_alone(wire: Wire, alice: Surfer) -> None:
    number = read(wire, body=f"{WORDS}<h2>A part</h2>{WORDS}<h2>Another</h2>{WORDS}<h2>The last</h2>{WORDS}")
    page = alice.get(f"/read/{number}/print")
    assert page.status == 200
    assert page.text.count("The oven at the end of the lane") == 48
    for left_out in ("Contents", "After the article", "popover", "reader.js"):
        assert left_out not in page.text
    assert link(page, "Back") == f"/read/{number}"
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    assert mallory.get(f"/read/{number}/print").status == 404


def test_a_phone_is_led_to_the_public_address_which_holds_no_secret(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    address = re.search(
        rf"<code>(http://[^<?]+/read/{number})</code>", alice.get(f"/read/{number}/phone").text
    )
    assert address
    picture = alice.get(f"/read/{number}/phone.svg")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/svg+xml")
    assert picture.body == qr_code.drawn(address[1]).body
    mallory = Surfer(wire)
    assert mallory.get(f"/read/{number}/phone.svg").status == 303
    mallory.sign_in("mallory")
    assert mallory.get(f"/read/{number}/phone").status == 404
