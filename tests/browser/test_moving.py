"""Moving articles to folders with a script: by the menu of a row, by a key, as a selection; and undoing it."""

from __future__ import annotations

import pytest

from satchel.library import filing
from tests.browser.axe import findings
from tests.browser.chromium import Browser
from tests.browser.listing import eventually, fill, focused, item, titles
from tests.browser.looking import faults
from tests.browser.test_reading import opened
from tests.wire.server import Wire

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def make(wire: Wire, name: str) -> int:
    return wire.library.run_sync(filing.create, 1, name).id


def test_an_article_is_moved_by_the_menu_of_its_row_and_by_a_key_and_back_by_undoing(
    browser: Browser, wire: Wire
) -> None:
    fill(wire, 3)
    novels = make(wire, "Novels")
    page = opened(browser, wire)
    page.goto("/")
    row = page.locator(".articles > li").nth(1)
    row.hover()
    row.get_by_role("link", name="Tags and more").click()
    page.get_by_role("button", name="Move to a folder").click()
    dialog = page.get_by_role("dialog", name="Move to a folder")
    assert dialog.get_by_role("button", name="Unread").is_disabled()
    dialog.get_by_role("button", name="Novels").click()
    eventually(page, lambda: titles(page) == ["Page 002", "Page 000"])
    page.get_by_text("Moved to the folder.").wait_for()
    eventually(page, lambda: item(wire, 2).folder_id == novels)
    beside = page.locator(f'.lists a[href="/folder/{novels}"]')
    eventually(page, lambda: beside.inner_text().split() == ["Novels", "1"])
    page.keyboard.press("z")
    eventually(page, lambda: titles(page) == ["Page 002", "Page 001", "Page 000"])
    eventually(page, lambda: item(wire, 2).folder_id is None)
    page.get_by_role("link", name="Page 000", exact=True).focus()
    page.keyboard.press("m")
    dialog.get_by_role("button", name="Novels").click()
    eventually(page, lambda: item(wire, 1).folder_id == novels)
    assert focused(page) == "Page 001"
    page.get_by_role("button", name="Undo").click()
    eventually(page, lambda: item(wire, 1).folder_id is None)
    assert page.complaints == []


def test_a_selection_goes_into_a_folder_and_out_of_it(browser: Browser, wire: Wire) -> None:
    fill(wire, 4)
    novels = make(wire, "Novels")
    page = opened(browser, wire)
    page.goto("/")
    page.get_by_role("link", name="Select", exact=True).click()
    for name in ("Page 000", "Page 002"):
        page.get_by_role("checkbox", name=name).check()
    bar = page.get_by_role("group", name="What to do with the selected articles")
    bar.get_by_role("button", name="Move").click()
    dialog = page.get_by_role("dialog", name="Move to a folder")
    dialog.get_by_role("button", name="Novels").click()
    eventually(page, lambda: titles(page) == ["Page 003", "Page 001"])
    page.get_by_text("2 articles moved to the folder.").wait_for()
    page.goto(f"/folder/{novels}")
    eventually(page, lambda: titles(page) == ["Page 002", "Page 000"])
    page.keyboard.press("j")
    page.keyboard.press("m")
    dialog.get_by_role("button", name="Unread").click()
    eventually(page, lambda: titles(page) == ["Page 000"])
    page.get_by_text("Moved to Unread.").wait_for()
    eventually(page, lambda: item(wire, 3).folder_id is None)
    page.keyboard.press("e")
    page.get_by_text("There is nothing in this folder.").wait_for()
    eventually(page, lambda: item(wire, 1).folder_id is None)
    page.keyboard.press("z")
    eventually(page, lambda: item(wire, 1).folder_id == novels)
    assert page.complaints == []


def test_folders_can_be_used_by_everybody(browser: Browser, wire: Wire) -> None:
    fill(wire, 2)
    novels = make(wire, "Novels and all that is too long for a line of its own on a phone")
    make(wire, "مقالات")
    page = opened(browser, wire, bypass_csp=True, viewport={"width": 320, "height": 640})
    for address in ("/folders", f"/folders?edit={novels}", "/read/1/move", f"/folder/{novels}"):
        page.goto(address)
        assert faults(page) == [], address
        assert findings(page) == [], address
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.get_by_role("dialog").wait_for()
    assert faults(page) == []
    assert findings(page) == []
    page.get_by_role("link", name="New folder …").click()
    page.get_by_label("A new folder").fill("Essays")
    page.get_by_role("button", name="Make it and move the article").click()
    page.get_by_text("Moved to the folder.").wait_for()
    eventually(page, lambda: titles(page) == ["Page 000"])
