"""Searching in a real browser: the field that is completed as one types, and pages that everybody can use."""

from __future__ import annotations

import re
from typing import Any

import pytest

from satchel.library import saved_searches
from tests.browser.chromium import Browser
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.web.reading import publish, read
from tests.web.test_search import FOUND, index
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

LABEL = "Search, or paste a link to save it"


#: Where the words of an element end on the right.
_ENDS = """(one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  return words.getBoundingClientRect().right;
}"""


def shelf(wire: Wire) -> int:
    """Two articles and a saved search; the number of that."""
    read(wire, body=FOUND, tags="history,to read,holidays")
    read(wire, "https://hearth.example/mill", title="The old mill", body=FOUND, tags="history")
    index(wire)
    return wire.library.run_sync(saved_searches.keep, 1, "Bread", "oven or dough").id


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_somebody_searches_follows_a_passage_and_walks_from_place_to_place(
    browser: Browser, wire: Wire, script: bool
) -> None:
    shelf(wire)
    page = opened(browser, wire, java_script_enabled=script)
    page.get_by_label(LABEL).fill("dough oven")
    page.keyboard.press("Enter")
    page.get_by_text("2 articles").wait_for()
    page.get_by_role("link", name=re.compile("Search without: .?dough")).click()
    page.get_by_label(LABEL).fill("dough village")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Bring your own dough").first.click()
    page.get_by_text("2 places found").wait_for()
    target = page.locator("mark:target")
    assert target.inner_text() == "dough"
    page.get_by_role("link", name="Next place").click()
    assert page.locator("mark:target").inner_text() == "village"
    page.get_by_role("link", name="Back to Search").click()
    page.get_by_text("2 articles").wait_for()
    page.get_by_text("Save this search").click()
    page.get_by_label("Name").fill("Village bread")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").get_by_text("The search is saved.").wait_for()
    page.get_by_role("link", name="Village bread").wait_for()
    assert not page.complaints
    assert not page.elsewhere


def test_on_a_phone_the_places_to_search_stand_in_one_row(browser: Browser, wire: Wire) -> None:
    shelf(wire)
    page = opened(browser, wire, viewport={"width": 390, "height": 800})
    page.goto("/search?q=dough")
    tabs = page.locator(".scopes a").all()
    assert len({tab.bounding_box()["y"] for tab in tabs}) == 1
    assert tabs[-1].inner_text() == "Trash"
    last = tabs[-1].bounding_box()
    assert last["x"] + last["width"] <= 390


def test_where_the_places_to_search_are_wider_than_a_phone_one_sees_that_and_the_one_at_hand(
    browser: Browser, wire: Wire
) -> None:
    """In Polish they are: the last was cut off as if it ended there, and chosen it was out of sight."""
    shelf(wire)
    page = opened(browser, wire, viewport={"width": 390, "height": 844})
    page.set_extra_http_headers({"Accept-Language": "pl"})
    page.goto("/search?q=dough")
    places = page.locator(".scopes")
    assert places.evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert "gradient" in places.evaluate("(one) => getComputedStyle(one).maskImage")
    places.locator("a").last.click()
    chosen, row = places.locator("[aria-current]").bounding_box(), places.bounding_box()
    assert chosen["x"] + chosen["width"] <= row["x"] + row["width"] + 1


def test_a_part_of_a_search_has_room_on_both_sides_in_arabic_too(browser: Browser, wire: Wire) -> None:
    shelf(wire)
    page = opened(browser, wire)
    page.set_extra_http_headers({"Accept-Language": "ar"})
    page.goto("/search?q=dough")
    chip = page.locator(".chip").first.bounding_box()
    assert page.locator("html").get_attribute("dir") == "rtl"
    words = page.locator(".chip > span").first.evaluate(_ENDS)
    assert chip["x"] + chip["width"] - words >= 8


def test_the_field_offers_what_may_stand_there_and_is_steered_by_keys(browser: Browser, wire: Wire) -> None:
    shelf(wire)
    page = opened(browser, wire)
    page.get_by_label(LABEL).focus()  # the field is helped when somebody comes to it
    field = page.get_by_role("combobox", name=LABEL)
    field.press_sequentially("oven #his")
    option = page.get_by_role("option", name="history 2")
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    assert field.input_value() == "oven #history "
    field.press_sequentially("tag:to")
    page.get_by_role("option", name="to read").click()
    assert field.input_value() == 'oven #history tag:"to read" '
    field.press_sequentially("is:un")
    page.get_by_role("option", name="unread").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert field.input_value().endswith("is:un")
    field.press_sequentially("read")
    page.keyboard.press("Enter")
    page.get_by_text("1 article", exact=True).wait_for()
    assert not page.complaints


def test_the_button_says_whether_it_searches_or_saves(browser: Browser, wire: Wire) -> None:
    publish(wire, "https://hearth.example/oven")
    page = opened(browser, wire)
    field = page.get_by_label(LABEL)
    field.press_sequentially("roman")
    page.get_by_role("button", name="Search", exact=True).wait_for()
    field.fill("https://hearth.example/oven")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").get_by_text("Saved.").wait_for()


def test_everybody_can_use_the_pages_of_searching(browser: Browser, wire: Wire) -> None:
    number = shelf(wire)
    page = opened(browser, wire)
    found: dict[str, Any] = {}
    for path in (
        "/search", "/search?q=dough+oven+foo:bar", "/search?q=%23history+unheard", f"/s/{number}", "/read/1?q=oven",
    ):  # fmt: skip
        page.goto(path)
        if page.locator("details.keep").count():
            page.locator("details.keep summary").click()
        found[path] = faults(page, 1280, 320)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert not page.complaints
