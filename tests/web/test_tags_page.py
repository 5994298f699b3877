"""All tags on one page: found, renamed, made one, deleted, and all that undone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from satchel.library import finding
from satchel.library.tag_index import MAX_LEVELS
from satchel.model.items import Item
from tests.web.reading import follow, read, said
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


def test_a_tag_is_renamed_with_those_below_it_and_back(wire: Wire, alice: Surfer) -> None:
    one = read(wire, "https://a.example/1", tags="art,art/glass")
    two = read(wire, "https://a.example/2", tags="art,craft")
    alice.get("/tags?edit=art")
    page = follow(alice, alice.press("/tags", "Rename", new="Craft"))
    assert said(page).startswith("The tags are one now.")
    assert item(wire, one).tags == ("craft", "craft/glass")
    assert item(wire, two).tags == ("craft",)
    follow(alice, alice.press("/acts", "Undo"))
    assert item(wire, one).tags == ("art", "art/glass")
    assert item(wire, two).tags == ("art", "craft")
    alice.get("/tags?edit=craft")
    page = follow(alice, alice.press("/tags", "Delete the tag"))
    assert said(page).startswith("The tag is deleted.")
    assert item(wire, two).tags == ("art",)
    follow(alice, alice.press("/acts", "Undo"))
    assert item(wire, two).tags == ("art", "craft")


def test_a_tag_counts_what_its_list_shows_and_is_found_by_a_part_of_its_name(
    wire: Wire, alice: Surfer
) -> None:
    for number in range(40):
        read(wire, f"https://a.example/{number}", tags=f"tag{number},deep/er/{number % 3}")
    page = unescape(alice.get("/tags").text)
    rows = re.findall(r'href="/tags/([^"]*)"><bdi>.*?</bdi> <span class="count">(\d+)</span>', page)
    assert dict(rows)["deep"] == dict(rows)["deep/er"] == "40"
    assert dict(rows)["deep/er/1"] == "13"
    assert re.search(r'<li data-depth="2"><span class="entry"><a href="/tags/deep/er/1">', page)
    assert re.findall(r'<a href="#at-\d+">(\w)</a>', page) == ["D", "T"]
    found = unescape(alice.get("/tags?q=AG3").text)
    assert set(re.findall(r'href="/tags/(tag[^"]*)"', found.split("<main")[1])) == {
        "tag3",
        *(f"tag3{n}" for n in range(10)),
    }
    assert "No tag has" in alice.get("/tags?q=nothing").text


def test_thousands_of_tags_come_a_part_at_a_time_and_each_stands_in_one_of_them(
    wire: Wire, alice: Surfer
) -> None:
    for number in range(3):
        read(wire, f"https://a.example/{number}", tags=",".join(f"tag-{number}-{n}" for n in range(800)))
    address, parts = "/tags", list[list[str]]()
    while address:
        page = unescape(alice.get(address).text)
        assert len(page) < 400_000
        parts.append(re.findall(r'href="/tags/(tag-[^"]*)"', page.split('class="index')[1]))
        further = re.search(r'href="(/tags\?after=[^"]*)">([0-9,]+) more tags', page)
        address = further[1] if further else ""
    assert [len(part) for part in parts] == [500, 500, 500, 500, 400]
    assert len({name for part in parts for name in part}) == 2400
    found = unescape(alice.get("/tags?q=-77").text).split('class="index')[1]
    assert set(re.findall(r'href="/tags/(tag-[^"]*)"', found)) == {
        f"tag-{number}-{n}" for number in range(3) for n in (77, *range(770, 780))
    }
    assert "<select" not in alice.get("/tags?edit=tag-1-1").text
    follow(alice, alice.press("/tags", "Merge", into="tag-2-2"))
    one = item(wire, 2)
    assert "tag-2-2" in one.tags
    assert "tag-1-1" not in one.tags


def test_a_tag_of_slashes_is_not_a_tag_for_each_of_them(wire: Wire, alice: Surfer) -> None:
    read(wire, "https://a.example/1", tags="/".join("a" * 100))
    assert alice.get("/tags").text.count('class="entry"') == MAX_LEVELS + 1


def test_a_tag_cannot_lose_its_name_or_go_below_itself(wire: Wire, alice: Surfer) -> None:
    read(wire, tags="a,a/b")
    alice.get("/tags?edit=a")
    assert "A tag needs a name." in alice.press("/tags", "Rename", new=" , ").text
    alice.get("/tags?edit=a")
    assert "A tag cannot go below itself." in alice.press("/tags", "Rename", new="a/c").text
