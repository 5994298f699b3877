"""Tagging on a phone: what is offered hides nothing that a thumb needs."""

from __future__ import annotations

import pytest

from tests.browser.chromium import Browser
from tests.browser.listing import fill
from tests.browser.test_reading import opened
from tests.web.reading import save
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def test_tags_that_are_offered_leave_the_buttons_of_the_dialog_in_sight(browser: Browser, wire: Wire) -> None:
    fill(wire, 2, ("food", "history"))
    save(wire, "https://other.example/page")
    page = opened(browser, wire, viewport={"width": 390, "height": 664}, is_mobile=True, has_touch=True)
    page.goto("/")
    page.get_by_role("link", name="Tags and more").first.tap()
    page.get_by_role("button", name="Tags", exact=True).tap()
    page.get_by_role("combobox", name="Add a tag").press_sequentially("fo")
    page.get_by_role("option", name="food").wait_for()
    offered = page.locator("dialog .offered").bounding_box()
    button = page.get_by_role("button", name="Save the tags").bounding_box()
    assert offered["y"] + offered["height"] <= button["y"]
    assert button["y"] + button["height"] <= 664
    page.get_by_role("option", name="food").tap()
    page.get_by_role("button", name="Save the tags").tap()
    page.get_by_text("The tags are changed.").wait_for()
