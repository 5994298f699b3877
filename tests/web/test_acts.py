"""What people do to articles by forms: it is done, said, and can be taken back where it was done."""

from __future__ import annotations

import pytest

from satchel.library import finding
from satchel.model.items import Item, State
from tests.web.reading import follow, ids, link, read, said, save
from tests.web.test_lists import fill
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def item(wire: Wire, number: int, user: int = 1) -> Item:
    found = wire.library.store.read(lambda tx: finding.get(tx, user, number))
    assert found is not None
    return found


def undoes(page: Reply) -> bool:
    """Whether the page has a form that takes back what was just done."""
    return "Undo</button></form>" in page.text


def test_archiving_leads_back_to_the_list_at_the_row_below_and_is_undone_there(
    wire: Wire, alice: Surfer
) -> None:
    below, number = read(wire), save(wire, "https://a.example/", "Harbour & moon")
    alice.get("/")
    way = alice.press("/acts", "Archive: Harbour & moon")
    assert (way.status, way.headers["location"]) == (303, f"/#i{below}")
    page = follow(alice, way)
    assert ids(page) == [below]
    assert said(page).startswith("Archived.")
    assert "Harbour & moon" in said(page)
    assert undoes(page)
    assert item(wire, number).state == State.ARCHIVED
    undone = follow(alice, alice.press("/acts", "Undo"))
    assert said(undone).startswith("Undone.")
    assert ids(undone) == [number, below]
    assert said(alice.get("/")) == ""


def test_acts_on_a_later_page_lead_back_to_that_page(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 120)
    second = alice.get(link(alice.get("/?order=oldest"), "Newer"))
    shown = ids(second)
    page = follow(alice, alice.press("/acts", "Archive: Page 060"))
    assert ids(page) == [number for number in shown if number != every[59]] + [every[19]]
    back = follow(alice, alice.press("/acts", "Undo"))
    assert ids(back) == shown


def test_a_heart_is_given_and_taken(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get("/")
    page = follow(alice, alice.press("/acts", "Favourite: The village oven"))
    assert said(page).startswith("Added to your favourites.")
    assert ids(alice.get("/favourites")) == [number]
    alice.get("/favourites")
    gone = follow(alice, alice.press("/acts", "Remove from favourites: The village oven"))
    assert ids(gone) == []
    follow(alice, alice.press("/acts", "Undo"))
    assert item(wire, number).favourite


def test_tags_are_changed_on_a_page_of_their_own_and_changed_back(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="old,kept")
    read(wire, "https://hearth.example/other", tags="bakery")
    page = alice.get(f"/read/{number}/edit?from=/tags/old")
    assert 'value="kept, old"' in page.text
    assert 'value="bakery"' in page.text
    form = alice.form(there := f"/read/{number}/edit", "Save")
    shown = follow(alice, alice.post(there, {**form.fields, "tags": "kept, New One", "tag-1": "bakery"}))
    assert item(wire, number).tags == ("bakery", "kept", "new one")
    assert said(shown).startswith("Your changes are saved.")
    back = follow(alice, alice.press("/acts", "Undo"))
    assert item(wire, number).tags == ("kept", "old")
    assert ids(back) == [number]


def test_deleting_puts_an_article_into_the_trash_and_is_undone_with_all_that_it_had(
    wire: Wire, alice: Surfer
) -> None:
    number = read(wire, tags="bread")
    before = item(wire, number)
    assert "restore it from the trash" in alice.get(f"/read/{number}/edit").text
    page = follow(alice, alice.press("/acts", "Delete"))
    assert said(page).startswith("Deleted. The village oven")
    assert ids(page) == []
    assert item(wire, number).state == State.DELETED
    follow(alice, alice.press("/acts", "Undo"))
    assert ids(alice.get("/")) == [number]
    after = item(wire, number)
    told = ("state", "tags", "added_at", "article")
    assert [getattr(after, name) for name in told] == [getattr(before, name) for name in told]


def test_pasting_a_link_saves_it_and_shows_it_on_top(wire: Wire, alice: Surfer) -> None:
    read(wire)
    url = "https://estuary.example/tides?a=1&b=2"
    wire.web.page(url, "<title>Tides</title><article>" + "<p>They cut a notch for every flood.</p>" * 30)
    alice.get("/archive")
    page = follow(alice, alice.press("/search", "Search", q=f"  {url}\n"))
    assert said(page) == "Saved. Tides"
    assert "Undo" in page.text
    assert len(ids(page)) == 2
    assert link(page, "Read it") == f"/read/{ids(page)[0]}"
    again = follow(alice, alice.press("/search", "Search", q=url))
    assert said(again).startswith("You had this already.")
    alice.get("/")
    there = alice.press("/search", "Search", q="http://[no link at all")
    assert there.headers["location"].startswith("/save?url=http")


def test_what_is_gone_meanwhile_is_said(wire: Wire, alice: Surfer) -> None:
    read(wire)
    alice.get("/")
    form = alice.form("/acts", "Archive: The village oven")
    alice.post("/acts", {**form.fields, "verb": "delete", "id": str(ids(alice.get("/"))[0])})
    page = follow(alice, alice.post("/acts", {**form.fields, "act": f"archive {ids_of(form.buttons)}"}))
    assert said(page) == "This article is no longer on your list."


def ids_of(buttons: dict[str, tuple[str, str]]) -> str:
    return next(value.split(" ")[1] for name, value in buttons.values() if value.startswith("archive"))


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"act": "archive"}, {"act": "archive x"}, {"act": "fly 1"}, {"verb": "tags", "id": "1"},
        {"act": "archive -1"}, {"act": "archive ١"}, {"act": "archive 99999999999999999999"},
    ],
)  # fmt: skip
def test_a_form_that_is_none_of_ours_changes_nothing(
    wire: Wire, alice: Surfer, fields: dict[str, str]
) -> None:
    number = read(wire)
    alice.get("/")
    form = alice.form("/acts", "Archive: The village oven").fields["form"]
    reply = alice.post("/acts", {"form": form, **fields})
    assert reply.status == 400
    assert item(wire, number).state == State.UNREAD


