"""How far somebody has come in an article: at the edge of the bar, in words, and in the list of its parts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.listing import eventually
from tests.browser.test_reading import opened
from tests.web.reading import read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

WORDS = "<p>The oven at the end of the lane is lit on Fridays, and you bring your own dough to it.</p>" * 30
PARTS = "".join(f"<h2>Part {number}</h2>{WORDS}" for number in range(4))


@pytest.fixture
def number(wire: Wire) -> int:
    return read(wire, body=PARTS)


def _reading(browser: Browser, wire: Wire, number: int, **options: Any) -> Any:
    page = opened(browser, wire, **options)
    page.goto(f"/read/{number}")
    return page


def _share(page: Any) -> float:
    return float(page.locator("#passed").evaluate("(one) => one.value"))


def test_a_line_and_words_tell_how_far_one_has_come(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    bar = page.get_by_role("banner")
    bar.get_by_text("11 min left").wait_for()
    assert _share(page) == 0
    page.evaluate("document.querySelectorAll('.text h2')[2].scrollIntoView()")
    bar.get_by_text("6 min left").wait_for()
    assert 0.45 < _share(page) < 0.55
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    bar.get_by_text("min left").wait_for(state="hidden")
    assert _share(page) == 1


def test_on_a_phone_it_is_told_in_fewer_words(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number, viewport={"width": 390, "height": 800})
    left = page.locator("#left")
    assert left.inner_text() == "11 min"
    assert left.bounding_box()["height"] < 30


def test_it_is_told_where_pages_are_turned_too(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number)
    page.get_by_role("button", name="Letters and colours").click()
    page.get_by_label("Pages instead of scrolling").check()
    page.locator("main").evaluate("(box) => box.scrollTo(box.scrollWidth / 2, 0)")
    eventually(page, lambda: 0.3 < _share(page) < 0.7)
    page.locator("main").evaluate("(box) => box.scrollTo(box.scrollWidth, 0)")
    eventually(page, lambda: _share(page) == 1)


def test_without_a_script_nothing_pretends_to_move(browser: Browser, wire: Wire, number: int) -> None:
    page = _reading(browser, wire, number, java_script_enabled=False)
    assert not page.locator("#passed").is_visible()
    assert not page.locator("#left").is_visible()


def test_the_list_of_parts_says_where_one_is_after_a_jump(browser: Browser, wire: Wire, number: int) -> None:
    """Between two frames the headings on the way are never seen."""
    page = _reading(browser, wire, number, viewport={"width": 1400, "height": 800})
    page.evaluate("scrollTo(0, document.querySelectorAll('.text h2')[3].offsetTop + 2000)")
    page.locator(".contents [aria-current]").get_by_text("Part 3").wait_for()
