"""What somebody does to an article keeps their place: in its text, on its page, and on the list they came from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.listing import eventually, fill, focused, titles
from tests.browser.test_reading import opened
from tests.web.reading import read
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

SEEN = 2  #: pixels: less than one sees
LINES = "".join(
    f"<p>Sentence {n} of a text with words enough to go over a line or two.</p>" for n in range(80)
)


@pytest.fixture
def page(browser: Browser, wire: Wire) -> Any:
    return opened(browser, wire)


def stands(page: Any) -> float:
    """How far below the edge of the window a sentence in the middle of the text begins, in pixels."""
    found: float = page.get_by_text("Sentence 41 ").bounding_box()["y"]
    return found


def test_a_press_in_the_middle_of_an_article_leaves_the_text_and_the_focus_where_they_are(
    page: Any, wire: Wire
) -> None:
    page.goto(f"/read/{read(wire, body=LINES)}")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.get_by_text("Sentence 40 ").evaluate("(one) => one.scrollIntoView()")
    page.get_by_role("button", name="Favourite", exact=True).focus()
    before = stands(page)
    page.keyboard.press("Enter")
    page.get_by_text("Added to your favourites.").wait_for()
    eventually(page, lambda: focused(page) == "Remove from favourites")
    eventually(page, lambda: abs(stands(page) - before) < SEEN)
    assert not page.locator("#continued").is_visible()


def test_after_a_key_the_space_bar_turns_the_page_and_presses_no_button(page: Any, wire: Wire) -> None:
    page.goto(f"/read/{read(wire, body=LINES)}")
    page.keyboard.press("f")
    page.get_by_text("Added to your favourites.").wait_for()
    page.keyboard.press("Space")
    eventually(page, lambda: page.evaluate("scrollY > 100"))
    assert page.get_by_role("button", name="Remove from favourites").count() == 1


@pytest.mark.parametrize("key", ["#", "e"])
def test_who_puts_an_article_away_comes_back_to_the_next_one_on_the_list(
    page: Any, wire: Wire, key: str
) -> None:
    fill(wire, 30)
    page.goto("/")
    page.get_by_role("link", name="Page 010", exact=True).click()
    page.wait_for_url("**/read/*")
    page.keyboard.press(key)
    if key == "e":
        page.get_by_text("Archived.").wait_for()
        page.get_by_role("link", name="Back to Unread").click()
    page.get_by_role("heading", name="Unread").wait_for()
    assert "Page 010" not in titles(page)
    eventually(page, lambda: focused(page) == "Page 009")
    assert page.get_by_role("link", name="Page 009", exact=True).evaluate(
        "(one) => one.getBoundingClientRect().top > 0 && one.getBoundingClientRect().bottom < innerHeight"
    )


def test_after_an_act_on_a_selection_the_focus_is_on_the_row_behind_it(page: Any, wire: Wire) -> None:
    fill(wire, 5)
    page.goto("/")
    page.get_by_role("link", name="Select", exact=True).click()
    page.get_by_role("checkbox", name="Page 003").check()
    page.get_by_role("checkbox", name="Page 002").check()
    page.get_by_role("group", name="What to do").get_by_role("button", name="Archive").press("Enter")
    page.get_by_text("2 articles archived.").wait_for()
    assert focused(page) == "Page 001"


def test_who_does_not_select_after_all_is_where_they_began(page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/")
    page.get_by_role("link", name="Select", exact=True).click()
    page.get_by_role("group", name="What to do").get_by_role("button", name="Cancel").press("Enter")
    assert focused(page) == "select"
    page.get_by_role("link", name="Select", exact=True).click()
    page.get_by_role("checkbox", name="Page 001").focus()
    page.keyboard.press("Escape")
    assert focused(page) == "Page 001"
