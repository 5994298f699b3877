"""Parts of pages, which scripts ask for: the same rows as on the page, for nobody but their owner."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote

import pytest

from satchel.library import acting
from satchel.model.actions import Archive, ById
from tests.web.reading import ids, read, save
from tests.web.test_lists import fill
from tests.web.test_search import index
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def rows_of(text: str) -> list[str]:
    return re.findall(r"<li id=.*?</li>", text, re.DOTALL)


def ways(text: str) -> list[str]:
    return re.findall(r'rel="(?:prev|next)" href="[^"]+"', text)


@pytest.mark.parametrize("start", ["/", "/?order=title", "/tags/sea", "/sites/none.example"])
def test_the_rows_that_follow_are_those_of_the_next_page(wire: Wire, alice: Surfer, start: str) -> None:
    fill(wire, 120, tags=("sea",))
    wire.settle()
    page = alice.get(start)
    seen = ids(page)
    while after := re.search(r'rel="next" href="([^"]+)"', page.text):
        address = unescape(after[1])
        part = alice.get(f"/parts/rows?at={quote(address, safe='')}")
        page = alice.get(address)
        assert page.status == 200, (address, page)
        assert rows_of(part.text) == rows_of(page.text)
        assert ways(part.text) == ways(page.text)
        assert "<html" not in part.text
        assert part.headers["cache-control"] == "no-store"
        seen += ids(page)
    assert len(set(seen)) == 120


def test_one_row_is_told_as_long_as_it_is_on_the_list(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="food/bread")
    alice.get("/")
    on = ["/", "/tags/food", "/tags/food/bread", "/sites/hearth.example", "/sites/example"]
    off = ["/archive", "/favourites", "/tags/foo", "/sites/earth.example", "/?length=long"]
    for address, status in [(each, 200) for each in on] + [(each, 404) for each in off]:
        assert alice.get(f"/parts/row/{number}?at={quote(address, safe='')}").status == status, address
    assert alice.get(f"/parts/row/{number + 1}").status == 404
    assert alice.get("/parts/row/x").status == 404
    assert rows_of(alice.get(f"/parts/row/{number}").text) == rows_of(alice.get("/").text)


def test_tags_are_completed_from_ones_own(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="Café culture,history/rome,roman")
    other = read(wire, "https://hearth.example/second")
    save(wire, "https://mallory.example/", tags="romance", user=3)

    def offered(query: str) -> list[str]:
        found: list[str] = json.loads(alice.get(f"/parts/tags?{query}").text)["offered"]
        return found

    assert offered("q=ROM") == ["roman", "history/rome"]
    assert offered("q=cafe") == offered("q=culture") == ["café culture"]
    assert offered("q=xyz") == offered("q=") == offered("id=999") == offered("id=x") == []
    assert set(offered(f"id={other}")) == {"café culture", "history/rome", "roman"}
    assert json.loads(alice.get(f"/parts/tags?id={number}").text) == {
        "tags": ["café culture", "history/rome", "roman"], "offered": [],
    }  # fmt: skip


def test_the_original_page_is_one_address_away(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    way = alice.get(f"/read/{number}/original")
    assert (way.status, way.headers["location"]) == (303, "https://hearth.example/oven")
    assert way.headers["referrer-policy"] == "no-referrer"
    assert alice.get("/read/999/original").status == 404


def test_nobody_else_sees_parts(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="sea")
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    paths = ("/parts/rows", f"/parts/row/{number}", "/parts/tags?q=s")
    for path in paths:
        assert Surfer(wire).get(path).status == 401
        assert "oven" not in mallory.get(path).text
        assert "sea" not in mallory.get(path).text
    assert mallory.get(f"/read/{number}/original").status == 404


def test_a_row_knows_whether_a_search_still_finds_it(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="food")
    index(wire)
    alice.get("/")

    def status(address: str) -> int:
        return alice.get(f"/parts/row/{number}?at={quote(address, safe='')}").status

    for found in (
        "/search?q=oven",
        "/search?q=oven%20is:unread",
        "/search?q=%23food",
        "/search?q=site:hearth.example",
    ):
        assert status(found) == 200, found
    assert status("/search?q=zeppelin") == 404
    wire.library.run_sync(acting.step, 1, [Archive(ById(number))], 0)
    assert status("/search?q=oven%20is:unread") == 404
    assert status("/search?q=oven") == 200
    assert status("/s/999") == 404


def test_rows_of_a_search_show_why_they_were_found_wherever_they_are_loaded(
    wire: Wire, alice: Surfer
) -> None:
    number = read(wire)
    index(wire)
    page = alice.get("/search?q=oven")
    at = quote("/search?q=oven", safe="")
    assert "<mark>oven</mark>" in page.text
    assert rows_of(alice.get(f"/parts/rows?at={at}").text) == rows_of(page.text)
    assert rows_of(alice.get(f"/parts/row/{number}?at={at}").text) == rows_of(page.text)
