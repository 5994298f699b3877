"""The panel of letters and colours: what is changed shows at once, stays, and is there in the first byte."""

from __future__ import annotations

import pytest

from tests.browser.chromium import Browser
from tests.browser.test_place import PARTS
from tests.browser.test_reading import opened, stored
from tests.patience import until
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

TOP = """() => {
  const under = document.querySelector(".bar").offsetHeight;
  const seen = (one) => one.getBoundingClientRect().bottom > under + 8;  // a line that is seen, not its end
  return [...document.querySelectorAll(".text p")].find(seen).textContent;
}"""
COLOURS = (
    "[getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor]"
)


def test_what_is_chosen_shows_at_once_and_stays(browser: Browser, wire: Wire) -> None:
    number = stored(wire, PARTS)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    page.mouse.wheel(0, 3000)
    until(lambda: page.evaluate("scrollY > 2000"))
    page.keyboard.press("Escape")
    until(lambda: page.locator(".bar").bounding_box()["y"] == 0)
    at = page.evaluate(TOP)
    page.get_by_role("button", name="Letters and colours").click()
    assert page.get_by_role("button", name="Use these").is_hidden()
    with page.expect_response("**/settings/reading"):
        page.get_by_label("Sepia").check()
        page.get_by_role("button", name="Larger").click()
        page.get_by_role("button", name="Larger").click()
        page.get_by_label("Justify and hyphenate").check()
    colours = page.evaluate(COLOURS)
    assert page.locator("html").get_attribute("data-theme") == "sepia"
    size = page.evaluate("getComputedStyle(document.querySelector('.text p')).fontSize")
    assert size == "22px"
    # The line that was at the top is there still.
    after = page.evaluate(TOP)
    assert after == at
    with page.expect_response("**/settings/reading"):
        page.get_by_role("button", name="Smaller").click()
    page.goto(f"/read/{number}")
    assert page.evaluate("getComputedStyle(document.querySelector('.text p')).fontSize") == "20px"
    assert page.locator("article").get_attribute("data-align") == "justify"
    assert page.evaluate(COLOURS) == colours
    assert not page.complaints


def test_the_first_frame_has_the_theme(browser: Browser, wire: Wire) -> None:
    """No script is waited for: with none the page looks the same."""
    number = stored(wire, PARTS)
    page = opened(browser, wire)
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Letters and colours").click()
    with page.expect_response("**/settings/reading"):
        page.get_by_label("Black").check()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/read/{number}")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(0, 0, 0)"
    assert page.locator('meta[name="theme-color"]').get_attribute("content") == "#000000"


def test_the_panel_stays_in_the_window_of_a_phone_that_turns_pages(browser: Browser, wire: Wire) -> None:
    """What is hidden from the eye once made the page of a phone as wide as the whole article."""
    number = stored(wire, "<p>x <a href='https://other.example/'>y</a></p>" + PARTS * 3)
    page = opened(browser, wire, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Letters and colours").click()
    with page.expect_response("**/settings/reading"):
        page.get_by_label("Pages instead of scrolling").check()
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Letters and colours").click()
    box = page.locator("#looks").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
