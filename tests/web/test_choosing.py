"""Choosing articles of a list without script, or all of it, and what is done to them; and the ways a list is shown."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

import pytest

from satchel.model.items import State
from satchel.model.places import Place
from satchel.store import places
from tests.web.reading import follow, ids, link, read, said
from tests.web.test_acts import item
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


def press(alice: Surfer, page: Reply, verb: str, *chosen: int, **more: str) -> Reply:
    """Check the boxes of these, press the button, and see the page to which that leads."""
    form = re.search(r'<form [^>]*class="choosing">(.*?)</form>', page.text, re.DOTALL)
    assert form
    assert f'name="many" value="{verb}"' in form[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1])
    hidden = {name: unescape(value) for name, value in found}
    boxes = set(re.findall(r'type="checkbox" id="c\d+" name="(i\d+)" value="1">', form[1]))
    picked = {f"i{number}": "1" for number in chosen}
    assert picked.keys() <= boxes
    return follow(alice, alice.post("/acts", {**hidden, **picked, **more, "many": verb}))


def test_each_row_has_a_box_that_is_labelled_by_its_title(wire: Wire, alice: Surfer) -> None:
    number = read(wire, title="Bread & <oven>")
    page = alice.get(link(alice.get("/"), "Select"))
    assert f'<input type="checkbox" id="c{number}" name="i{number}" value="1">' in page.text
    assert f'<label for="c{number}" dir="auto">Bread &amp; &lt;oven&gt;</label>' in page.text
    assert link(page, "Cancel") == "/"


def test_the_chosen_are_archived_and_one_undo_brings_them_back(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 5)
    page = press(alice, alice.get("/?select=1"), "archive", every[0], every[3])
    assert said(page) == "2 articles archived."
    assert ids(page) == [every[1], every[2], every[4]]
    page = follow(alice, alice.press("/acts", "Undo"))
    assert said(page) == "Undone for 2 articles."
    assert ids(page) == every


def test_tags_are_given_and_taken_by_name(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 3)
    press(alice, alice.get("/?select=1"), "tags", *every[:2], add="Rome, old things", remove="")
    page = press(alice, alice.get("/tags/rome?select=1"), "tags", every[0], add="", remove="rome")
    assert said(page) == "The tags of 1 article are changed."
    assert [item(wire, number).tags for number in every] == [("old things",), ("old things", "rome"), ()]
    page = press(alice, alice.get("/?select=1"), "tags", *every[:2], add=" , ", remove="")
    assert said(page) == "Name at least one tag."


def test_where_all_of_them_are_so_already_nothing_is_said_to_have_changed(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 2)
    press(alice, alice.get("/?select=1"), "favourite", every[0])
    page = press(alice, alice.get("/?select=1"), "favourite", every[0])
    assert said(page) == "Nothing was changed."


def test_without_a_choice_nothing_is_done_and_that_is_said(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 2)
    page = press(alice, alice.get("/?select=1"), "delete")
    assert said(page) == "Choose at least one article first."
    assert ids(page) == every


def test_all_of_a_list_goes_further_than_its_page(wire: Wire, alice: Surfer) -> None:
    fill(wire, 260)
    page = alice.get("/?select=1")
    page = alice.get(link(page, "Select all 260 of this list"))
    assert "All 260 articles of this list are selected." in page.text
    assert page.text.count("checked disabled") == 50
    later = read(wire, "https://later.example/")
    page = press(alice, page, "archive")
    assert said(page) == "Archiving 260 articles …"
    assert link(page, "Progress") == "/recent"
    wire.settle()
    assert ids(alice.get("/")) == [later]
    recent = alice.get("/recent")
    assert "260 articles of the list <bdi>Unread</bdi>" in recent.text
    page = follow(alice, alice.post("/acts", {
        "form": re.findall(r'name="form" value="([^"]+)"', recent.text)[0],
        "act": re.findall(r'value="(undo \d+)"', recent.text)[0], "back": "/recent",
    }))  # fmt: skip
    assert said(page) == "Being undone …"
    wire.settle()
    assert "Undone" in alice.get("/recent").text
    assert len(ids(alice.get("/"))) == 50
    assert ids(alice.get("/archive")) == []


def test_all_of_a_tag_is_what_its_list_shows(wire: Wire, alice: Surfer) -> None:
    upper = read(wire, "https://a.example/", tags="history")
    lower = read(wire, "https://b.example/", tags="history/rome")
    other = read(wire, "https://c.example/", tags="historic")
    page = alice.get(link(alice.get("/tags/history?select=1"), "Select all of this list"))
    assert "All 2 articles of this list are selected." in page.text
    assert said(press(alice, page, "archive")) == "2 articles archived."
    assert ids(alice.get("/archive")) == [lower, upper]
    assert ids(alice.get("/")) == [other]


def test_the_trash_is_chosen_from_as_well(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 4)
    press(alice, alice.get("/?select=1"), "delete", *every)
    page = press(alice, alice.get("/trash?select=1"), "restore", every[0])
    assert said(page) == "1 article is back on your list."
    page = press(alice, alice.get("/trash?select=1"), "purge", every[1])
    assert said(page) == "1 article deleted for good."
    assert set(ids(page)) == set(every[2:])
    assert ids(alice.get("/")) == [every[0]]


@pytest.mark.parametrize(
    "fields",
    [{"many": "fly", "i1": "1"}, {"many": ""}, {"many": "archive", "all": "1"}, {"many": "purge", "i1": "1"},
     {"many": "archive", "all": "1", "list": "/nothing", "mark": "1"}, {"many": "archive", "i99999999999999999": "1"},
     {"many": "archive", "all": "1", "list": "/", "mark": "x"}],
)  # fmt: skip
def test_a_form_that_somebody_made_up_does_no_harm(wire: Wire, alice: Surfer, fields: dict[str, str]) -> None:
    number = read(wire)
    form = re.findall(r'name="form" value="([^"]+)"', alice.get("/").text)[0]
    assert alice.post("/acts", {"form": form, **fields}).status in (303, 400)
    assert item(wire, number).state == State.UNREAD


def test_nobody_acts_on_what_is_anothers(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    mallory.get("/")
    form = mallory.form("/search", "Search").fields["form"]
    mallory.post("/acts", {"form": form, "many": "delete", f"i{number}": "1"})
    mallory.post("/acts", {"form": form, "many": "delete", "all": "1", "list": "/", "mark": "9999999999999"})
    assert item(wire, number).state == State.UNREAD


def test_a_view_is_chosen_once_and_kept_and_an_address_may_ask_for_another(wire: Wire, alice: Surfer) -> None:
    read(wire)
    page = alice.get("/")
    assert '<ol class="articles" ' in page.text
    assert "The oven at the end" in page.text
    alice.get("/")
    form = alice.form("/settings/view", "Compact")
    page = follow(alice, alice.post("/settings/view", {**form.fields, "view": "compact"}))
    assert '<ol class="articles compact" ' in page.text
    assert "The oven at the end" not in page.text
    assert '<ol class="articles compact" ' in alice.get("/sites/hearth.example").text
    assert '<ol class="articles cards" ' in alice.get("/?view=cards").text
    assert '<ol class="articles compact" ' in alice.get("/?view=nonsense").text
    assert alice.post("/settings/view", {**form.fields, "view": "film"}).status == 400


def test_chance_chooses_an_unread_article_or_one_of_the_archive(wire: Wire, alice: Surfer) -> None:
    assert alice.get("/random").headers["location"] == "/"
    every = fill(wire, 30)
    found = {alice.get("/random").headers["location"] for _ in range(20)}
    assert len(found) > 3
    assert found <= {f"/read/{number}" for number in every}
    assert alice.get("/random?in=archive").headers["location"] == "/archive"
    press(alice, alice.get("/?select=1"), "archive", every[0])
    assert alice.get("/random?in=archive").headers["location"] == f"/read/{every[0]}?from=/archive"


def test_a_random_list_keeps_its_order_while_it_is_turned_past_midnight(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 120)
    first = alice.get("/?order=random")
    assert ids(first) == ids(alice.get("/?order=random")) != every[:50]
    wire.clock.forward(hours=24)
    second = alice.get(link(first, "Next page"))
    third = alice.get(link(second, "Next page"))
    assert sorted(ids(first) + ids(second) + ids(third)) == sorted(every)
    assert ids(alice.get("/?order=random")) != ids(first)


def test_what_was_begun_is_on_a_list_with_how_much_of_it_was_read(wire: Wire, alice: Surfer) -> None:
    begun, finished = read(wire), read(wire, "https://hearth.example/two")
    read(wire, "https://hearth.example/three")
    for number, share in ((begun, 310), (finished, 980)):
        at = partial(places.put, user=1, item_id=number, place=Place(share, 5), mark=wire.clock.now())
        wire.library.store.write(at)
    page = alice.get("/started")
    assert ids(page) == [begun]
    assert "31 % read" in page.text
    assert "Last read" in page.text


@pytest.mark.parametrize("address", ["/", "/archive", "/trash", "/tags/none", "/search?q=nothing"])
@pytest.mark.parametrize("select", ["1", "all"])
def test_on_a_list_with_nothing_on_it_there_is_nothing_to_choose(
    wire: Wire, alice: Surfer, address: str, select: str
) -> None:
    page = alice.get(f"{address}{'&' if '?' in address else '?'}select={select}")
    assert page.status == 200
    assert ids(page) == []
    assert 'class="choosing"' not in page.text
    assert "selected." not in page.text
