"""Selecting rows with a script: boxes in place, a bar that acts on all of them, and one undoing for all."""

from __future__ import annotations

import pytest

from satchel.library import history
from satchel.model.items import State
from tests.browser.axe import findings
from tests.browser.chromium import Browser
from tests.browser.listing import eventually, fill, focused, item, titles
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def test_rows_are_selected_by_keys_acted_on_together_and_undone_together(
    browser: Browser, wire: Wire
) -> None:
    fill(wire, 5)
    page = opened(browser, wire)
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.get_by_role("group", name="What to do with the selected articles")
    bar.get_by_text("Selected: 1").wait_for()
    page.keyboard.press("Shift+j")
    bar.get_by_text("Selected: 2").wait_for()
    assert focused(page) == "Page 003"
    page.get_by_role("checkbox", name="Page 001").click(modifiers=["Shift"])
    bar.get_by_text("Selected: 4").wait_for()
    bar.get_by_role("button", name="Archive").click()
    assert titles(page) == ["Page 000"]
    assert page.get_by_role("checkbox").count() == 0
    eventually(page, lambda: [item(wire, number).state for number in range(2, 6)] == [State.ARCHIVED] * 4)
    acts = wire.library.run_sync(history.recent, 1, wire.clock.now())
    assert [entry.act.done for entry in acts] == [4]
    page.keyboard.press("z")
    assert titles(page) == [f"Page 00{number}" for number in (4, 3, 2, 1, 0)]
    eventually(page, lambda: [item(wire, number).state for number in range(2, 6)] == [State.UNREAD] * 4)
    page.get_by_role("link", name="Page 002", exact=True).focus()
    page.keyboard.press("#")
    assert "Page 002" not in titles(page)
    eventually(page, lambda: item(wire, 3).state == State.DELETED)
    page.keyboard.press("z")
    eventually(page, lambda: item(wire, 3).state == State.UNREAD)
    assert page.complaints == []


def test_a_selection_can_be_used_by_everybody(browser: Browser, wire: Wire) -> None:
    fill(wire, 3)
    page = opened(browser, wire, bypass_csp=True, viewport={"width": 320, "height": 640})
    page.goto("/")
    page.get_by_role("link", name="Select", exact=True).click()
    page.get_by_role("checkbox", name="Page 001").check()
    page.get_by_text("Selected: 1").wait_for()
    assert faults(page) == []
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("checkbox").first.wait_for(state="detached")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert findings(page) == []


def test_on_a_phone_the_acts_for_a_selection_stand_in_one_row_below_its_number(
    browser: Browser, wire: Wire
) -> None:
    fill(wire, 2)
    page = opened(browser, wire, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.get_by_role("link", name="Select", exact=True).click()
    bar = page.get_by_role("group", name="What to do with the selected articles")
    bar.get_by_text("Selected: 0").wait_for()
    cancel, *acts = [one.bounding_box() for one in bar.locator("button, summary").all() if one.is_visible()]
    assert len(acts) == 5
    assert len({round(act["y"]) for act in acts}) == 1
    assert cancel["y"] + cancel["height"] <= acts[0]["y"] + 1
