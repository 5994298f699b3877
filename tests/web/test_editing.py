"""What people say of an article holds everywhere, outlives further fetches, and can be taken back one by one."""

from __future__ import annotations

import re

import pytest

from satchel.library import finding, saving
from satchel.model.items import Item, NewLink
from tests.web.reading import follow, ids, publish, read, said
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
URL = "https://hearth.example/oven"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def item(wire: Wire, number: int) -> Item:
    found = wire.library.run_sync(finding.get, 1, number)
    assert found
    return found


def edit(alice: Surfer, number: int, **fields: str) -> str:
    alice.get(f"/read/{number}/edit")
    return said(follow(alice, alice.press(f"/read/{number}/edit", "Save", **fields)))


def test_what_is_set_shows_in_the_list_the_reader_and_the_feed(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    told = edit(
        alice, number, title="An oven of one’s own", authors="Ada Wells, 寺田 寅彦", published="2017-03-12",
        language="fr", note="For the winter.",
    )  # fmt: skip
    assert told == "Your changes are saved. An oven of one’s own"
    assert "An oven of one’s own" in alice.get("/").text
    page = alice.get(f"/read/{number}").text
    assert re.findall(r"<a [^>]+><bdi>([^<]+)</bdi></a></span>", page)[:2] == ["Ada Wells", "寺田 寅彦"]
    assert '<time datetime="2017-03-12"><bdi>12 March 2017</bdi></time>' in page
    assert 'lang="fr"' in page
    assert "For the winter." in page
    feeds = alice.get("/account/feeds")
    assert feeds.status == 200
    listed = wire.get("/v3/get", {**wire.credentials(), "detailType": "complete"}).json()["list"][str(number)]
    assert listed["resolved_title"] == listed["given_title"] == "An oven of one’s own"
    assert [each["name"] for each in listed["authors"].values()] == ["Ada Wells", "寺田 寅彦"]
    opened = wire.get("/v1/get", wire.credentials())
    assert opened.status != 200 or "An oven of one’s own" in opened.text


def test_lists_by_title_follow_what_is_set(wire: Wire, alice: Surfer) -> None:
    first = read(wire, "https://a.example/1", title="Apples")
    second = read(wire, "https://a.example/2", title="Bread")
    edit(alice, second, title="Aardvarks")
    assert ids(alice.get("/?order=title")) == [second, first]


def test_what_is_set_outlives_another_fetch_and_another_save(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    edit(alice, number, title="Mine", authors="")
    publish(wire, URL, "The village oven, again")
    wire.clock.forward(seconds=120)
    alice.get(f"/read/{number}/text")
    assert said(follow(alice, alice.press(f"/read/{number}/text", "Fetch again"))).startswith(
        "The page was fetched."
    )
    after = item(wire, number)
    assert after.title == "Mine"
    assert after.article
    assert after.article.details.authors == ()
    wire.library.run_sync(saving.save, 1, NewLink(URL, "What the browser said"))
    assert item(wire, number).given_title == "Mine"
    alice.get(f"/read/{number}/edit")
    page = alice.last
    assert page
    assert "The village oven, again" in page.text  # what the page says is still known
    form = alice.form(f"/read/{number}/edit", "Use that")
    back = follow(alice, alice.post(form.action, {**form.fields, "back-to-page": "title"}))
    assert 'value="The village oven, again"' in back.text
    assert item(wire, number).title == "The village oven, again"
    assert item(wire, number).given_title == "What the browser said"
    assert item(wire, number).article.details.authors == ()  # type: ignore[union-attr]


def test_an_edit_is_undone_as_a_whole(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="bread")
    edit(alice, number, title="Mine", note="A note", tags="bread, oven")
    alice.get(f"/read/{number}/edit")
    follow(alice, alice.press(f"/read/{number}/edit", "Save", title="Mine too", note="", tags="stone"))
    assert said(follow(alice, alice.press("/acts", "Undo"))).startswith("Undone.")
    after = item(wire, number)
    assert (after.title, after.description, after.tags) == ("Mine", "A note", ("bread", "oven"))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get(f"/read/{number}/edit")
    page = alice.press(
        f"/read/{number}/edit", "Save", title="", published="the third of May", language="Klingonish!",
        note="Kept <b>as typed</b>", tags="a,b",
    )  # fmt: skip
    assert page.status == 422
    for field, words in (
        ("title", "An article needs a title."),
        ("published", "Write the day as in 2017-03-12, or leave this empty."),
        ("language", "Write a short code, as en, pt-BR or ar."),
    ):
        assert f'<p class="problem" id="{field}-problem">{words}</p>' in page.text
    assert "Kept &lt;b&gt;as typed&lt;&#x2f;b&gt;" in page.text
    assert 'value="the third of May"' in page.text
    assert 'value="a,b"' in page.text
    assert item(wire, number).title == "The village oven"
    assert item(wire, number).description == ""


def test_a_page_that_never_came_has_a_title_all_the_same(wire: Wire, alice: Surfer) -> None:
    wire.library.run_sync(saving.save, 1, NewLink("https://gone.example/x"))
    wire.settle()
    edit(alice, 1, title="What I wanted to read")
    assert "What I wanted to read" in alice.get("/").text
    assert "What I wanted to read" in alice.get("/read/1").text


def test_nobody_edits_what_is_not_theirs(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    for path in ("edit", "text", "paste", "hide", "versions", "why"):
        assert mallory.get(f"/read/{number}/{path}").status == 404
    alice.get(f"/read/{number}/edit")
    form = alice.form(f"/read/{number}/edit", "Save")
    mallory.get("/account")
    own = mallory.forms()[0].fields["form"]
    assert mallory.post(f"/read/{number}/edit", {**form.fields, "form": own, "title": "Theirs"}).status == 404
    assert item(wire, number).title == "The village oven"
