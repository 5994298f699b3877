"""The lists in a browser without script: what is on them, turned page by page, and the empty ones that help."""

from __future__ import annotations

from html import unescape

import pytest

from satchel.library import acting, saving
from satchel.model.actions import Action, Archive, ById, Favourite
from satchel.model.items import NewLink
from satchel.model.pages import Reason
from tests.patience import until
from tests.web.reading import follow, ids, link, publish, read, said, save
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def fill(wire: Wire, number: int, user: int = 1) -> list[int]:
    """So many links that were saved one after the other; the newest first."""
    found = []
    for count in range(number):
        wire.clock.forward(seconds=1)
        new = NewLink(f"https://none.example/{count}", f"Page {count:03}")
        found.append(wire.library.run_sync(saving.save, user, new).item.id)
    return found[::-1]


def test_signing_in_leads_to_the_list(wire: Wire) -> None:
    surfer = Surfer(wire)
    assert "Sign in" in surfer.get("/").text
    assert surfer.sign_in().headers["location"] == "/"
    assert "<h1>Unread</h1>" in surfer.get("/").text


def test_a_row_tells_what_is_known_of_its_page(wire: Wire, alice: Surfer) -> None:
    number = read(wire, title="Bread & <oven>", tags="food,history")
    page = alice.get("/").text
    assert f'<a href="/read/{number}" dir="auto">Bread &amp; &lt;oven&gt;</a>' in page
    assert "The oven at the end of the lane" in page
    assert "hearth.example" in page
    assert "1 min" in page
    assert '<bdi class="tag">food</bdi><bdi class="tag">history</bdi>' in page


def test_each_list_has_what_belongs_to_it(wire: Wire, alice: Surfer) -> None:
    plain, kept, loved = (save(wire, f"https://{name}.example/", tags=name) for name in ("a", "b", "c"))
    acts: list[Action] = [Archive(ById(kept)), Favourite(ById(loved)), Favourite(ById(kept))]
    wire.library.store.write(lambda tx: acting.act(tx, 1, acts))
    assert ids(alice.get("/")) == [loved, plain]
    assert ids(alice.get("/archive")) == [kept]
    assert ids(alice.get("/favourites")) == [loved, kept]
    assert ids(alice.get("/tags/b")) == [kept]
    assert ids(alice.get("/sites/c.example")) == [loved]
    assert ids(alice.get("/sites/www.c.example/")) == [loved]
    assert 'href="/" aria-current="page"' in unescape(alice.get("/").text)


def test_a_page_has_fifty_and_leads_on_and_back(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 120)
    first = alice.get("/")
    assert ids(first) == every[:50]
    assert "Newer" not in first.text
    second = alice.get(link(first, "Older"))
    assert ids(second) == every[50:100]
    third = alice.get(link(second, "Older"))
    assert ids(third) == every[100:]
    assert 'rel="next"' not in third.text
    assert ids(alice.get(link(third, "Newer"))) == every[50:100]
    assert ids(alice.get(link(alice.get(link(third, "Newer")), "Newer"))) == every[:50]


def test_order_and_length_are_chosen_by_links_and_stay_while_turning(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 60)
    oldest = alice.get(link(alice.get("/"), "Oldest"))
    assert ids(oldest) == every[:9:-1]
    assert ids(alice.get(link(oldest, "Newer"))) == every[9::-1]
    long = read(wire, "https://hearth.example/long", "<p>" + "one word and another word. " * 300 + "</p>")
    short = read(wire)
    assert ids(alice.get(link(alice.get("/"), "Under 5 minutes"))) == [short]
    assert ids(alice.get(link(alice.get("/?order=oldest"), "5 to 15 minutes"))) == [long]
    assert ids(alice.get("/?order=title&length=medium")) == [long]
    assert "Show the whole list" in alice.get("/?length=long").text


@pytest.mark.parametrize(
    "query",
    [
        "order=none", "after=x", "after=1-", "before=-1", "after=xyz-1", "order=title&after=1-1", "length=x",
        "after=99999999999999999999-1", "order=title&after=x00-1", "after=1-1&before=1-1",
    ],
)  # fmt: skip
def test_what_makes_no_sense_in_an_address_does_no_harm(wire: Wire, alice: Surfer, query: str) -> None:
    fill(wire, 3)
    assert alice.get(f"/?{query}").status == 200


def test_tags_lie_below_one_another(wire: Wire, alice: Surfer) -> None:
    upper, lower = (
        save(wire, "https://a.example/", tags="history"),
        save(wire, "https://b.example/", tags="history/rome"),
    )
    other = save(wire, "https://c.example/", tags="what? 100%")
    assert ids(alice.get("/tags/history")) == [lower, upper]
    assert ids(alice.get("/tags/history/rome")) == [lower]
    everything = alice.get("/tags")
    assert ids(alice.get(link(everything, "what? 100%"))) == [other]
    assert "Nothing is tagged" in alice.get("/tags/%3Cscript%3E").text
    assert "<script>" not in alice.get("/tags/%3Cscript%3E").text.replace('<script type="module"', "")


def test_a_row_says_why_its_page_could_not_be_had_and_another_try_may_help(wire: Wire, alice: Surfer) -> None:
    url = "https://wall.example/page"
    wire.web.fail(url, Reason.STATUS, 403)
    number = save(wire, url, "A walled page")
    page = alice.get("/")
    assert "The site did not let us read the page." in page.text
    publish(wire, url, "Open now")
    wire.clock.forward(seconds=120)
    again = follow(alice, alice.press("/acts", "Try again: A walled page"))
    assert said(again).startswith("The page was read again.")
    assert "The site did not let us" not in again.text
    assert ids(again) == [number]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Your list is empty."), ("/favourites", "Nothing is a favourite yet."), 
        ("/tags", "You have no tags yet."), ("/archive", "Your archive is empty."),
        ("/tags/cooking", "Nothing is tagged"), ("/sites/none.example", "is from"),
    ],
)  # fmt: skip
def test_an_empty_list_says_what_would_be_there(wire: Wire, alice: Surfer, path: str, words: str) -> None:
    page = alice.get(path)
    assert page.status == 200
    assert words in page.text


def test_nobody_sees_anothers_lists(wire: Wire, alice: Surfer) -> None:
    save(wire, "https://secret.example/", tags="private")
    mallory = Surfer(wire)
    for path in ("/favourites", "/archive", "/tags", "/tags/private", "/sites/secret.example"):
        way = mallory.get(path)
        assert way.status == 303
        assert way.headers["location"].startswith("/login?next=")
    mallory.sign_in("mallory")
    for path in ("/", "/favourites", "/archive", "/tags", "/tags/private", "/sites/secret.example"):
        page = mallory.get(path)
        assert page.status == 200
        assert ids(page) == []
        assert "secret.example/" not in unescape(page.text)


def test_a_list_may_be_kept_by_the_browser_alone_and_is_asked_for_again(wire: Wire, alice: Surfer) -> None:
    read(wire)
    # The searches beside the list are counted behind the first look at it.
    alice.get("/")
    until(lambda: wire.library.search_counts.known(1))
    first = alice.get("/")
    assert first.headers["cache-control"] == "private, no-cache"
    assert alice.get("/", {"If-None-Match": first.headers["etag"]}).status == 304
    save(wire, "https://new.example/")
    assert alice.get("/", {"If-None-Match": first.headers["etag"]}).status == 200
