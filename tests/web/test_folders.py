"""Folders on pages: made, ordered, deleted; articles moved there one by one, many, and back again by an undo."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from satchel.library import filing, finding, given
from satchel.model.articles import Article
from satchel.model.folders import Folder
from satchel.model.items import Item, NewLink, State
from tests.web.reading import follow, read, said
from tests.wire import http
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def item(wire: Wire, number: int) -> Item:
    found = wire.library.run_sync(finding.get, 1, number)
    assert found
    return found


def folders(wire: Wire) -> list[Folder]:
    return wire.library.run_sync(filing.all_of, 1)


def make(wire: Wire, name: str) -> int:
    return wire.library.run_sync(filing.create, 1, name).id


def send(alice: Surfer, page: str, action: str, fields: dict[str, str]) -> Reply:
    """Send a form of that page with other fields than it has."""
    alice.get(page)
    return alice.post(action, {"form": alice.form(action).fields["form"], **fields})


def sent(alice: Surfer, wire: Wire, **act: object) -> dict[str, Any]:
    """What is heard of an act that a script sends."""
    body = json.dumps(
        {"now": wire.clock.now(), "list": "/", "acts": [{"uuid": str(uuid4()), **act}]}
    ).encode()
    given = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
    given["Cookie"] = "; ".join(f"{name}={value}" for name, value in alice.cookies.items())
    told: dict[str, Any] = wire.raw(http.request("POST", "/acts", body, given, None)).json()
    return told


def titles(page: str) -> list[str]:
    return re.findall(r'<li id="i(\d+)"', page)


def beside(page: str) -> list[tuple[str, str]]:
    """The folders beside a list, with their counts."""
    found = re.findall(r'data-folder="\d+".*?><bdi>(.*?)</bdi> <span class="count"[^>]*>(\d*)</span>', page)
    return [(unescape(name), count) for name, count in found]


def test_folders_are_made_renamed_ordered_and_deleted_and_a_deletion_is_undone(
    wire: Wire, alice: Surfer
) -> None:
    for name in ("Novels", "Essays", " Later <b> "):
        alice.get("/folders")
        page = follow(alice, alice.press("/folders", "Make the folder", name=name))
        assert said(page).startswith("The folder is there.")
    assert beside(alice.get("/").text) == [("Novels", ""), ("Essays", ""), ("Later <b>", "")]
    novels, essays, _ = (each.id for each in folders(wire))
    send(alice, "/folders", "/folders", {"what": "up", "folder": str(essays)})
    assert [each.name for each in folders(wire)] == ["Essays", "Novels", "Later <b>"]
    alice.get(f"/folders?edit={novels}")
    follow(alice, alice.press("/folders", "Rename", name="Stories"))
    assert folders(wire)[1].name == "Stories"
    alice.get("/folders")
    taken = alice.press("/folders", "Make the folder", name="Stories")
    assert taken.status == 422
    assert "There is a folder of that name already." in unescape(taken.text)
    number = read(wire, "https://a.example/1")
    send(alice, "/", "/acts", {"verb": "move", "id": str(number), "folder": str(novels)})
    page = follow(alice, send(alice, "/folders", "/folders", {"what": "delete", "folder": str(novels)}))
    assert said(page).startswith("The folder is deleted. Its articles are in Unread.")
    assert item(wire, number).folder_id is None
    follow(alice, alice.press("/acts", "Undo"))
    assert item(wire, number).folder_id == novels
    assert folders(wire)[1].name == "Stories"
    assert "Folder deleted" in alice.get("/recent").text


def test_an_article_is_moved_from_its_page_and_is_in_the_list_of_its_folder_alone(
    wire: Wire, alice: Surfer
) -> None:
    number, other = read(wire, "https://a.example/1"), read(wire, "https://a.example/2")
    novels = make(wire, "Novels")
    assert "Novels" in alice.get(f"/read/{number}/move?from=/").text
    moved = send(
        alice,
        f"/read/{number}/move",
        "/acts",
        {"verb": "move", "id": str(number), "folder": str(novels), "back": "/"},
    )
    page = follow(alice, moved)
    assert said(page).startswith("Moved to the folder.")
    assert titles(page.text) == [str(other)]
    assert beside(page.text) == [("Novels", "1")]
    there = alice.get(f"/folder/{novels}").text
    assert titles(there) == [str(number)]
    assert "<bdi>Novels</bdi></h1>" in there
    for address in (f"/folder/{novels}?order=title", f"/folder/{novels}?order=oldest&view=cards"):
        assert titles(alice.get(address).text) == [str(number)]
    assert f'href="/folder/{novels}"' in alice.get(f"/read/{number}?from=/folder/{novels}").text
    alice.last = page
    follow(alice, alice.press("/acts", "Undo"))
    assert titles(alice.get("/").text) == [str(other), str(number)]
    assert "Moved to a folder" in alice.get("/recent").text


def test_a_new_folder_is_made_with_the_first_article_in_it(wire: Wire, alice: Surfer) -> None:
    number = read(wire, "https://a.example/1")
    moving = f"/read/{number}/move"
    for name in ("Novels", "Novels"):
        alice.get(moving)
        follow(alice, alice.press("/acts", "Make it and move the article", name=name))
    (folder,) = folders(wire)
    assert item(wire, number).folder_id == folder.id
    assert "Nothing left to read here." in alice.get("/").text
    send(alice, "/", "/acts", {"verb": "move", "id": str(number), "folder": "0", "back": "/"})
    assert item(wire, number).folder_id is None


def test_what_is_selected_and_all_of_a_list_are_moved_without_a_script(wire: Wire, alice: Surfer) -> None:
    numbers = [read(wire, f"https://a.example/{number}") for number in range(3)]
    novels = make(wire, "Novels")
    choosing = alice.get("/?select=1").text
    assert re.search(rf'<select id="folder" name="folder"><option value="{novels}">Novels</option>', choosing)
    chosen = {f"i{number}": "1" for number in numbers[:2]}
    many = {"many": "move", "folder": str(novels), "back": "/", **chosen}
    page = follow(alice, send(alice, "/?select=1", "/acts", many))
    assert said(page).startswith("2 articles moved to the folder.")
    follow(alice, alice.press("/acts", "Undo"))
    assert len(titles(alice.get("/").text)) == 3
    mark = re.search(r'name="mark" value="(\d+)"', alice.get("/?select=all").text)
    assert mark
    wire.clock.forward(seconds=1)
    every = {"many": "move", "folder": str(novels), "all": "1", "list": "/", "mark": mark[1], "back": "/"}
    page = follow(alice, send(alice, "/?select=all", "/acts", every))
    assert said(page).startswith("3 articles moved to the folder.")
    assert beside(page.text) == [("Novels", "3")]
    home = {"many": "move", "folder": "0", "back": f"/folder/{novels}", **chosen}
    page = follow(alice, send(alice, f"/folder/{novels}?select=1", "/acts", home))
    assert said(page).startswith("2 articles moved to Unread.")
    assert beside(page.text) == [("Novels", "1")]


def test_scripts_move_articles_and_hear_the_counts(wire: Wire, alice: Surfer) -> None:
    number, novels = read(wire, "https://a.example/1"), make(wire, "Novels")
    told = sent(alice, wire, verb="move", id=number, folder=novels)
    assert told["counts"] == {"unread": 0, "archived": 0, f"folder-{novels}": 1}
    assert (told["acts"][0]["status"], told["acts"][0]["row"]["listed"]) == ("done", False)
    assert sent(alice, wire, **told["acts"][0]["undo"])["counts"]["unread"] == 1
    assert sent(alice, wire, verb="move", id=number, folder=999)["acts"][0]["status"] == "gone"
    assert sent(alice, wire, verb="home", id=number)["acts"][0]["status"] == "already"


def test_the_folders_of_others_are_not_there(wire: Wire, alice: Surfer) -> None:
    novels = wire.library.run_sync(filing.create, 2, "His").id
    assert alice.get(f"/folder/{novels}").status == 404
    assert alice.get("/folder/0").status == 404
    assert alice.get("/folder/x").status == 404
    assert Surfer(wire).get(f"/folder/{novels}").status == 303
    number = read(wire, "https://a.example/1")
    moved = send(alice, "/", "/acts", {"verb": "move", "id": str(number), "folder": str(novels)})
    assert said(follow(alice, moved)).startswith("This article is no longer on your list.")
    assert item(wire, number).state == State.UNREAD


def test_what_has_no_address_is_read_like_all_else(wire: Wire, alice: Surfer) -> None:
    words = "The oven at the end of the lane is lit on Fridays. " * 6
    text = given.Given(
        Article(html=f"<p>{words}</p>", text=words, words=66, is_article=True), b"0123456789abcdef"
    )
    link = NewLink("", "Weekly letter")
    number = wire.library.run_sync(given.save, 1, link, text, "Post").item.id
    assert "<bdi>Post</bdi>" in alice.get("/").text
    page = alice.get(f"/read/{number}").text
    assert "The oven at the end of the lane" in page
    assert "Open the original" not in page.split("<main")[1].split("<template")[0]
    assert alice.get(f"/read/{number}/original").status == 404
    assert "came from an app" in alice.get(f"/read/{number}/versions").text
