"""An evening at the keys: a list, several rows at once, what was undone, a search, an article, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from satchel.library import history
from satchel.model.history import ActStatus
from satchel.model.items import State
from tests.browser.chromium import Browser
from tests.browser.listing import eventually, fill, focused, item, titles
from tests.browser.test_reading import opened
from tests.web.reading import read
from tests.web.test_search import index
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.fixture
def page(browser: Browser, wire: Wire) -> Any:
    return opened(browser, wire)


def test_a_list_is_walked_through_by_keys_alone(page: Any, wire: Wire) -> None:
    oven = read(wire)
    fill(wire, 4)
    index(wire)
    page.goto("/")
    everything = ["Page 003", "Page 002", "Page 001", "Page 000", "The village oven"]
    # Select several, archive them, and take that back.
    for key in ("j", "j", "x", "Shift+j"):
        page.keyboard.press(key)
    page.get_by_text("Selected: 2").wait_for()
    assert focused(page) == "Page 001"
    page.get_by_role("group", name="What to do with the selected articles").get_by_role(
        "button", name="Archive"
    ).press("Enter")
    page.get_by_role("status").get_by_text("2 articles archived.").wait_for()
    assert titles(page) == ["Page 003", "Page 000", "The village oven"]
    eventually(page, lambda: [item(wire, oven + number).state for number in (2, 3)] == [State.ARCHIVED] * 2)
    page.keyboard.press("z")
    assert titles(page) == everything
    eventually(page, lambda: [item(wire, oven + number).state for number in (2, 3)] == [State.UNREAD] * 2)
    (entry,) = wire.library.run_sync(history.recent, 1, wire.clock.now())
    assert (entry.act.status, entry.act.total) == (ActStatus.UNDONE, 2)
    # Search, and open what was found.
    page.keyboard.press("/")
    page.keyboard.type("oven is:unread")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Search").wait_for()
    assert titles(page) == ["The village oven"]
    page.wait_for_load_state()
    page.keyboard.press("j")
    eventually(page, lambda: focused(page) == "The village oven")
    page.keyboard.press("Enter")
    page.wait_for_url("**/read/**")
    # Back at the same row, which leaves when the search does not find it any more.
    page.keyboard.press("u")
    page.wait_for_url("**/search?**")
    page.get_by_role("link", name="The village oven", exact=True).focus()
    page.keyboard.press("e")
    page.get_by_role("link", name="The village oven", exact=True).wait_for(state="detached")
    eventually(page, lambda: item(wire, oven).state == State.ARCHIVED)
    page.keyboard.press("z")
    page.get_by_role("link", name="The village oven", exact=True).wait_for()
    page.get_by_role("button", name="Archive: The village oven").wait_for()
    eventually(page, lambda: item(wire, oven).state == State.UNREAD)
    assert page.complaints == []


def test_the_field_above_a_list_searches_for_words_and_saves_links(page: Any, wire: Wire) -> None:
    fill(wire, 1)
    page.goto("/")
    field = page.get_by_label("Search, or paste a link")
    page.keyboard.press("/")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("https://none.example/new")
    page.get_by_role("button", name="Save").wait_for()
    page.keyboard.press("Enter")
    page.locator(".articles > li").nth(1).wait_for()
    page.get_by_role("button", name="Search").wait_for()
    assert field.input_value() == ""
    assert page.url.endswith("/")
    page.keyboard.type("page")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Search").wait_for()
    assert page.complaints == []


def test_the_trash_gives_back_and_lets_go_for_good_in_place(page: Any, wire: Wire) -> None:
    fill(wire, 3)
    page.goto("/")
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("#")
    eventually(page, lambda: [item(wire, number).state for number in (1, 2, 3)] == [State.DELETED] * 3)
    page.goto("/trash?select=1")
    page.get_by_text("Selected: 0").wait_for()
    assert "select=1" not in page.url
    page.get_by_role("checkbox", name="Page 001").check()
    page.get_by_role("checkbox", name="Page 002").check()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_role("status").get_by_text("2 articles deleted for good.").wait_for()
    assert titles(page) == ["Page 000"]
    assert page.get_by_role("button", name="Undo").count() == 0
    page.get_by_role("button", name="Restore: Page 000").click()
    page.get_by_role("status").get_by_text("Back on your list.").wait_for()
    eventually(page, lambda: item(wire, 1).state == State.UNREAD)
    assert page.complaints == []


def test_what_a_form_did_is_undone_by_the_same_key(page: Any, wire: Wire) -> None:
    number = read(wire)
    page.goto(f"/read/{number}")
    page.get_by_role("button", name="Archive").first.click()
    page.get_by_role("status").get_by_text("Archived.").wait_for()
    page.wait_for_load_state()  # with its scripts
    page.keyboard.press("z")
    page.get_by_role("status").get_by_text("Undone.").wait_for()
    assert item(wire, number).state == State.UNREAD
    (entry,) = wire.library.run_sync(history.recent, 1, wire.clock.now())
    assert entry.act.status == ActStatus.UNDONE


#: What covers the middle of what has the focus; "" where nothing does.
_COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
  const sees = top && (one.contains(top) || top.contains(one) || one.closest("li")?.contains(top));
  return sees ? "" : one.textContent.trim();
}"""


@pytest.mark.parametrize("select", [False, True])
def test_on_a_narrow_window_the_lists_at_the_foot_cover_nothing_that_has_the_focus(
    page: Any, wire: Wire, select: bool
) -> None:
    fill(wire, 12)
    page.set_viewport_size({"width": 390, "height": 640})
    page.goto("/")
    if select:
        page.get_by_role("link", name="Select", exact=True).click()
        page.get_by_text("Selected: 0").wait_for()
    page.get_by_role("checkbox" if select else "link", name="Page 011", exact=True).focus()
    covered = []
    for _ in range(20):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(_COVERED))
    assert page.evaluate("scrollY") > 200
    assert [each for each in covered if each] == []
