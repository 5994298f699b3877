"""The trash in a browser without script: what was deleted is there, comes back whole, and goes for good in time."""

from __future__ import annotations

import pytest

from satchel.model.items import State
from tests.web.reading import follow, ids, read, said, save
from tests.web.test_acts import item
from tests.web.test_lists import fill
from tests.wire.pocket_common import send
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def delete(wire: Wire, *numbers: int) -> None:
    """As a program does."""
    for number in numbers:
        wire.clock.forward(seconds=1)
        send(wire, {"action": "delete", "item_id": number})


def test_what_a_program_deletes_lies_in_the_trash_and_nowhere_else(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="bread")
    other = save(wire, "https://a.example/")
    delete(wire, number, other)
    page = alice.get("/trash")
    assert ids(page) == [other, number]
    assert "The village oven" in page.text
    assert "30 days left" in page.text
    for path in ("/", "/archive", "/tags/bread", "/sites/hearth.example", "/favourites", "/started"):
        assert ids(alice.get(path)) == [], path
    assert "bread" not in alice.get("/tags").text


def test_an_article_is_restored_from_its_own_page(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="bread")
    before = item(wire, number)
    delete(wire, number)
    page = alice.get(f"/read/{number}")
    assert page.status == 200
    assert "This article is in the trash. It goes for good in 30 days." in page.text
    page = follow(alice, alice.press("/acts", "Restore"))
    assert said(page).startswith("Back on your list.")
    assert "The oven at the end of the lane" in page.text
    after = item(wire, number)
    assert (after.state, after.tags, after.article) == (State.UNREAD, ("bread",), before.article)
    follow(alice, alice.press("/acts", "Undo"))
    assert ids(alice.get("/trash")) == [number]


def test_an_article_is_restored_from_the_list_to_where_it_was(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get("/")
    alice.press("/acts", "Archive: The village oven")
    delete(wire, number)
    alice.get("/trash")
    follow(alice, alice.press("/acts", "Restore: The village oven"))
    assert ids(alice.get("/archive")) == [number]
    assert ids(alice.get("/trash")) == []


def test_after_thirty_days_it_is_gone(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="bread")
    delete(wire, number)
    wire.clock.forward(days=29)
    wire.settle()
    alice = Surfer(wire)
    alice.sign_in()
    assert ids(alice.get("/trash")) == [number]
    wire.clock.forward(days=2)
    wire.settle()
    alice = Surfer(wire)
    alice.sign_in()
    assert "The trash is empty." in alice.get("/trash").text
    assert alice.get(f"/read/{number}").status == 404
    rows = wire.library.store.read(lambda tx: tx.all("SELECT * FROM items"))
    assert "oven at the end" not in repr(rows)


def test_one_is_deleted_for_good(wire: Wire, alice: Surfer) -> None:
    number, kept = read(wire), save(wire, "https://a.example/")
    alice.get(f"/read/{number}/edit")
    alice.press("/acts", "Delete")
    delete(wire, kept)
    alice.get(f"/read/{number}")
    page = follow(alice, alice.press("/acts", "Delete for good"))
    assert said(page) == "Deleted for good."
    assert ids(page) == [kept]
    assert "oven" not in alice.get("/recent").text
    for verb in ("purge", "restore"):
        alice.get("/trash")
        form = alice.form("/acts", "Empty the trash").fields["form"]
        page = follow(alice, alice.post("/acts", {"form": form, "act": f"{verb} {number}", "back": "/trash"}))
        assert said(page) == "This article is no longer on your list."


def test_the_trash_is_emptied_and_what_was_deleted_later_stays(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 60)
    delete(wire, *every)
    first = alice.get("/trash")
    assert ids(first) == every[::-1][:50]
    page = follow(alice, alice.press("/acts", "Empty the trash"))
    assert said(page) == "60 articles deleted for good."
    assert ids(page) == []
    delete(wire, save(wire, "https://later.example/"))
    assert len(ids(alice.get("/trash"))) == 1


def test_nobody_sees_or_restores_what_another_one_deleted(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    delete(wire, number)
    mallory = Surfer(wire)
    assert mallory.get("/trash").status == 303
    mallory.sign_in("mallory")
    assert ids(mallory.get("/trash")) == []
    assert mallory.get(f"/read/{number}").status == 404
    mallory.get("/")
    form = mallory.form("/search", "Search").fields["form"]
    for verb in ("restore", "purge"):
        mallory.post("/acts", {"form": form, "act": f"{verb} {number}"})
    mallory.post("/acts", {"form": form, "many": "empty"})
    assert ids(alice.get("/trash")) == [number]


def test_a_program_sees_no_more_of_what_lies_in_the_trash_than_that_it_is_deleted(
    wire: Wire, alice: Surfer
) -> None:
    number = read(wire, tags="bread")
    mark = {"annotation_id": "m", "quote": "you bring your own dough", "patch": "", "version": "2"}
    send(wire, {"action": "add_annotation", "item_id": number, "annotation": mark})
    since = wire.clock.now() // 1000
    delete(wire, number)
    asked = {**wire.credentials(), "detailType": "complete", "annotations": 1, "taglist": 1}
    told = wire.get("/v3/get", {**asked, "since": since}).text
    assert f'"{number}"' in told
    for words in ("bread", "dough", "oven", "hearth"):
        assert words not in told
        assert words not in wire.get("/v3/get", {**asked, "state": "all"}).text
        assert words not in wire.get("/v3/get", {**asked, "search": words}).text
    assert send(wire, {"action": "delete_annotation", "annotation_id": "m"})["action_results"] == [True]
    send(wire, {"action": "undo_delete", "item_id": number})
    assert "dough" in wire.get("/v3/get", {**asked, "state": "all"}).text