def test_a_form_leads_nowhere_but_here(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get("/")
    form = alice.form("/acts", "Archive: The village oven").fields["form"]
    for back in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/x/../..",
        "javascript:alert(1)",
        "x" * 9000,
    ):
        way = alice.post("/acts", {"form": form, "act": f"favourite {number}", "back": back})
        assert way.headers["location"] == "/"


def test_nobody_acts_on_anothers_articles_or_from_another_page(wire: Wire, alice: Surfer) -> None:
    fill(wire, 3)
    number = read(wire)
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    save(wire, "https://own.example/", user=3)
    mallory.get("/")
    form = next(form for form in mallory.forms() if form.action == "/acts").fields["form"]
    for verb in ("archive", "favourite", "delete", "fetch"):
        way = mallory.post("/acts", {"form": form, "act": f"{verb} {number}"})
        assert said(follow(mallory, way)) == "This article is no longer on your list."
    assert alice.post("/acts", {"form": form, "act": f"archive {number}"}).status == 403
    own = next(form for form in (alice.get("/"), alice.forms())[1] if form.action == "/acts").fields["form"]
    evil = alice.post("/acts", {"form": own, "act": f"archive {number}"}, {"Sec-Fetch-Site": "cross-site"})
    assert evil.status == 403
    assert alice.get(f"/acts?act=archive+{number}").status == 405
    assert item(wire, number).state == State.UNREAD
    assert not item(wire, number).favourite


@pytest.mark.parametrize(
    "cookie",
    ["x", "e30", "bm90aGluZw", "A" * 5000, "eyJzYWlkIjoiPHNjcmlwdD4ifQ", "W10", "eyJzYWlkIjogWzFdfQ"],
)
def test_a_notice_that_somebody_made_up_is_not_shown(wire: Wire, alice: Surfer, cookie: str) -> None:
    alice.cookies["satchel-notice"] = cookie
    page = alice.get("/")
    assert page.status == 200
    assert said(page) == ""


def test_a_change_of_very_many_tags_is_undone_as_well(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags=",".join(f"{'long' * 20}{count}" for count in range(90)))
    before = item(wire, number).tags
    alice.get(f"/read/{number}/edit")
    page = follow(alice, alice.press(f"/read/{number}/edit", "Save", tags="one"))
    assert said(page).startswith("Your changes are saved.")
    assert item(wire, number).tags == ("one",)
    follow(alice, alice.press("/acts", "Undo"))
    assert item(wire, number).tags == before
