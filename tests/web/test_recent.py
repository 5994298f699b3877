"""What somebody did is listed for thirty days, each with its Undo."""

from __future__ import annotations

import re

import pytest

from tests.web.reading import follow, ids, read, said, save
from tests.web.test_acts import item
from tests.wire.http import Reply
from tests.wire.pocket_common import send
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def deeds(page: Reply) -> list[str]:
    """What the page lists, in its words."""
    found = re.findall(r'<li class="row" id="a\d+">(.*?)</li>', page.text, re.DOTALL)
    return [" ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", each).split()) for each in found]


def undo(alice: Surfer, page: Reply, number: int) -> Reply:
    """Press the button of the act at that place."""
    act = re.findall(r'value="(undo \d+)"', page.text)[number]
    form = re.search(r'name="form" value="([^"]+)"', page.text)
    assert form
    return follow(alice, alice.post("/acts", {"form": form[1], "act": act, "back": "/recent"}))


def test_each_act_is_listed_with_its_title_and_undone_there(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="old")
    for verb in ("Favourite", "Archive"):
        wire.clock.forward(seconds=60)
        alice.get("/")
        alice.press("/acts", f"{verb}: The village oven")
    alice.get(f"/read/{number}/edit")
    alice.press(f"/read/{number}/edit", "Save", tags="new")
    page = alice.get("/recent")
    assert [re.sub(r" (just|\d).*", "", deed) for deed in deeds(page)] == [
        "Tags changed + new old The village oven", "Archived The village oven", "Added to favourites The village oven",
    ]  # fmt: skip
    page = undo(alice, page, 1)
    assert said(page) == "Undone. The village oven"
    assert "Undone" in deeds(page)[1]
    assert ids(alice.get("/")) == [number]
    undo(alice, alice.get("/recent"), 0)
    undo(alice, alice.get("/recent"), 0)
    after = item(wire, number)
    assert (after.tags, after.favourite) == (("old",), False)
    assert "undo " not in alice.get("/recent").text


def test_what_changed_since_stays_and_that_is_said(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get("/")
    alice.press("/acts", "Archive: The village oven")
    send(wire, {"action": "delete", "item_id": number})
    page = undo(alice, alice.get("/recent"), 0)
    assert said(page).startswith("This has changed since, and stays as it is.")
    assert ids(alice.get("/trash")) == [number]


def test_an_act_is_undone_once_and_not_after_thirty_days(wire: Wire, alice: Surfer) -> None:
    read(wire)
    alice.get("/")
    alice.press("/acts", "Archive: The village oven")
    page = alice.get("/recent")
    undo(alice, page, 0)
    assert said(undo(alice, page, 0)).startswith("This has been undone already")
    alice.get("/")
    alice.press("/acts", "Archive: The village oven")
    page = alice.get("/recent")
    assert len(deeds(page)) == 2
    wire.clock.forward(days=31)
    wire.settle()
    alice = Surfer(wire)
    alice.sign_in()
    assert "Nothing yet." in alice.get("/recent").text
    rows = wire.library.store.read(lambda tx: tx.all("SELECT 1 FROM acts UNION ALL SELECT 1 FROM act_items"))
    assert rows == []


def test_a_save_is_undone_into_the_trash_and_a_second_one_to_where_it_was(wire: Wire, alice: Surfer) -> None:
    alice.get("/")
    follow(alice, alice.press("/search", "Search", q="https://one.example/"))
    number = ids(alice.get("/"))[0]
    later = save(wire, "https://two.example/")
    wire.clock.forward(seconds=5)
    alice.get("/")
    page = follow(alice, alice.press("/search", "Search", q="https://one.example/"))
    assert ids(page) == [number, later]
    page = follow(alice, alice.press("/acts", "Undo"))
    assert ids(page) == [later, number]
    undo(alice, alice.get("/recent"), 0)
    assert ids(alice.get("/")) == [later]
    assert ids(alice.get("/trash")) == [number]


def test_nobody_undoes_what_another_one_did(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    alice.get("/")
    alice.press("/acts", "Archive: The village oven")
    act = re.findall(r'value="(undo \d+)"', alice.get("/recent").text)[0]
    mallory = Surfer(wire)
    assert mallory.get("/recent").status == 303
    mallory.sign_in("mallory")
    assert deeds(mallory.get("/recent")) == []
    mallory.get("/")
    mallory.post("/acts", {"form": mallory.form("/search", "Search").fields["form"], "act": act})
    assert ids(alice.get("/archive")) == [number]


def test_a_hundred_acts_are_kept(wire: Wire, alice: Surfer) -> None:
    read(wire)
    for _ in range(60):
        for verb in ("Favourite", "Remove from favourites"):
            wire.clock.forward(seconds=1)
            alice.get("/")
            alice.press("/acts", f"{verb}: The village oven")
    assert len(deeds(alice.get("/recent"))) == 100
    row = wire.library.store.read(lambda tx: tx.one("SELECT COUNT(*) FROM acts"))
    assert row == (100,)
